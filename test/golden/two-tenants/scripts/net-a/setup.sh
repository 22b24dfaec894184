#!/usr/bin/env bash
# net-a of fabric shared-cloud. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=shared-cloud@net-a
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore sysctl dnsmasq
  require_open_vswitch
  require_address 172.16.0.2/24
  require_free_chains iptables
  require_free_chains ip6tables
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
  # dhcp:green.app-v4: in app as local VLAN 1
  add_port br-int tap3715df58-ee 2 \
    -- set Port tap3715df58-ee tag=1 other_config:tag=1 other_config:net_uuid=997d4ba2-f22e-58b1-8f3b-6fcce6f94647 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1000 \
    -- set Interface tap3715df58-ee type=internal external_ids:iface-id=3715df58-ee49-5c0d-bdef-286861b72d6d external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:b7:2d:6d"'
  # dhcp:red.app-v4: in app as local VLAN 2
  add_port br-int tapb85ab904-5c 3 \
    -- set Port tapb85ab904-5c tag=2 other_config:tag=2 other_config:net_uuid=8a3855c3-524e-5250-b7ff-66f74ba59d0d other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1001 \
    -- set Interface tapb85ab904-5c type=internal external_ids:iface-id=b85ab904-5c93-5a1a-bcc1-d384577a63c3 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:7a:63:c3"'
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
  underlay_bridge 172.16.0.2/24
  # host:net-a: to host:hv-2
  add_port br-tun vxlan-ac10000c 2 \
    -- set Interface vxlan-ac10000c type=vxlan options:local_ip=172.16.0.2 options:remote_ip=172.16.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:net-a: to host:hv-1
  add_port br-tun vxlan-ac10000b 3 \
    -- set Interface vxlan-ac10000b type=vxlan options:local_ip=172.16.0.2 options:remote_ip=172.16.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:net-a: 10 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:net-a: 19 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase namespaces: the agents’ namespaces and the devices in them.
phase_namespaces() {
  # == namespace-devices: namespaces, and the devices in them
  #    Neutron: namespaces.py RouterNamespace.create; linux/interface.py plug; linux/dhcp.py DeviceManager.setup
  # network:green.app: its dhcp namespace
  namespace qdhcp-997d4ba2-f22e-58b1-8f3b-6fcce6f94647
  namespace_device qdhcp-997d4ba2-f22e-58b1-8f3b-6fcce6f94647 tap3715df58-ee fa:16:3e:b7:2d:6d 1500
  # network:red.app: its dhcp namespace
  namespace qdhcp-8a3855c3-524e-5250-b7ff-66f74ba59d0d
  namespace_device qdhcp-8a3855c3-524e-5250-b7ff-66f74ba59d0d tapb85ab904-5c fa:16:3e:7a:63:c3 1500
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == namespace-addresses: addresses, routes and known neighbours of the namespaces
  #    Neutron: linux/interface.py init_l3; router_info.py routes_updated
  # network:green.app: addresses and routes in qdhcp-997d4ba2-f22e-58b1-8f3b-6fcce6f94647
  namespace_address qdhcp-997d4ba2-f22e-58b1-8f3b-6fcce6f94647 tap3715df58-ee 10.0.0.2/24
  namespace_route qdhcp-997d4ba2-f22e-58b1-8f3b-6fcce6f94647 0.0.0.0/0 10.0.0.1
  # network:red.app: addresses and routes in qdhcp-8a3855c3-524e-5250-b7ff-66f74ba59d0d
  namespace_address qdhcp-8a3855c3-524e-5250-b7ff-66f74ba59d0d tapb85ab904-5c 10.0.0.2/24
  namespace_route qdhcp-8a3855c3-524e-5250-b7ff-66f74ba59d0d 0.0.0.0/0 10.0.0.1
}

# Phase iptables: the packet filters, and then the taps they filter.
phase_iptables() {
  # == host-rules: packet filter of the host
  #    Neutron: iptables_firewall.py; iptables_manager.py apply
  # host:net-a: security groups of the VMs, IPv4
  host_rules iptables "$here"/iptables/host.v4.rules
  # host:net-a: security groups of the VMs, IPv6
  host_rules ip6tables "$here"/iptables/host.v6.rules

  # == namespace-rules: packet filters of the namespaces
  #    Neutron: router_info.py; iptables_manager.py apply
  # network:green.app: packet filter of qdhcp-997d4ba2-f22e-58b1-8f3b-6fcce6f94647
  namespace_rules qdhcp-997d4ba2-f22e-58b1-8f3b-6fcce6f94647 iptables "$here"/iptables/qdhcp-997d4ba2-f22e-58b1-8f3b-6fcce6f94647.v4.rules
  namespace_rules qdhcp-997d4ba2-f22e-58b1-8f3b-6fcce6f94647 ip6tables "$here"/iptables/qdhcp-997d4ba2-f22e-58b1-8f3b-6fcce6f94647.v6.rules
  # network:red.app: packet filter of qdhcp-8a3855c3-524e-5250-b7ff-66f74ba59d0d
  namespace_rules qdhcp-8a3855c3-524e-5250-b7ff-66f74ba59d0d iptables "$here"/iptables/qdhcp-8a3855c3-524e-5250-b7ff-66f74ba59d0d.v4.rules
  namespace_rules qdhcp-8a3855c3-524e-5250-b7ff-66f74ba59d0d ip6tables "$here"/iptables/qdhcp-8a3855c3-524e-5250-b7ff-66f74ba59d0d.v6.rules
}

# Phase services: the agents’ processes.
phase_services() {
  # == dhcp-servers: DHCP servers
  #    Neutron: linux/dhcp.py Dnsmasq.spawn_process
  # network:green.app: dnsmasq for 2 addresses
  dhcp_server qdhcp-997d4ba2-f22e-58b1-8f3b-6fcce6f94647 997d4ba2-f22e-58b1-8f3b-6fcce6f94647 \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/997d4ba2-f22e-58b1-8f3b-6fcce6f94647/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/997d4ba2-f22e-58b1-8f3b-6fcce6f94647/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/997d4ba2-f22e-58b1-8f3b-6fcce6f94647/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/997d4ba2-f22e-58b1-8f3b-6fcce6f94647/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/997d4ba2-f22e-58b1-8f3b-6fcce6f94647/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-57e66f3b-94cb-5e34-b5bc-fc837a6b775d,10.0.0.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1500 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
  # network:red.app: dnsmasq for 2 addresses
  dhcp_server qdhcp-8a3855c3-524e-5250-b7ff-66f74ba59d0d 8a3855c3-524e-5250-b7ff-66f74ba59d0d \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/8a3855c3-524e-5250-b7ff-66f74ba59d0d/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/8a3855c3-524e-5250-b7ff-66f74ba59d0d/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/8a3855c3-524e-5250-b7ff-66f74ba59d0d/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/8a3855c3-524e-5250-b7ff-66f74ba59d0d/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/8a3855c3-524e-5250-b7ff-66f74ba59d0d/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-478bfbc6-8b02-50e3-97fd-41e72d042964,10.0.0.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1500 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
}

set_up "$@"
