#!/usr/bin/env bash
# net-3 of fabric spare. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=spare@net-3
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore sysctl dnsmasq
  require_open_vswitch
  require_address 10.30.0.3/24
  require_free_chains iptables
  require_free_chains ip6tables
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:net-3: br-int, where VMs and namespaces plug in
  bridge br-int
  # host:net-3: br-tun, from local VLANs to tunnels and back
  bridge br-tun
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # dhcp:shop.back-v4: in back as local VLAN 1
  add_port br-int tap9745b4eb-85 2 \
    -- set Port tap9745b4eb-85 tag=1 other_config:tag=1 other_config:net_uuid=2051f1f1-f611-5462-bcb4-da796a837a3c other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
    -- set Interface tap9745b4eb-85 type=internal external_ids:iface-id=9745b4eb-859b-5de0-82c9-0f20f0638050 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:63:80:50"'
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # host:net-3: from br-int to br-tun
  add_port br-int patch-tun 1 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:net-3: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:net-3: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 10.30.0.3/24
  # host:net-3: to host:hv-2
  add_port br-tun vxlan-0a1e000c 2 \
    -- set Interface vxlan-0a1e000c type=vxlan options:local_ip=10.30.0.3 options:remote_ip=10.30.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:net-3: to host:net-2
  add_port br-tun vxlan-0a1e0002 3 \
    -- set Interface vxlan-0a1e0002 type=vxlan options:local_ip=10.30.0.3 options:remote_ip=10.30.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:net-3: to host:net-1
  add_port br-tun vxlan-0a1e0001 4 \
    -- set Interface vxlan-0a1e0001 type=vxlan options:local_ip=10.30.0.3 options:remote_ip=10.30.0.1 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:net-3: 10 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:net-3: 22 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase namespaces: the agents’ namespaces and the devices in them.
phase_namespaces() {
  # == namespace-devices: namespaces, and the devices in them
  #    Neutron: namespaces.py RouterNamespace.create; linux/interface.py plug; linux/dhcp.py DeviceManager.setup
  # network:shop.back: its dhcp namespace
  namespace qdhcp-2051f1f1-f611-5462-bcb4-da796a837a3c
  namespace_device qdhcp-2051f1f1-f611-5462-bcb4-da796a837a3c tap9745b4eb-85 fa:16:3e:63:80:50 1500
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == namespace-addresses: addresses, routes and known neighbours of the namespaces
  #    Neutron: linux/interface.py init_l3; router_info.py routes_updated
  # network:shop.back: addresses and routes in qdhcp-2051f1f1-f611-5462-bcb4-da796a837a3c
  namespace_address qdhcp-2051f1f1-f611-5462-bcb4-da796a837a3c tap9745b4eb-85 10.0.1.2/24
  namespace_route qdhcp-2051f1f1-f611-5462-bcb4-da796a837a3c 0.0.0.0/0 10.0.1.1
}

# Phase iptables: the packet filters, and then the taps they filter.
phase_iptables() {
  # == host-rules: packet filter of the host
  #    Neutron: iptables_firewall.py; iptables_manager.py apply
  # host:net-3: security groups of the VMs, IPv4
  host_rules iptables "$here"/iptables/host.v4.rules
  # host:net-3: security groups of the VMs, IPv6
  host_rules ip6tables "$here"/iptables/host.v6.rules

  # == namespace-rules: packet filters of the namespaces
  #    Neutron: router_info.py; iptables_manager.py apply
  # network:shop.back: packet filter of qdhcp-2051f1f1-f611-5462-bcb4-da796a837a3c
  namespace_rules qdhcp-2051f1f1-f611-5462-bcb4-da796a837a3c iptables "$here"/iptables/qdhcp-2051f1f1-f611-5462-bcb4-da796a837a3c.v4.rules
  namespace_rules qdhcp-2051f1f1-f611-5462-bcb4-da796a837a3c ip6tables "$here"/iptables/qdhcp-2051f1f1-f611-5462-bcb4-da796a837a3c.v6.rules
}

# Phase services: the agents’ processes.
phase_services() {
  # == dhcp-servers: DHCP servers
  #    Neutron: linux/dhcp.py Dnsmasq.spawn_process
  # network:shop.back: dnsmasq for 2 addresses
  dhcp_server qdhcp-2051f1f1-f611-5462-bcb4-da796a837a3c 2051f1f1-f611-5462-bcb4-da796a837a3c \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/2051f1f1-f611-5462-bcb4-da796a837a3c/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/2051f1f1-f611-5462-bcb4-da796a837a3c/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/2051f1f1-f611-5462-bcb4-da796a837a3c/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/2051f1f1-f611-5462-bcb4-da796a837a3c/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/2051f1f1-f611-5462-bcb4-da796a837a3c/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-d4f26188-3604-5cca-b1da-a86c448faaa6,10.0.1.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1500 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
}

set_up "$@"
