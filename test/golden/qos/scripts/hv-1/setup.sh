#!/usr/bin/env bash
# hv-1 of fabric edge. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=edge@hv-1
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac
  require_open_vswitch
  require_address 10.70.0.11/24
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:hv-1: br-int, where VMs and namespaces plug in
  bridge br-int OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14
  # host:hv-1: br-tun, from local VLANs to tunnels and back
  bridge br-tun
  # bridge:hv-1.br-ex: br-ex, the way to physical network datacentre
  bridge br-ex
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == uplinks: network cards in the physical bridges
  #    Neutron: none: whoever installs the host does it
  # bridge:hv-1.br-ex: eth1 carries datacentre
  checksums_in_software eth1
  add_port br-ex eth1 1
  device_up eth1

  # == guest-taps: taps of the VMs
  #    Neutron: none: libvirt makes them when Nova starts the VM
  # port:voice.phone.lan: eth0 of phone
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-voice.phone tape2a55d1b-53 eth0 fa:16:3e:f2:1c:ab 1500
  else
    tap_device tape2a55d1b-53 1500
  fi
  # port:voice.provider.trunk: eth0 of provider
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-voice.provider tap3a5bdd43-92 eth0 fa:16:3e:02:a8:af 1500
  else
    tap_device tap3a5bdd43-92 1500
  fi

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # port:voice.phone.lan: in lan as local VLAN 1
  add_port br-int tape2a55d1b-53 3 \
    -- set Port tape2a55d1b-53 tag=1 other_config:tag=1 other_config:net_uuid=9de54e0c-46f9-5967-890b-4b5ab1461122 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=600 other_config:pps_e2a55d1b-5372-523b-87c1-decfb2f21cab_egress=9 other_config:pps_e2a55d1b-5372-523b-87c1-decfb2f21cab_ingress=10 \
    -- set Interface tape2a55d1b-53 external_ids:iface-id=e2a55d1b-5372-523b-87c1-decfb2f21cab external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:f2:1c:ab"' external_ids:vm-uuid=bf1f412a-5816-5b2f-a0f2-f36419ec45b7
  # port:voice.provider.trunk: in trunk as local VLAN 2
  add_port br-int tap3a5bdd43-92 4 \
    -- set Port tap3a5bdd43-92 tag=2 other_config:tag=2 other_config:net_uuid=14bdfa61-e890-55ef-8783-531a8b37ec6d other_config:network_type=vlan other_config:physical_network=datacentre other_config:segmentation_id=300 \
    -- set Interface tap3a5bdd43-92 external_ids:iface-id=3a5bdd43-92a4-5068-8a83-a60e6502a8af external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:02:a8:af"' external_ids:vm-uuid=3453ff5d-0e5f-5b1f-9fca-b163fda07bbe
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # bridge:hv-1.br-ex: from br-int to br-ex
  add_port br-int int-br-ex 1 \
    -- set Interface int-br-ex type=patch options:peer=phy-br-ex \
    -- set Port int-br-ex other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:hv-1: from br-int to br-tun
  add_port br-int patch-tun 2 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:hv-1: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
  # bridge:hv-1.br-ex: from br-ex to br-int
  add_port br-ex phy-br-ex 2 \
    -- set Interface phy-br-ex type=patch options:peer=int-br-ex
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:hv-1: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 10.70.0.11/24
  # host:hv-1: to host:hv-2
  add_port br-tun vxlan-0a46000c 2 \
    -- set Interface vxlan-0a46000c type=vxlan options:local_ip=10.70.0.11 options:remote_ip=10.70.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-1: to host:net-a
  add_port br-tun vxlan-0a460002 3 \
    -- set Interface vxlan-0a460002 type=vxlan options:local_ip=10.70.0.11 options:remote_ip=10.70.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == meters: meters of limited ports
  #    Neutron: qos_driver.py _update_meter_rate_limit; br_int.py create_meter, update_meter
  # port:voice.phone.lan: sends at most 1000 packets/s
  meter br-int 9 'meter=9 pktps burst bands=type=drop rate=1000 burst_size=2000'
  # port:voice.phone.lan: receives at most 1000 packets/s
  meter br-int 10 'meter=10 pktps bands=type=drop rate=1000'

  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-1: 132 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:hv-1: 17 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
  # bridge:hv-1.br-ex: 3 flows of br-ex
  load_flows br-ex "$here"/flows/br-ex.flows
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:voice.phone.lan: addresses of eth0 of phone, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-voice.phone eth0 10.1.0.4/24
    guest_gateway vm-voice.phone 10.1.0.1
  fi
  # port:voice.provider.trunk: addresses of eth0 of provider, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-voice.provider eth0 10.2.0.4/24
    guest_gateway vm-voice.provider 10.2.0.1
  fi
}

set_up "$@"
