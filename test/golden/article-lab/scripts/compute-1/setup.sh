#!/usr/bin/env bash
# compute-1 of fabric lab. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=lab@compute-1
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore ipset
  require_open_vswitch
  require_address 192.168.255.26/24
  require_free_chains iptables
  require_free_chains ip6tables
  require_bridge_filtering
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:compute-1: br-int, where VMs and namespaces plug in
  bridge br-int
  # host:compute-1: br-tun, from local VLANs to tunnels and back
  bridge br-tun
  # bridge:compute-1.br-ex: br-ex, the way to physical network datacentre
  bridge br-ex
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == guest-taps: taps of the VMs
  #    Neutron: none: libvirt makes them when Nova starts the VM
  # port:demo.vm-2.net-1: eth0 of vm-2
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-demo.vm-2 tape7e23f1b-07 eth0 fa:16:3e:72:ad:53 1450
  else
    tap_device tape7e23f1b-07 1450
  fi
  # port:demo.vm-4.net-2: eth0 of vm-4
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-demo.vm-4 tap3210e8ec-c0 eth0 fa:16:3e:6c:ad:9c 1450
  else
    tap_device tap3210e8ec-c0 1450
  fi

  # == hybrid-plugs: Linux bridges between taps and br-int, where iptables filters
  #    Neutron: os-vif vif_plug_ovs/ovs.py _plug_bridge
  # port:demo.vm-2.net-1: Linux bridge of demo.vm-2.net-1
  hybrid_plug qbre7e23f1b-07 qvbe7e23f1b-07 qvoe7e23f1b-07 1450
  # port:demo.vm-4.net-2: Linux bridge of demo.vm-4.net-2
  hybrid_plug qbr3210e8ec-c0 qvb3210e8ec-c0 qvo3210e8ec-c0 1450

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # port:demo.vm-2.net-1: in net-1 as local VLAN 1
  add_port br-int qvoe7e23f1b-07 3 \
    -- set Port qvoe7e23f1b-07 tag=1 other_config:tag=1 other_config:net_uuid=67a3798c-32c0-4c18-8502-2531247e3cc2 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=22 \
    -- set Interface qvoe7e23f1b-07 external_ids:iface-id=e7e23f1b-0700-4000-8000-000000000012 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:72:ad:53"' external_ids:vm-uuid=b3f807a1-d0f8-5cee-ba52-9846795a8b23
  # port:demo.vm-4.net-2: in net-2 as local VLAN 2
  add_port br-int qvo3210e8ec-c0 4 \
    -- set Port qvo3210e8ec-c0 tag=2 other_config:tag=2 other_config:net_uuid=7d541e74-1c36-4e1d-a7c4-0968c8dbc638 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=99 \
    -- set Interface qvo3210e8ec-c0 external_ids:iface-id=3210e8ec-c000-4000-8000-000000000014 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:6c:ad:9c"' external_ids:vm-uuid=a10016fa-6249-523d-91be-f78979154c31
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # bridge:compute-1.br-ex: from br-int to br-ex
  add_port br-int int-br-ex 1 \
    -- set Interface int-br-ex type=patch options:peer=phy-br-ex \
    -- set Port int-br-ex other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:compute-1: from br-int to br-tun
  add_port br-int patch-tun 2 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:compute-1: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
  # bridge:compute-1.br-ex: from br-ex to br-int
  add_port br-ex phy-br-ex 1 \
    -- set Interface phy-br-ex type=patch options:peer=int-br-ex
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:compute-1: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 192.168.255.26/24
  # host:compute-1: to host:compute-0
  add_port br-tun vxlan-c0a8ff13 2 \
    -- set Interface vxlan-c0a8ff13 type=vxlan options:local_ip=192.168.255.26 options:remote_ip=192.168.255.19 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:compute-1: to host:controller-0
  add_port br-tun vxlan-c0a8ff0f 3 \
    -- set Interface vxlan-c0a8ff0f type=vxlan options:local_ip=192.168.255.26 options:remote_ip=192.168.255.15 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:compute-1: 23 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:compute-1: 19 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
  # bridge:compute-1.br-ex: 2 flows of br-ex
  load_flows br-ex "$here"/flows/br-ex.flows
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:demo.vm-2.net-1: addresses of eth0 of vm-2, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-demo.vm-2 eth0 10.0.1.88/24
    guest_gateway vm-demo.vm-2 10.0.1.254
  fi
  # port:demo.vm-4.net-2: addresses of eth0 of vm-4, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-demo.vm-4 eth0 10.0.2.8/24
    guest_gateway vm-demo.vm-4 10.0.2.254
  fi
}

# Phase iptables: the packet filters, and then the taps they filter.
phase_iptables() {
  # == address-sets: addresses of remote groups
  #    Neutron: ipset_manager.py set_members
  # security-group:demo.default: 4 addresses as an IPv4 set
  address_set NIPv4e1577ff6-d587-52b3-8f7f- "$here"/iptables/NIPv4e1577ff6-d587-52b3-8f7f-.ipset
  # security-group:demo.default: 0 addresses as an IPv6 set
  address_set NIPv6e1577ff6-d587-52b3-8f7f- "$here"/iptables/NIPv6e1577ff6-d587-52b3-8f7f-.ipset

  # == host-rules: packet filter of the host
  #    Neutron: iptables_firewall.py; iptables_manager.py apply
  # host:compute-1: security groups of the VMs, IPv4
  host_rules iptables "$here"/iptables/host.v4.rules
  # host:compute-1: security groups of the VMs, IPv6
  host_rules ip6tables "$here"/iptables/host.v6.rules

  # == hybrid-taps: taps into their Linux bridges, now that rules filter them
  #    Neutron: none: libvirt does it when Nova starts the VM, after the plug
  # port:demo.vm-2.net-1: demo.vm-2.net-1 reaches its Linux bridge
  hybrid_tap tape7e23f1b-07 qbre7e23f1b-07
  # port:demo.vm-4.net-2: demo.vm-4.net-2 reaches its Linux bridge
  hybrid_tap tap3210e8ec-c0 qbr3210e8ec-c0
}

set_up "$@"
