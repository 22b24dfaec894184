#!/usr/bin/env bash
# hv-1 of fabric draft. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=draft@hv-1
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac
  require_open_vswitch
  require_address 10.40.0.11/24
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:hv-1: br-int, where VMs and namespaces plug in
  bridge br-int OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14
  # host:hv-1: br-tun, from local VLANs to tunnels and back
  bridge br-tun
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == guest-taps: taps of the VMs
  #    Neutron: none: libvirt makes them when Nova starts the VM
  # port:demo.a.app: eth0 of a
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-demo.a tap81c02741-fa eth0 fa:16:3e:1a:7b:4a 1450
  else
    tap_device tap81c02741-fa 1450
  fi

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # port:demo.a.app: in app as local VLAN 1
  add_port br-int tap81c02741-fa 2 \
    -- set Port tap81c02741-fa tag=1 other_config:tag=1 other_config:net_uuid=4efa0939-13d8-5177-b98e-92f2895b9e50 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
    -- set Interface tap81c02741-fa external_ids:iface-id=81c02741-fa3d-5265-af2b-c4d5681a7b4a external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:1a:7b:4a"' external_ids:vm-uuid=be1b4810-a450-5783-a2b7-a9ec6b8d0f8f
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # host:hv-1: from br-int to br-tun
  add_port br-int patch-tun 1 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:hv-1: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:hv-1: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 10.40.0.11/24
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-1: 79 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:hv-1: 14 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:demo.a.app: addresses of eth0 of a, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-demo.a eth0 10.0.0.5/24
    guest_gateway vm-demo.a 10.0.0.1
  fi
}

set_up "$@"
