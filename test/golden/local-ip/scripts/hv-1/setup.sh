#!/usr/bin/env bash
# hv-1 of fabric grid. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=grid@hv-1
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac
  require_open_vswitch
  require_address 10.80.0.11/24
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:hv-1: br-int, where VMs and namespaces plug in
  bridge br-int
  # host:hv-1: br-tun, from local VLANs to tunnels and back
  bridge br-tun
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == guest-taps: taps of the VMs
  #    Neutron: none: libvirt makes them when Nova starts the VM
  # port:science.cache-1.lan: eth0 of cache-1
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-science.cache-1 tap043be016-e8 eth0 fa:16:3e:92:b7:c4 1500
  else
    tap_device tap043be016-e8 1500
  fi
  # port:science.worker-1.lan: eth0 of worker-1
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-science.worker-1 tap728ba9c2-6c eth0 fa:16:3e:25:dc:33 1500
  else
    tap_device tap728ba9c2-6c 1500
  fi

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # port:science.cache-1.lan: in lan as local VLAN 1
  add_port br-int tap043be016-e8 2 \
    -- set Port tap043be016-e8 tag=1 other_config:tag=1 other_config:net_uuid=01c74305-3876-5d98-8c79-490f4dd04313 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=700 \
    -- set Interface tap043be016-e8 external_ids:iface-id=043be016-e8cb-5f4c-9858-dcc39592b7c4 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:92:b7:c4"' external_ids:vm-uuid=b3d7df14-69d8-5708-9c25-0ef2580571a6
  # port:science.worker-1.lan: in lan as local VLAN 1
  add_port br-int tap728ba9c2-6c 3 \
    -- set Port tap728ba9c2-6c tag=1 other_config:tag=1 other_config:net_uuid=01c74305-3876-5d98-8c79-490f4dd04313 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=700 \
    -- set Interface tap728ba9c2-6c external_ids:iface-id=728ba9c2-6ccd-5ec3-bd3d-4440d225dc33 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:25:dc:33"' external_ids:vm-uuid=bd0288c6-77c9-5275-89ae-855ae7b23706
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
  underlay_bridge 10.80.0.11/24
  # host:hv-1: to host:hv-3
  add_port br-tun vxlan-0a50000d 2 \
    -- set Interface vxlan-0a50000d type=vxlan options:local_ip=10.80.0.11 options:remote_ip=10.80.0.13 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-1: to host:hv-2
  add_port br-tun vxlan-0a50000c 3 \
    -- set Interface vxlan-0a50000c type=vxlan options:local_ip=10.80.0.11 options:remote_ip=10.80.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-1: to host:net-a
  add_port br-tun vxlan-0a500002 4 \
    -- set Interface vxlan-0a500002 type=vxlan options:local_ip=10.80.0.11 options:remote_ip=10.80.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-1: 33 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:hv-1: 18 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:science.cache-1.lan: addresses of eth0 of cache-1, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-science.cache-1 eth0 10.1.0.3/24
    guest_gateway vm-science.cache-1 10.1.0.1
  fi
  # port:science.worker-1.lan: addresses of eth0 of worker-1, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-science.worker-1 eth0 10.1.0.5/24
    guest_gateway vm-science.worker-1 10.1.0.1
  fi
}

set_up "$@"
