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
  require_address 10.60.0.12/24
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
  # port:ops.admin.mgmt: eth0 of admin
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-ops.admin tapf0684fea-3e eth0 fa:16:3e:16:d5:3e 1500
  else
    tap_device tapf0684fea-3e 1500
  fi
  # port:ops.web.dmz: eth0 of web
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-ops.web tapb264aed4-c4 eth0 fa:16:3e:0e:77:ba 1500
  else
    tap_device tapb264aed4-c4 1500
  fi

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # port:ops.admin.mgmt: in mgmt as local VLAN 2
  add_port br-int tapf0684fea-3e 2 \
    -- set Port tapf0684fea-3e tag=2 other_config:tag=2 other_config:net_uuid=be9a77a0-7e59-5d7a-a08c-11c3ca275ecd other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=502 \
    -- set Interface tapf0684fea-3e external_ids:iface-id=f0684fea-3eaa-5350-b53a-7437bc16d53e external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:16:d5:3e"' external_ids:vm-uuid=2e64116f-3fa4-5f5d-bfcd-4a228c3a4b6d
  # port:ops.web.dmz: in dmz as local VLAN 1
  add_port br-int tapb264aed4-c4 3 \
    -- set Port tapb264aed4-c4 tag=1 other_config:tag=1 other_config:net_uuid=d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=500 \
    -- set Interface tapb264aed4-c4 external_ids:iface-id=b264aed4-c453-51a9-8220-304db90e77ba external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:0e:77:ba"' external_ids:vm-uuid=6561893d-7ec3-5b2c-a46f-0be111294687
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
  underlay_bridge 10.60.0.12/24
  # host:hv-2: to host:hv-1
  add_port br-tun vxlan-0a3c000b 2 \
    -- set Interface vxlan-0a3c000b type=vxlan options:local_ip=10.60.0.12 options:remote_ip=10.60.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-2: to host:net-a
  add_port br-tun vxlan-0a3c0002 3 \
    -- set Interface vxlan-0a3c0002 type=vxlan options:local_ip=10.60.0.12 options:remote_ip=10.60.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-2: 124 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:hv-2: 19 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:ops.admin.mgmt: addresses of eth0 of admin, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-ops.admin eth0 10.1.0.3/24
    guest_gateway vm-ops.admin 10.1.0.1
  fi
  # port:ops.web.dmz: addresses of eth0 of web, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-ops.web eth0 10.2.0.4/24
    guest_gateway vm-ops.web 10.2.0.1
  fi
}

set_up "$@"
