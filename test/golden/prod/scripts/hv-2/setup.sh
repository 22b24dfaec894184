#!/usr/bin/env bash
# hv-2 of fabric prod. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=prod@hv-2
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac
  require_open_vswitch
  require_address 172.16.0.12/24
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
  # port:red.web-2.app: eth0 of web-2
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-red.web-2 tapdf698c14-71 eth0 fa:16:3e:39:a2:67 1500
  else
    tap_device tapdf698c14-71 1500
  fi

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # port:red.web-2.app: in app as local VLAN 1
  add_port br-int tapdf698c14-71 2 \
    -- set Port tapdf698c14-71 tag=1 other_config:tag=1 other_config:net_uuid=853feed0-fa39-500f-88ba-475021a2351a other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1001 \
    -- set Interface tapdf698c14-71 external_ids:iface-id=df698c14-7100-5b0c-b2bb-20fafd39a267 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:39:a2:67"' external_ids:vm-uuid=75e1ef09-b535-587b-b305-5dad71e09a5d
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
  underlay_bridge 172.16.0.12/24
  # host:hv-2: to host:hv-4
  add_port br-tun vxlan-ac10000e 2 \
    -- set Interface vxlan-ac10000e type=vxlan options:local_ip=172.16.0.12 options:remote_ip=172.16.0.14 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-2: to host:hv-3
  add_port br-tun vxlan-ac10000d 3 \
    -- set Interface vxlan-ac10000d type=vxlan options:local_ip=172.16.0.12 options:remote_ip=172.16.0.13 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-2: to host:hv-1
  add_port br-tun vxlan-ac10000b 4 \
    -- set Interface vxlan-ac10000b type=vxlan options:local_ip=172.16.0.12 options:remote_ip=172.16.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-2: to host:net-a
  add_port br-tun vxlan-ac100002 5 \
    -- set Interface vxlan-ac100002 type=vxlan options:local_ip=172.16.0.12 options:remote_ip=172.16.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-2: 89 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:hv-2: 19 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:red.web-2.app: addresses of eth0 of web-2, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-red.web-2 eth0 10.0.0.4/24
    guest_address vm-red.web-2 eth0 fd00:1::f816:3eff:fe39:a267/64
    guest_gateway vm-red.web-2 10.0.0.1
    guest_gateway vm-red.web-2 fd00:1::
  fi
}

set_up "$@"
