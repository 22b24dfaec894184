#!/usr/bin/env bash
# net-a of fabric prod. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=prod@net-a
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore sysctl dnsmasq haproxy
  require_open_vswitch
  require_address 172.16.0.2/24
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:net-a: br-int, where VMs and namespaces plug in
  bridge br-int OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14
  # host:net-a: br-tun, from local VLANs to tunnels and back
  bridge br-tun
  # bridge:net-a.br-ex: br-ex, the way to physical network datacentre
  bridge br-ex
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == uplinks: network cards in the physical bridges
  #    Neutron: none: whoever installs the host does it
  # bridge:net-a.br-ex: bond0 carries datacentre
  checksums_in_software bond0
  add_port br-ex bond0 1
  device_up bond0

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # dhcp:green.app-v4: in app as local VLAN 1
  add_port br-int tap66a34dff-f3 3 \
    -- set Port tap66a34dff-f3 tag=1 other_config:tag=1 other_config:net_uuid=f1cb72d9-a24c-5f4b-9cd9-813a62265772 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1000 \
    -- set Interface tap66a34dff-f3 type=internal external_ids:iface-id=66a34dff-f376-57ad-9636-9ae360e21346 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:e2:13:46"'
  # dhcp:red.app-v4: in app as local VLAN 3
  add_port br-int tap204987e9-ae 4 \
    -- set Port tap204987e9-ae tag=3 other_config:tag=3 other_config:net_uuid=853feed0-fa39-500f-88ba-475021a2351a other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1001 \
    -- set Interface tap204987e9-ae type=internal external_ids:iface-id=204987e9-ae70-56ef-9c00-9a0075b6710d external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:b6:71:0d"'
  # dhcp:red.db-v4: in db as local VLAN 4
  add_port br-int tapbd8c55ec-8c 5 \
    -- set Port tapbd8c55ec-8c tag=4 other_config:tag=4 other_config:net_uuid=a2be792a-fdb9-528b-87c5-7175d0d02b6b other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1002 \
    -- set Interface tapbd8c55ec-8c type=internal external_ids:iface-id=bd8c55ec-8c53-5802-a2d9-cef77927b552 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:27:b5:52"'
  # interface:red.edge.app-v4: in app as local VLAN 3
  add_port br-int qr-954fc0e7-e3 6 \
    -- set Port qr-954fc0e7-e3 tag=3 other_config:tag=3 other_config:net_uuid=853feed0-fa39-500f-88ba-475021a2351a other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1001 \
    -- set Interface qr-954fc0e7-e3 type=internal external_ids:iface-id=954fc0e7-e368-5a7b-bbf1-609865df76f0 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:df:76:f0"'
  # interface:red.edge.db-v4: in db as local VLAN 4
  add_port br-int qr-535a551b-72 7 \
    -- set Port qr-535a551b-72 tag=4 other_config:tag=4 other_config:net_uuid=a2be792a-fdb9-528b-87c5-7175d0d02b6b other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1002 \
    -- set Interface qr-535a551b-72 type=internal external_ids:iface-id=535a551b-72b9-5d7c-b959-6d038c68fc2a external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:68:fc:2a"'
  # gateway:red.edge: in public as local VLAN 2
  add_port br-int qg-6929bc46-f4 8 \
    -- set Port qg-6929bc46-f4 tag=2 other_config:tag=2 other_config:net_uuid=04c8d82c-e9e5-5ea3-89e9-6f203d02cdc3 other_config:network_type=vlan other_config:physical_network=datacentre other_config:segmentation_id=100 \
    -- set Interface qg-6929bc46-f4 type=internal external_ids:iface-id=6929bc46-f448-578f-bc87-27185f28e05b external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:28:e0:5b"'
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # bridge:net-a.br-ex: from br-int to br-ex
  add_port br-int int-br-ex 1 \
    -- set Interface int-br-ex type=patch options:peer=phy-br-ex \
    -- set Port int-br-ex other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:net-a: from br-int to br-tun
  add_port br-int patch-tun 2 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:net-a: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
  # bridge:net-a.br-ex: from br-ex to br-int
  add_port br-ex phy-br-ex 2 \
    -- set Interface phy-br-ex type=patch options:peer=int-br-ex
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:net-a: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 172.16.0.2/24
  # host:net-a: to host:hv-4
  add_port br-tun vxlan-ac10000e 2 \
    -- set Interface vxlan-ac10000e type=vxlan options:local_ip=172.16.0.2 options:remote_ip=172.16.0.14 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:net-a: to host:hv-3
  add_port br-tun vxlan-ac10000d 3 \
    -- set Interface vxlan-ac10000d type=vxlan options:local_ip=172.16.0.2 options:remote_ip=172.16.0.13 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:net-a: to host:hv-2
  add_port br-tun vxlan-ac10000c 4 \
    -- set Interface vxlan-ac10000c type=vxlan options:local_ip=172.16.0.2 options:remote_ip=172.16.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:net-a: to host:hv-1
  add_port br-tun vxlan-ac10000b 5 \
    -- set Interface vxlan-ac10000b type=vxlan options:local_ip=172.16.0.2 options:remote_ip=172.16.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:net-a: 34 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:net-a: 23 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
  # bridge:net-a.br-ex: 3 flows of br-ex
  load_flows br-ex "$here"/flows/br-ex.flows
}

