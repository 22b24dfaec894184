#!/usr/bin/env bash
# hv-1 of fabric flat-cloud. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=flat-cloud@hv-1
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac
  require_open_vswitch
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:hv-1: br-int, where VMs and namespaces plug in
  bridge br-int OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14
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
  # port:web.shop-1.front: eth0 of shop-1
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-web.shop-1 tapf1cffea9-f7 eth0 fa:16:3e:38:4e:a3 1500
  else
    tap_device tapf1cffea9-f7 1500
  fi

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # port:web.shop-1.front: in front as local VLAN 1
  add_port br-int tapf1cffea9-f7 2 \
    -- set Port tapf1cffea9-f7 tag=1 other_config:tag=1 other_config:net_uuid=84f6e988-88da-5904-a68f-f987754905e0 other_config:network_type=vlan other_config:physical_network=datacentre other_config:segmentation_id=200 \
    -- set Interface tapf1cffea9-f7 external_ids:iface-id=f1cffea9-f762-502b-a411-b682ef384ea3 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:38:4e:a3"' external_ids:vm-uuid=9b9c2244-6f82-5cef-b897-94386bf79408
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # bridge:hv-1.br-ex: from br-int to br-ex
  add_port br-int int-br-ex 1 \
    -- set Interface int-br-ex type=patch options:peer=phy-br-ex \
    -- set Port int-br-ex other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # bridge:hv-1.br-ex: from br-ex to br-int
  add_port br-ex phy-br-ex 2 \
    -- set Interface phy-br-ex type=patch options:peer=int-br-ex
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-1: 88 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # bridge:hv-1.br-ex: 3 flows of br-ex
  load_flows br-ex "$here"/flows/br-ex.flows
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:web.shop-1.front: addresses of eth0 of shop-1, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-web.shop-1 eth0 10.3.0.2/24
    guest_address vm-web.shop-1 eth0 fd00:3::1/64
    guest_gateway vm-web.shop-1 10.3.0.1
    guest_gateway vm-web.shop-1 fd00:3::
  fi
}

set_up "$@"
