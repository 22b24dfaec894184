#!/usr/bin/env bash
# controller-0 of fabric lab. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=lab@controller-0
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore sysctl dnsmasq haproxy
  require_open_vswitch
  require_free_chains iptables
  require_free_chains ip6tables
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:controller-0: br-int, where VMs and namespaces plug in
  bridge br-int
  # host:controller-0: br-tun, from local VLANs to tunnels and back
  bridge br-tun
  # bridge:controller-0.br-ex: br-ex, the way to physical network datacentre
  bridge br-ex
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == uplinks: network cards in the physical bridges
  #    Neutron: none: whoever installs the host does it
  # bridge:controller-0.br-ex: eth0 carries datacentre
  checksums_in_software eth0
  add_port br-ex eth0 1
  device_up eth0

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # dhcp:demo.subnet-1: in net-1 as local VLAN 1
  add_port br-int tapca25a97e-64 3 \
    -- set Port tapca25a97e-64 tag=1 other_config:tag=1 other_config:net_uuid=67a3798c-32c0-4c18-8502-2531247e3cc2 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=22 \
    -- set Interface tapca25a97e-64 type=internal external_ids:iface-id=ca25a97e-6400-4000-8000-000000000001 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:e6:2c:5c"'
  # dhcp:demo.subnet-2: in net-2 as local VLAN 2
  add_port br-int tap22015e46-0b 4 \
    -- set Port tap22015e46-0b tag=2 other_config:tag=2 other_config:net_uuid=7d541e74-1c36-4e1d-a7c4-0968c8dbc638 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=99 \
    -- set Interface tap22015e46-0b type=internal external_ids:iface-id=22015e46-0b00-4000-8000-000000000002 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:76:c2:11"'
  # interface:demo.router-1.subnet-1: in net-1 as local VLAN 1
  add_port br-int qr-0c52b15f-8f 5 \
    -- set Port qr-0c52b15f-8f tag=1 other_config:tag=1 other_config:net_uuid=67a3798c-32c0-4c18-8502-2531247e3cc2 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=22 \
    -- set Interface qr-0c52b15f-8f type=internal external_ids:iface-id=0c52b15f-8fcc-4801-bf52-7dacc72a5201 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:c4:64:70"'
  # interface:demo.router-1.subnet-2: in net-2 as local VLAN 2
  add_port br-int qr-92fa49b5-54 6 \
    -- set Port qr-92fa49b5-54 tag=2 other_config:tag=2 other_config:net_uuid=7d541e74-1c36-4e1d-a7c4-0968c8dbc638 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=99 \
    -- set Interface qr-92fa49b5-54 type=internal external_ids:iface-id=92fa49b5-5406-499f-ab8d-ddf28cc1a76c external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:80:13:72"'
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # bridge:controller-0.br-ex: from br-int to br-ex
  add_port br-int int-br-ex 1 \
    -- set Interface int-br-ex type=patch options:peer=phy-br-ex \
    -- set Port int-br-ex other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:controller-0: from br-int to br-tun
  add_port br-int patch-tun 2 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:controller-0: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
  # bridge:controller-0.br-ex: from br-ex to br-int
  add_port br-ex phy-br-ex 2 \
    -- set Interface phy-br-ex type=patch options:peer=int-br-ex
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:controller-0: to host:compute-1
  add_port br-tun vxlan-c0a8ff1a 2 \
    -- set Interface vxlan-c0a8ff1a type=vxlan options:local_ip=192.168.255.15 options:remote_ip=192.168.255.26 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:controller-0: to host:compute-0
  add_port br-tun vxlan-c0a8ff13 3 \
    -- set Interface vxlan-c0a8ff13 type=vxlan options:local_ip=192.168.255.15 options:remote_ip=192.168.255.19 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:controller-0: 11 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:controller-0: 19 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
  # bridge:controller-0.br-ex: 2 flows of br-ex
  load_flows br-ex "$here"/flows/br-ex.flows
}

