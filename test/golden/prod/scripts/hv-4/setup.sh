#!/usr/bin/env bash
# hv-4 of fabric prod. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=prod@hv-4
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac
  require_open_vswitch
  require_address 172.16.0.14/24
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:hv-4: br-int, where VMs and namespaces plug in
  bridge br-int OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14
  # host:hv-4: br-tun, from local VLANs to tunnels and back
  bridge br-tun
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == guest-taps: taps of the VMs
  #    Neutron: none: libvirt makes them when Nova starts the VM
  # port:red.pg.db: eth0 of pg
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-red.pg tapc859e828-5d eth0 fa:16:3e:65:a4:3f 1500
  else
    tap_device tapc859e828-5d 1500
  fi

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # port:red.pg.db: in db as local VLAN 1
  add_port br-int tapc859e828-5d 2 \
    -- set Port tapc859e828-5d tag=1 other_config:tag=1 other_config:net_uuid=a2be792a-fdb9-528b-87c5-7175d0d02b6b other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1002 \
    -- set Interface tapc859e828-5d external_ids:iface-id=c859e828-5d88-5f11-b571-6b683665a43f external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:65:a4:3f"' external_ids:vm-uuid=c9a244d1-1be2-551c-a9e4-2d3c1ce30e73
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # host:hv-4: from br-int to br-tun
  add_port br-int patch-tun 1 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:hv-4: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:hv-4: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 172.16.0.14/24
  # host:hv-4: to host:hv-3
  add_port br-tun vxlan-ac10000d 2 \
    -- set Interface vxlan-ac10000d type=vxlan options:local_ip=172.16.0.14 options:remote_ip=172.16.0.13 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-4: to host:hv-2
  add_port br-tun vxlan-ac10000c 3 \
    -- set Interface vxlan-ac10000c type=vxlan options:local_ip=172.16.0.14 options:remote_ip=172.16.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-4: to host:hv-1
  add_port br-tun vxlan-ac10000b 4 \
    -- set Interface vxlan-ac10000b type=vxlan options:local_ip=172.16.0.14 options:remote_ip=172.16.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-4: to host:net-a
  add_port br-tun vxlan-ac100002 5 \
    -- set Interface vxlan-ac100002 type=vxlan options:local_ip=172.16.0.14 options:remote_ip=172.16.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-4: 82 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:hv-4: 19 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:red.pg.db: addresses of eth0 of pg, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-red.pg eth0 10.0.1.20/24
    guest_gateway vm-red.pg 10.0.1.1
  fi
}

set_up "$@"
