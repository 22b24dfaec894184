#!/usr/bin/env bash
# hv-2 of fabric edge. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=edge@hv-2
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac
  require_open_vswitch
  require_address 10.70.0.12/24
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:hv-2: br-int, where VMs and namespaces plug in
  bridge br-int OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14
  # host:hv-2: br-tun, from local VLANs to tunnels and back
  bridge br-tun
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == guest-taps: taps of the VMs
  #    Neutron: none: libvirt makes them when Nova starts the VM
  # port:voice.mirror.lan: eth0 of mirror
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-voice.mirror tapa519e677-e2 eth0 fa:16:3e:3f:7a:4b 1500
  else
    tap_device tapa519e677-e2 1500
  fi

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # port:voice.mirror.lan: in lan as local VLAN 1
  add_port br-int tapa519e677-e2 2 \
    -- set Port tapa519e677-e2 tag=1 other_config:tag=1 other_config:net_uuid=9de54e0c-46f9-5967-890b-4b5ab1461122 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=600 other_config:bps_a519e677-e2d0-5498-b2e4-df48823f7a4b_egress=7 other_config:bps_a519e677-e2d0-5498-b2e4-df48823f7a4b_ingress=8 \
    -- set Interface tapa519e677-e2 external_ids:iface-id=a519e677-e2d0-5498-b2e4-df48823f7a4b external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:3f:7a:4b"' external_ids:vm-uuid=e51882f4-a48c-5339-935a-f978ec6721cf
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # host:hv-2: from br-int to br-tun
  add_port br-int patch-tun 1 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:hv-2: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:hv-2: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 10.70.0.12/24
  # host:hv-2: to host:hv-1
  add_port br-tun vxlan-0a46000b 2 \
    -- set Interface vxlan-0a46000b type=vxlan options:local_ip=10.70.0.12 options:remote_ip=10.70.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-2: to host:net-a
  add_port br-tun vxlan-0a460002 3 \
    -- set Interface vxlan-0a460002 type=vxlan options:local_ip=10.70.0.12 options:remote_ip=10.70.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == meters: meters of limited ports
  #    Neutron: qos_driver.py _update_meter_rate_limit; br_int.py create_meter, update_meter
  # port:voice.mirror.lan: sends at most 100000 kbit/s
  meter br-int 7 'meter=7 kbps burst bands=type=drop rate=100000 burst_size=20000'
  # port:voice.mirror.lan: receives at most 50000 kbit/s
  meter br-int 8 'meter=8 kbps bands=type=drop rate=50000'

  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-2: 76 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:hv-2: 17 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:voice.mirror.lan: addresses of eth0 of mirror, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-voice.mirror eth0 10.1.0.3/24
    guest_gateway vm-voice.mirror 10.1.0.1
  fi
}

set_up "$@"