# Phase namespaces: the agents’ namespaces and the devices in them.
phase_namespaces() {
  # == namespace-devices: namespaces, and the devices in them
  #    Neutron: namespaces.py RouterNamespace.create; linux/interface.py plug; linux/dhcp.py DeviceManager.setup
  # router:red.edge: its router namespace
  namespace qrouter-fec5f634-573e-527b-b349-6098ce873ea6
  namespace_device qrouter-fec5f634-573e-527b-b349-6098ce873ea6 qr-954fc0e7-e3 fa:16:3e:df:76:f0 1500
  namespace_device qrouter-fec5f634-573e-527b-b349-6098ce873ea6 qr-535a551b-72 fa:16:3e:68:fc:2a 1500
  namespace_device qrouter-fec5f634-573e-527b-b349-6098ce873ea6 qg-6929bc46-f4 fa:16:3e:28:e0:5b 1500
  namespace_kernel qrouter-fec5f634-573e-527b-b349-6098ce873ea6 \
    net.ipv4.ip_forward=1 \
    net.ipv4.conf.all.arp_ignore=1 \
    net.ipv4.conf.all.arp_announce=2 \
    net.ipv6.conf.all.forwarding=1 \
    net.netfilter.nf_conntrack_tcp_be_liberal=1 \
    net.ipv6.conf.qg-6929bc46-f4.accept_ra=2
  # network:green.app: its dhcp namespace
  namespace qdhcp-f1cb72d9-a24c-5f4b-9cd9-813a62265772
  namespace_device qdhcp-f1cb72d9-a24c-5f4b-9cd9-813a62265772 tap66a34dff-f3 fa:16:3e:e2:13:46 1500
  # network:red.app: its dhcp namespace
  namespace qdhcp-853feed0-fa39-500f-88ba-475021a2351a
  namespace_device qdhcp-853feed0-fa39-500f-88ba-475021a2351a tap204987e9-ae fa:16:3e:b6:71:0d 1500
  # network:red.db: its dhcp namespace
  namespace qdhcp-a2be792a-fdb9-528b-87c5-7175d0d02b6b
  namespace_device qdhcp-a2be792a-fdb9-528b-87c5-7175d0d02b6b tapbd8c55ec-8c fa:16:3e:27:b5:52 1500
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == namespace-addresses: addresses, routes and known neighbours of the namespaces
  #    Neutron: linux/interface.py init_l3; router_info.py routes_updated
  # router:red.edge: addresses and routes in qrouter-fec5f634-573e-527b-b349-6098ce873ea6
  namespace_address qrouter-fec5f634-573e-527b-b349-6098ce873ea6 qr-954fc0e7-e3 10.0.0.1/24
  namespace_address qrouter-fec5f634-573e-527b-b349-6098ce873ea6 qr-535a551b-72 10.0.1.1/24
  namespace_address qrouter-fec5f634-573e-527b-b349-6098ce873ea6 qg-6929bc46-f4 203.0.113.10/24
  namespace_address qrouter-fec5f634-573e-527b-b349-6098ce873ea6 qg-6929bc46-f4 203.0.113.50/32
  namespace_route qrouter-fec5f634-573e-527b-b349-6098ce873ea6 0.0.0.0/0 203.0.113.1 dev qg-6929bc46-f4
  namespace_route qrouter-fec5f634-573e-527b-b349-6098ce873ea6 10.9.0.0/16 10.0.1.20
  # network:green.app: addresses and routes in qdhcp-f1cb72d9-a24c-5f4b-9cd9-813a62265772
  namespace_address qdhcp-f1cb72d9-a24c-5f4b-9cd9-813a62265772 tap66a34dff-f3 10.0.0.2/24
  namespace_route qdhcp-f1cb72d9-a24c-5f4b-9cd9-813a62265772 0.0.0.0/0 10.0.0.1
  # network:red.app: addresses and routes in qdhcp-853feed0-fa39-500f-88ba-475021a2351a
  namespace_address qdhcp-853feed0-fa39-500f-88ba-475021a2351a tap204987e9-ae 10.0.0.2/24
  namespace_address qdhcp-853feed0-fa39-500f-88ba-475021a2351a tap204987e9-ae fd00:1::f816:3eff:feb6:710d/64
  namespace_route qdhcp-853feed0-fa39-500f-88ba-475021a2351a 0.0.0.0/0 10.0.0.1
  namespace_route qdhcp-853feed0-fa39-500f-88ba-475021a2351a ::/0 fd00:1::
  # network:red.db: addresses and routes in qdhcp-a2be792a-fdb9-528b-87c5-7175d0d02b6b
  namespace_address qdhcp-a2be792a-fdb9-528b-87c5-7175d0d02b6b tapbd8c55ec-8c 10.0.1.2/24
  namespace_route qdhcp-a2be792a-fdb9-528b-87c5-7175d0d02b6b 0.0.0.0/0 10.0.1.1
}

