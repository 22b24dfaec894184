#!/usr/bin/env bash
# hv-3 of fabric quiet. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=quiet@hv-3
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore ipset
  require_open_vswitch
  require_address 10.20.0.13/24
  require_free_chains iptables
  require_free_chains ip6tables
  require_bridge_filtering
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:hv-3: br-int, where VMs and namespaces plug in
  bridge br-int
  # host:hv-3: br-tun, from local VLANs to tunnels and back
  bridge br-tun
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == guest-taps: taps of the VMs
  #    Neutron: none: libvirt makes them when Nova starts the VM
  # port:lab.pg.db: eth0 of pg
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-lab.pg tap9572150f-df eth0 fa:16:3e:05:3c:9c 1500
  else
    tap_device tap9572150f-df 1500
  fi

  # == hybrid-plugs: Linux bridges between taps and br-int, where iptables filters
  #    Neutron: os-vif vif_plug_ovs/ovs.py _plug_bridge
  # port:lab.pg.db: Linux bridge of lab.pg.db
  hybrid_plug qbr9572150f-df qvb9572150f-df qvo9572150f-df 1500

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # port:lab.pg.db: in db as local VLAN 1
  add_port br-int qvo9572150f-df 2 \
    -- set Port qvo9572150f-df tag=1 other_config:tag=1 other_config:net_uuid=5be832b2-a755-5df2-bbed-d14991140acd other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=2 \
    -- set Interface qvo9572150f-df external_ids:iface-id=9572150f-df2a-5715-948d-bb1a0a053c9c external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:05:3c:9c"' external_ids:vm-uuid=37431591-9304-5cb0-8123-f83eeb467c87
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # host:hv-3: from br-int to br-tun
  add_port br-int patch-tun 1 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:hv-3: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:hv-3: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 10.20.0.13/24
  # host:hv-3: to host:net-a
  add_port br-tun vxlan-0a140002 2 \
    -- set Interface vxlan-0a140002 type=vxlan options:local_ip=10.20.0.13 options:remote_ip=10.20.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-3: 16 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:hv-3: 22 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:lab.pg.db: addresses of eth0 of pg, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-lab.pg eth0 10.0.1.3/24
    guest_gateway vm-lab.pg 10.0.1.1
  fi
}

# Phase iptables: the packet filters, and then the taps they filter.
phase_iptables() {
  # == address-sets: addresses of remote groups
  #    Neutron: ipset_manager.py set_members
  # security-group:lab.web: 2 addresses as an IPv4 set
  address_set NIPv4f63279c0-360f-5349-ade4- "$here"/iptables/NIPv4f63279c0-360f-5349-ade4-.ipset

  # == host-rules: packet filter of the host
  #    Neutron: iptables_firewall.py; iptables_manager.py apply
  # host:hv-3: security groups of the VMs, IPv4
  host_rules iptables "$here"/iptables/host.v4.rules
  # host:hv-3: security groups of the VMs, IPv6
  host_rules ip6tables "$here"/iptables/host.v6.rules

  # == hybrid-taps: taps into their Linux bridges, now that rules filter them
  #    Neutron: none: libvirt does it when Nova starts the VM, after the plug
  # port:lab.pg.db: lab.pg.db reaches its Linux bridge
  hybrid_tap tap9572150f-df qbr9572150f-df
}

set_up "$@"
