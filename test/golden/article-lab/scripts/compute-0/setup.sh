#!/usr/bin/env bash
# compute-0 of fabric lab. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=lab@compute-0
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore ipset
  require_open_vswitch
  require_address 192.168.255.19/24
  require_free_chains iptables
  require_free_chains ip6tables
  require_bridge_filtering
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:compute-0: br-int, where VMs and namespaces plug in
  bridge br-int
  # host:compute-0: br-tun, from local VLANs to tunnels and back
  bridge br-tun
  # bridge:compute-0.br-ex: br-ex, the way to physical network datacentre
  bridge br-ex
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == guest-taps: taps of the VMs
  #    Neutron: none: libvirt makes them when Nova starts the VM
  # port:demo.vm-1.net-1: eth0 of vm-1
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-demo.vm-1 tap95d96a75-a0 eth0 fa:16:3e:44:98:20 1450
  else
    tap_device tap95d96a75-a0 1450
  fi
  # port:demo.vm-3.net-1: eth0 of vm-3
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-demo.vm-3 tap5bd37136-47 eth0 fa:16:3e:83:ad:a4 1450
  else
    tap_device tap5bd37136-47 1450
  fi

  # == hybrid-plugs: Linux bridges between taps and br-int, where iptables filters
  #    Neutron: os-vif vif_plug_ovs/ovs.py _plug_bridge
  # port:demo.vm-1.net-1: Linux bridge of demo.vm-1.net-1
  hybrid_plug qbr95d96a75-a0 qvb95d96a75-a0 qvo95d96a75-a0 1450
  # port:demo.vm-3.net-1: Linux bridge of demo.vm-3.net-1
  hybrid_plug qbr5bd37136-47 qvb5bd37136-47 qvo5bd37136-47 1450

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # port:demo.vm-1.net-1: in net-1 as local VLAN 1
  add_port br-int qvo95d96a75-a0 3 \
    -- set Port qvo95d96a75-a0 tag=1 other_config:tag=1 other_config:net_uuid=67a3798c-32c0-4c18-8502-2531247e3cc2 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=22 \
    -- set Interface qvo95d96a75-a0 external_ids:iface-id=95d96a75-a000-4000-8000-000000000011 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:44:98:20"' external_ids:vm-uuid=16c9b491-90e0-5639-ab52-13ebcbe840c1
  # port:demo.vm-3.net-1: in net-1 as local VLAN 1
  add_port br-int qvo5bd37136-47 6 \
    -- set Port qvo5bd37136-47 tag=1 other_config:tag=1 other_config:net_uuid=67a3798c-32c0-4c18-8502-2531247e3cc2 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=22 \
    -- set Interface qvo5bd37136-47 external_ids:iface-id=5bd37136-4700-4000-8000-000000000013 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:83:ad:a4"' external_ids:vm-uuid=65cff751-2791-585f-9c82-9533fe710e8c
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # bridge:compute-0.br-ex: from br-int to br-ex
  add_port br-int int-br-ex 1 \
    -- set Interface int-br-ex type=patch options:peer=phy-br-ex \
    -- set Port int-br-ex other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:compute-0: from br-int to br-tun
  add_port br-int patch-tun 2 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:compute-0: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
  # bridge:compute-0.br-ex: from br-ex to br-int
  add_port br-ex phy-br-ex 1 \
    -- set Interface phy-br-ex type=patch options:peer=int-br-ex
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:compute-0: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 192.168.255.19/24
  # host:compute-0: to host:compute-1
  add_port br-tun vxlan-c0a8ff1a 2 \
    -- set Interface vxlan-c0a8ff1a type=vxlan options:local_ip=192.168.255.19 options:remote_ip=192.168.255.26 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:compute-0: to host:controller-0
  add_port br-tun vxlan-c0a8ff0f 3 \
    -- set Interface vxlan-c0a8ff0f type=vxlan options:local_ip=192.168.255.19 options:remote_ip=192.168.255.15 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:compute-0: 23 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:compute-0: 17 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
  # bridge:compute-0.br-ex: 2 flows of br-ex
  load_flows br-ex "$here"/flows/br-ex.flows
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:demo.vm-1.net-1: addresses of eth0 of vm-1, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-demo.vm-1 eth0 10.0.1.85/24
    guest_gateway vm-demo.vm-1 10.0.1.254
  fi
  # port:demo.vm-3.net-1: addresses of eth0 of vm-3, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-demo.vm-3 eth0 10.0.1.90/24
    guest_gateway vm-demo.vm-3 10.0.1.254
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
  # host:compute-0: security groups of the VMs, IPv4
  host_rules iptables "$here"/iptables/host.v4.rules
  # host:compute-0: security groups of the VMs, IPv6
  host_rules ip6tables "$here"/iptables/host.v6.rules

  # == hybrid-taps: taps into their Linux bridges, now that rules filter them
  #    Neutron: none: libvirt does it when Nova starts the VM, after the plug
  # port:demo.vm-1.net-1: demo.vm-1.net-1 reaches its Linux bridge
  hybrid_tap tap95d96a75-a0 qbr95d96a75-a0
  # port:demo.vm-3.net-1: demo.vm-3.net-1 reaches its Linux bridge
  hybrid_tap tap5bd37136-47 qbr5bd37136-47
}

set_up "$@"