# Phase namespaces: the agents’ namespaces and the devices in them.
phase_namespaces() {
  # == namespace-devices: namespaces, and the devices in them
  #    Neutron: namespaces.py RouterNamespace.create; linux/interface.py plug; linux/dhcp.py DeviceManager.setup
  # router:demo.router-1: its router namespace
  namespace qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe
  namespace_device qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe qr-0c52b15f-8f fa:16:3e:c4:64:70 1450
  namespace_device qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe qr-92fa49b5-54 fa:16:3e:80:13:72 1450
  namespace_kernel qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe \
    net.ipv4.ip_forward=1 \
    net.ipv4.conf.all.arp_ignore=1 \
    net.ipv4.conf.all.arp_announce=2 \
    net.ipv6.conf.all.forwarding=1 \
    net.netfilter.nf_conntrack_tcp_be_liberal=1
  # network:demo.net-1: its dhcp namespace
  namespace qdhcp-67a3798c-32c0-4c18-8502-2531247e3cc2
  namespace_device qdhcp-67a3798c-32c0-4c18-8502-2531247e3cc2 tapca25a97e-64 fa:16:3e:e6:2c:5c 1450
  # network:demo.net-2: its dhcp namespace
  namespace qdhcp-7d541e74-1c36-4e1d-a7c4-0968c8dbc638
  namespace_device qdhcp-7d541e74-1c36-4e1d-a7c4-0968c8dbc638 tap22015e46-0b fa:16:3e:76:c2:11 1450
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == host-addresses: addresses of the host
  #    Neutron: none: whoever installs the host does it
  # bridge:controller-0.br-ex: the host's address on br-ex
  bridge_address br-ex 192.168.255.15/24 eth0

  # == namespace-addresses: addresses, routes and known neighbours of the namespaces
  #    Neutron: linux/interface.py init_l3; router_info.py routes_updated
  # router:demo.router-1: addresses and routes in qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe
  namespace_address qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe qr-0c52b15f-8f 10.0.1.254/24
  namespace_address qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe qr-92fa49b5-54 10.0.2.254/24
  # network:demo.net-1: addresses and routes in qdhcp-67a3798c-32c0-4c18-8502-2531247e3cc2
  namespace_address qdhcp-67a3798c-32c0-4c18-8502-2531247e3cc2 tapca25a97e-64 10.0.1.1/24
  namespace_route qdhcp-67a3798c-32c0-4c18-8502-2531247e3cc2 0.0.0.0/0 10.0.1.254
  # network:demo.net-2: addresses and routes in qdhcp-7d541e74-1c36-4e1d-a7c4-0968c8dbc638
  namespace_address qdhcp-7d541e74-1c36-4e1d-a7c4-0968c8dbc638 tap22015e46-0b 10.0.2.1/24
  namespace_route qdhcp-7d541e74-1c36-4e1d-a7c4-0968c8dbc638 0.0.0.0/0 10.0.2.254
}

# Phase iptables: the packet filters, and then the taps they filter.
phase_iptables() {
  # == host-rules: packet filter of the host
  #    Neutron: iptables_firewall.py; iptables_manager.py apply
  # host:controller-0: security groups of the VMs, IPv4
  host_rules iptables "$here"/iptables/host.v4.rules
  # host:controller-0: security groups of the VMs, IPv6
  host_rules ip6tables "$here"/iptables/host.v6.rules

  # == namespace-rules: packet filters of the namespaces
  #    Neutron: router_info.py; iptables_manager.py apply
  # router:demo.router-1: packet filter of qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe
  namespace_rules qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe iptables "$here"/iptables/qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe.v4.rules
  namespace_rules qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe ip6tables "$here"/iptables/qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe.v6.rules
  # network:demo.net-1: packet filter of qdhcp-67a3798c-32c0-4c18-8502-2531247e3cc2
  namespace_rules qdhcp-67a3798c-32c0-4c18-8502-2531247e3cc2 iptables "$here"/iptables/qdhcp-67a3798c-32c0-4c18-8502-2531247e3cc2.v4.rules
  namespace_rules qdhcp-67a3798c-32c0-4c18-8502-2531247e3cc2 ip6tables "$here"/iptables/qdhcp-67a3798c-32c0-4c18-8502-2531247e3cc2.v6.rules
  # network:demo.net-2: packet filter of qdhcp-7d541e74-1c36-4e1d-a7c4-0968c8dbc638
  namespace_rules qdhcp-7d541e74-1c36-4e1d-a7c4-0968c8dbc638 iptables "$here"/iptables/qdhcp-7d541e74-1c36-4e1d-a7c4-0968c8dbc638.v4.rules
  namespace_rules qdhcp-7d541e74-1c36-4e1d-a7c4-0968c8dbc638 ip6tables "$here"/iptables/qdhcp-7d541e74-1c36-4e1d-a7c4-0968c8dbc638.v6.rules
}

# Phase services: the agents’ processes.
phase_services() {
  # == namespace-daemons: daemons of the routers
  #    Neutron: linux/ra.py DaemonMonitor; metadata/driver.py
  # router:demo.router-1: the metadata proxy
  namespace_daemon qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe ns-metadata-proxy/0a4d2420-4b9c-46bd-aec1-86a1ef299abe.haproxy.conf haproxy -D -f

  # == dhcp-servers: DHCP servers
  #    Neutron: linux/dhcp.py Dnsmasq.spawn_process
  # network:demo.net-1: dnsmasq for 4 addresses
  dhcp_server qdhcp-67a3798c-32c0-4c18-8502-2531247e3cc2 67a3798c-32c0-4c18-8502-2531247e3cc2 \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/67a3798c-32c0-4c18-8502-2531247e3cc2/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/67a3798c-32c0-4c18-8502-2531247e3cc2/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/67a3798c-32c0-4c18-8502-2531247e3cc2/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/67a3798c-32c0-4c18-8502-2531247e3cc2/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/67a3798c-32c0-4c18-8502-2531247e3cc2/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-2529ad1a-6b97-49cd-8515-cbdcbe5e3daa,10.0.1.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1450 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
  # network:demo.net-2: dnsmasq for 2 addresses
  dhcp_server qdhcp-7d541e74-1c36-4e1d-a7c4-0968c8dbc638 7d541e74-1c36-4e1d-a7c4-0968c8dbc638 \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/7d541e74-1c36-4e1d-a7c4-0968c8dbc638/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/7d541e74-1c36-4e1d-a7c4-0968c8dbc638/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/7d541e74-1c36-4e1d-a7c4-0968c8dbc638/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/7d541e74-1c36-4e1d-a7c4-0968c8dbc638/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/7d541e74-1c36-4e1d-a7c4-0968c8dbc638/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-335552dd-b35b-456b-9df0-5aac36a3ca13,10.0.2.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1450 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
}

set_up "$@"