# Phase iptables: the packet filters, and then the taps they filter.
phase_iptables() {
  # == namespace-rules: packet filters of the namespaces
  #    Neutron: router_info.py; iptables_manager.py apply
  # router:red.edge: packet filter of qrouter-fec5f634-573e-527b-b349-6098ce873ea6
  namespace_rules qrouter-fec5f634-573e-527b-b349-6098ce873ea6 iptables "$here"/iptables/qrouter-fec5f634-573e-527b-b349-6098ce873ea6.v4.rules
  namespace_rules qrouter-fec5f634-573e-527b-b349-6098ce873ea6 ip6tables "$here"/iptables/qrouter-fec5f634-573e-527b-b349-6098ce873ea6.v6.rules
  # network:green.app: packet filter of qdhcp-f1cb72d9-a24c-5f4b-9cd9-813a62265772
  namespace_rules qdhcp-f1cb72d9-a24c-5f4b-9cd9-813a62265772 iptables "$here"/iptables/qdhcp-f1cb72d9-a24c-5f4b-9cd9-813a62265772.v4.rules
  namespace_rules qdhcp-f1cb72d9-a24c-5f4b-9cd9-813a62265772 ip6tables "$here"/iptables/qdhcp-f1cb72d9-a24c-5f4b-9cd9-813a62265772.v6.rules
  # network:red.app: packet filter of qdhcp-853feed0-fa39-500f-88ba-475021a2351a
  namespace_rules qdhcp-853feed0-fa39-500f-88ba-475021a2351a iptables "$here"/iptables/qdhcp-853feed0-fa39-500f-88ba-475021a2351a.v4.rules
  namespace_rules qdhcp-853feed0-fa39-500f-88ba-475021a2351a ip6tables "$here"/iptables/qdhcp-853feed0-fa39-500f-88ba-475021a2351a.v6.rules
  # network:red.db: packet filter of qdhcp-a2be792a-fdb9-528b-87c5-7175d0d02b6b
  namespace_rules qdhcp-a2be792a-fdb9-528b-87c5-7175d0d02b6b iptables "$here"/iptables/qdhcp-a2be792a-fdb9-528b-87c5-7175d0d02b6b.v4.rules
  namespace_rules qdhcp-a2be792a-fdb9-528b-87c5-7175d0d02b6b ip6tables "$here"/iptables/qdhcp-a2be792a-fdb9-528b-87c5-7175d0d02b6b.v6.rules
}

# Phase services: the agents’ processes.
phase_services() {
  # == namespace-daemons: daemons of the routers
  #    Neutron: linux/ra.py DaemonMonitor; metadata/driver.py
  # router:red.edge: the metadata proxy
  namespace_daemon qrouter-fec5f634-573e-527b-b349-6098ce873ea6 ns-metadata-proxy/fec5f634-573e-527b-b349-6098ce873ea6.haproxy.conf haproxy -D -f

  # == dhcp-servers: DHCP servers
  #    Neutron: linux/dhcp.py Dnsmasq.spawn_process
  # network:green.app: dnsmasq for 1 addresses
  dhcp_server qdhcp-f1cb72d9-a24c-5f4b-9cd9-813a62265772 f1cb72d9-a24c-5f4b-9cd9-813a62265772 \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/f1cb72d9-a24c-5f4b-9cd9-813a62265772/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/f1cb72d9-a24c-5f4b-9cd9-813a62265772/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/f1cb72d9-a24c-5f4b-9cd9-813a62265772/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/f1cb72d9-a24c-5f4b-9cd9-813a62265772/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/f1cb72d9-a24c-5f4b-9cd9-813a62265772/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-6e3f6fca-e098-56d3-93ff-9452b39766e7,10.0.0.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1500 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
  # network:red.app: dnsmasq for 7 addresses
  dhcp_server qdhcp-853feed0-fa39-500f-88ba-475021a2351a 853feed0-fa39-500f-88ba-475021a2351a \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/853feed0-fa39-500f-88ba-475021a2351a/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/853feed0-fa39-500f-88ba-475021a2351a/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/853feed0-fa39-500f-88ba-475021a2351a/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/853feed0-fa39-500f-88ba-475021a2351a/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/853feed0-fa39-500f-88ba-475021a2351a/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-0b67d82d-69c0-5217-b734-d1c3554e6511,10.0.0.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1500 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
  # network:red.db: dnsmasq for 2 addresses
  dhcp_server qdhcp-a2be792a-fdb9-528b-87c5-7175d0d02b6b a2be792a-fdb9-528b-87c5-7175d0d02b6b \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/a2be792a-fdb9-528b-87c5-7175d0d02b6b/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/a2be792a-fdb9-528b-87c5-7175d0d02b6b/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/a2be792a-fdb9-528b-87c5-7175d0d02b6b/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/a2be792a-fdb9-528b-87c5-7175d0d02b6b/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/a2be792a-fdb9-528b-87c5-7175d0d02b6b/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-9665f10b-21b1-5d28-82f0-472792c6ef42,10.0.1.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1500 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
}

set_up "$@"
