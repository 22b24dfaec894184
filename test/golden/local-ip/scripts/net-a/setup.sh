#!/usr/bin/env bash
# net-a of fabric grid. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=grid@net-a
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore sysctl dnsmasq
  require_open_vswitch
  require_address 10.80.0.2/24
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:net-a: br-int, where VMs and namespaces plug in
  bridge br-int
  # host:net-a: br-tun, from local VLANs to tunnels and back
  bridge br-tun
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # dhcp:science.lan-v4: in lan as local VLAN 1
  add_port br-int tap34e078b3-1a 2 \
    -- set Port tap34e078b3-1a tag=1 other_config:tag=1 other_config:net_uuid=01c74305-3876-5d98-8c79-490f4dd04313 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=700 \
    -- set Interface tap34e078b3-1a type=internal external_ids:iface-id=34e078b3-1a9f-5a74-a269-a84de224f076 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:24:f0:76"'
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # host:net-a: from br-int to br-tun
  add_port br-int patch-tun 1 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:net-a: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:net-a: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 10.80.0.2/24
  # host:net-a: to host:hv-3
  add_port br-tun vxlan-0a50000d 2 \
    -- set Interface vxlan-0a50000d type=vxlan options:local_ip=10.80.0.2 options:remote_ip=10.80.0.13 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:net-a: to host:hv-2
  add_port br-tun vxlan-0a50000c 3 \
    -- set Interface vxlan-0a50000c type=vxlan options:local_ip=10.80.0.2 options:remote_ip=10.80.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:net-a: to host:hv-1
  add_port br-tun vxlan-0a50000b 4 \
    -- set Interface vxlan-0a50000b type=vxlan options:local_ip=10.80.0.2 options:remote_ip=10.80.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:net-a: 10 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:net-a: 18 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase namespaces: the agents’ namespaces and the devices in them.
phase_namespaces() {
  # == namespace-devices: namespaces, and the devices in them
  #    Neutron: namespaces.py RouterNamespace.create; linux/interface.py plug; linux/dhcp.py DeviceManager.setup
  # network:science.lan: its dhcp namespace
  namespace qdhcp-01c74305-3876-5d98-8c79-490f4dd04313
  namespace_device qdhcp-01c74305-3876-5d98-8c79-490f4dd04313 tap34e078b3-1a fa:16:3e:24:f0:76 1500
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == namespace-addresses: addresses, routes and known neighbours of the namespaces
  #    Neutron: linux/interface.py init_l3; router_info.py routes_updated
  # network:science.lan: addresses and routes in qdhcp-01c74305-3876-5d98-8c79-490f4dd04313
  namespace_address qdhcp-01c74305-3876-5d98-8c79-490f4dd04313 tap34e078b3-1a 10.1.0.2/24
  namespace_route qdhcp-01c74305-3876-5d98-8c79-490f4dd04313 0.0.0.0/0 10.1.0.1
}

# Phase iptables: the packet filters, and then the taps they filter.
phase_iptables() {
  # == namespace-rules: packet filters of the namespaces
  #    Neutron: router_info.py; iptables_manager.py apply
  # network:science.lan: packet filter of qdhcp-01c74305-3876-5d98-8c79-490f4dd04313
  namespace_rules qdhcp-01c74305-3876-5d98-8c79-490f4dd04313 iptables "$here"/iptables/qdhcp-01c74305-3876-5d98-8c79-490f4dd04313.v4.rules
  namespace_rules qdhcp-01c74305-3876-5d98-8c79-490f4dd04313 ip6tables "$here"/iptables/qdhcp-01c74305-3876-5d98-8c79-490f4dd04313.v6.rules
}

# Phase services: the agents’ processes.
phase_services() {
  # == dhcp-servers: DHCP servers
  #    Neutron: linux/dhcp.py Dnsmasq.spawn_process
  # network:science.lan: dnsmasq for 6 addresses
  dhcp_server qdhcp-01c74305-3876-5d98-8c79-490f4dd04313 01c74305-3876-5d98-8c79-490f4dd04313 \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/01c74305-3876-5d98-8c79-490f4dd04313/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/01c74305-3876-5d98-8c79-490f4dd04313/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/01c74305-3876-5d98-8c79-490f4dd04313/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/01c74305-3876-5d98-8c79-490f4dd04313/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/01c74305-3876-5d98-8c79-490f4dd04313/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-43450fec-7ad3-52cf-81b5-d1176672247e,10.1.0.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1500 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
}

set_up "$@"
