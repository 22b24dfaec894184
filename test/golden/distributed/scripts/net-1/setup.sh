#!/usr/bin/env bash
# net-1 of fabric east. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=east@net-1
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore sysctl dnsmasq haproxy
  require_open_vswitch
  require_address 192.168.0.1/24
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:net-1: br-int, where VMs and namespaces plug in
  bridge br-int OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14
  # host:net-1: br-tun, from local VLANs to tunnels and back
  bridge br-tun
  # bridge:net-1.br-ex: br-ex, the way to physical network outside
  bridge br-ex
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == uplinks: network cards in the physical bridges
  #    Neutron: none: whoever installs the host does it
  # bridge:net-1.br-ex: eth1 carries outside
  checksums_in_software eth1
  add_port br-ex eth1 1
  device_up eth1

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # dhcp:shop.db-v4: in db as local VLAN 2
  add_port br-int tap95cc00e6-e8 3 \
    -- set Port tap95cc00e6-e8 tag=2 other_config:tag=2 other_config:net_uuid=c51493c5-baa0-5860-aa89-319625aa99dd other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
    -- set Interface tap95cc00e6-e8 type=internal external_ids:iface-id=95cc00e6-e8e7-5ce8-b3d5-04d3b2b7484d external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:b7:48:4d"'
  # dhcp:shop.web-v4: in web as local VLAN 3
  add_port br-int tap4ea860f5-75 4 \
    -- set Port tap4ea860f5-75 tag=3 other_config:tag=3 other_config:net_uuid=49c33c51-e5d8-56e5-a82a-88ee88395499 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=2 \
    -- set Interface tap4ea860f5-75 type=internal external_ids:iface-id=4ea860f5-753f-5335-9c38-82f77a350c6a external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:35:0c:6a"'
  # interface:shop.edge.db-v4: in db as local VLAN 2
  add_port br-int qr-76c4954f-ef 5 \
    -- set Port qr-76c4954f-ef tag=2 other_config:tag=2 other_config:net_uuid=c51493c5-baa0-5860-aa89-319625aa99dd other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
    -- set Interface qr-76c4954f-ef type=internal external_ids:iface-id=76c4954f-efc8-573a-b165-fb3394200b6b external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:20:0b:6b"'
  # interface:shop.edge.web-v4: in web as local VLAN 3
  add_port br-int qr-db55c8c9-94 6 \
    -- set Port qr-db55c8c9-94 tag=3 other_config:tag=3 other_config:net_uuid=49c33c51-e5d8-56e5-a82a-88ee88395499 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=2 \
    -- set Interface qr-db55c8c9-94 type=internal external_ids:iface-id=db55c8c9-940d-50e8-a2d7-5d457d70ca0c external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:70:ca:0c"'
  # snat-port:shop.edge.db-v4: in db as local VLAN 2
  add_port br-int sg-d687b3f4-4d 7 \
    -- set Port sg-d687b3f4-4d tag=2 other_config:tag=2 other_config:net_uuid=c51493c5-baa0-5860-aa89-319625aa99dd other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
    -- set Interface sg-d687b3f4-4d type=internal external_ids:iface-id=d687b3f4-4dee-5471-a5db-897c97be57c3 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:be:57:c3"'
  # snat-port:shop.edge.web-v4: in web as local VLAN 3
  add_port br-int sg-80ecd4e8-5b 8 \
    -- set Port sg-80ecd4e8-5b tag=3 other_config:tag=3 other_config:net_uuid=49c33c51-e5d8-56e5-a82a-88ee88395499 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=2 \
    -- set Interface sg-80ecd4e8-5b type=internal external_ids:iface-id=80ecd4e8-5b6c-578b-9f14-8909c62d9531 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:2d:95:31"'
  # gateway:shop.edge: in public as local VLAN 1
  add_port br-int qg-c20e516c-2f 9 \
    -- set Port qg-c20e516c-2f tag=1 other_config:tag=1 other_config:net_uuid=38b1d339-5f05-5b82-bb12-631b19a7d2cf other_config:network_type=flat other_config:physical_network=outside \
    -- set Interface qg-c20e516c-2f type=internal external_ids:iface-id=c20e516c-2f71-5f76-8e11-1a2b5636ca58 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:36:ca:58"'
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # bridge:net-1.br-ex: from br-int to br-ex
  add_port br-int int-br-ex 1 \
    -- set Interface int-br-ex type=patch options:peer=phy-br-ex \
    -- set Port int-br-ex other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:net-1: from br-int to br-tun
  add_port br-int patch-tun 2 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:net-1: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
  # bridge:net-1.br-ex: from br-ex to br-int
  add_port br-ex phy-br-ex 2 \
    -- set Interface phy-br-ex type=patch options:peer=int-br-ex
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:net-1: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 192.168.0.1/24
  # host:net-1: to host:hv-2
  add_port br-tun vxlan-c0a8000c 2 \
    -- set Interface vxlan-c0a8000c type=vxlan options:local_ip=192.168.0.1 options:remote_ip=192.168.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:net-1: to host:hv-1
  add_port br-tun vxlan-c0a8000b 3 \
    -- set Interface vxlan-c0a8000b type=vxlan options:local_ip=192.168.0.1 options:remote_ip=192.168.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:net-1: 56 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:net-1: 37 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
  # bridge:net-1.br-ex: 9 flows of br-ex
  load_flows br-ex "$here"/flows/br-ex.flows
}

# Phase namespaces: the agents’ namespaces and the devices in them.
phase_namespaces() {
  # == namespace-devices: namespaces, and the devices in them
  #    Neutron: namespaces.py RouterNamespace.create; linux/interface.py plug; linux/dhcp.py DeviceManager.setup
  # router:shop.edge: its router namespace
  namespace qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26
  namespace_device qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-76c4954f-ef fa:16:3e:20:0b:6b 1550
  namespace_device qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-db55c8c9-94 fa:16:3e:70:ca:0c 1550
  namespace_kernel qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 \
    net.ipv4.ip_forward=1 \
    net.ipv4.conf.all.arp_ignore=1 \
    net.ipv4.conf.all.arp_announce=2 \
    net.ipv6.conf.all.forwarding=1 \
    net.netfilter.nf_conntrack_tcp_be_liberal=1 \
    net.ipv4.conf.all.send_redirects=0 \
    net.ipv4.conf.qr-76c4954f-ef.send_redirects=0 \
    net.ipv4.conf.qr-db55c8c9-94.send_redirects=0
  # router:shop.edge: its snat namespace
  namespace snat-97f800cf-b6bb-5162-85dd-5ec3801afb26
  namespace_device snat-97f800cf-b6bb-5162-85dd-5ec3801afb26 sg-d687b3f4-4d fa:16:3e:be:57:c3 1550
  namespace_device snat-97f800cf-b6bb-5162-85dd-5ec3801afb26 sg-80ecd4e8-5b fa:16:3e:2d:95:31 1550
  namespace_device snat-97f800cf-b6bb-5162-85dd-5ec3801afb26 qg-c20e516c-2f fa:16:3e:36:ca:58 1500
  namespace_kernel snat-97f800cf-b6bb-5162-85dd-5ec3801afb26 \
    net.ipv4.ip_forward=1 \
    net.ipv4.conf.all.arp_ignore=1 \
    net.ipv4.conf.all.arp_announce=2 \
    net.ipv6.conf.all.forwarding=1 \
    net.netfilter.nf_conntrack_tcp_be_liberal=1 \
    net.netfilter.nf_conntrack_tcp_loose=0 \
    net.ipv6.conf.qg-c20e516c-2f.accept_ra=2
  # network:shop.db: its dhcp namespace
  namespace qdhcp-c51493c5-baa0-5860-aa89-319625aa99dd
  namespace_device qdhcp-c51493c5-baa0-5860-aa89-319625aa99dd tap95cc00e6-e8 fa:16:3e:b7:48:4d 1550
  # network:shop.web: its dhcp namespace
  namespace qdhcp-49c33c51-e5d8-56e5-a82a-88ee88395499
  namespace_device qdhcp-49c33c51-e5d8-56e5-a82a-88ee88395499 tap4ea860f5-75 fa:16:3e:35:0c:6a 1550
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == namespace-addresses: addresses, routes and known neighbours of the namespaces
  #    Neutron: linux/interface.py init_l3; router_info.py routes_updated
  # router:shop.edge: addresses and routes in qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26
  namespace_address qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-76c4954f-ef 10.0.2.1/24
  namespace_address qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-db55c8c9-94 10.0.1.1/24
  namespace_route qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 0.0.0.0/0 10.0.2.2 dev qr-76c4954f-ef table 167772673
  namespace_route qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 0.0.0.0/0 10.0.1.2 dev qr-db55c8c9-94 table 167772417
  namespace_rule qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 -4 167772673 167772673 from 10.0.2.1/24
  namespace_rule qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 -4 167772417 167772417 from 10.0.1.1/24
  namespace_neighbour qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-76c4954f-ef 10.0.2.2 fa:16:3e:be:57:c3
  namespace_neighbour qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-76c4954f-ef 10.0.2.3 fa:16:3e:b7:48:4d
  namespace_neighbour qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-76c4954f-ef 10.0.2.4 fa:16:3e:32:48:4f
  namespace_neighbour qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-db55c8c9-94 10.0.1.2 fa:16:3e:2d:95:31
  namespace_neighbour qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-db55c8c9-94 10.0.1.3 fa:16:3e:35:0c:6a
  namespace_neighbour qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-db55c8c9-94 10.0.1.4 fa:16:3e:c1:d5:70
  namespace_neighbour qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-db55c8c9-94 10.0.1.5 fa:16:3e:75:44:db
  # router:shop.edge: addresses and routes in snat-97f800cf-b6bb-5162-85dd-5ec3801afb26
  namespace_address snat-97f800cf-b6bb-5162-85dd-5ec3801afb26 sg-d687b3f4-4d 10.0.2.2/24
  namespace_address snat-97f800cf-b6bb-5162-85dd-5ec3801afb26 sg-80ecd4e8-5b 10.0.1.2/24
  namespace_address snat-97f800cf-b6bb-5162-85dd-5ec3801afb26 qg-c20e516c-2f 203.0.113.2/24
  namespace_route snat-97f800cf-b6bb-5162-85dd-5ec3801afb26 0.0.0.0/0 203.0.113.1 dev qg-c20e516c-2f
  # network:shop.db: addresses and routes in qdhcp-c51493c5-baa0-5860-aa89-319625aa99dd
  namespace_address qdhcp-c51493c5-baa0-5860-aa89-319625aa99dd tap95cc00e6-e8 10.0.2.3/24
  namespace_route qdhcp-c51493c5-baa0-5860-aa89-319625aa99dd 0.0.0.0/0 10.0.2.1
  # network:shop.web: addresses and routes in qdhcp-49c33c51-e5d8-56e5-a82a-88ee88395499
  namespace_address qdhcp-49c33c51-e5d8-56e5-a82a-88ee88395499 tap4ea860f5-75 10.0.1.3/24
  namespace_route qdhcp-49c33c51-e5d8-56e5-a82a-88ee88395499 0.0.0.0/0 10.0.1.1
}

# Phase iptables: the packet filters, and then the taps they filter.
phase_iptables() {
  # == namespace-rules: packet filters of the namespaces
  #    Neutron: router_info.py; iptables_manager.py apply
  # router:shop.edge: packet filter of qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26
  namespace_rules qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 iptables "$here"/iptables/qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26.v4.rules
  namespace_rules qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 ip6tables "$here"/iptables/qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26.v6.rules
  # router:shop.edge: packet filter of snat-97f800cf-b6bb-5162-85dd-5ec3801afb26
  namespace_rules snat-97f800cf-b6bb-5162-85dd-5ec3801afb26 iptables "$here"/iptables/snat-97f800cf-b6bb-5162-85dd-5ec3801afb26.v4.rules
  namespace_rules snat-97f800cf-b6bb-5162-85dd-5ec3801afb26 ip6tables "$here"/iptables/snat-97f800cf-b6bb-5162-85dd-5ec3801afb26.v6.rules
  # network:shop.db: packet filter of qdhcp-c51493c5-baa0-5860-aa89-319625aa99dd
  namespace_rules qdhcp-c51493c5-baa0-5860-aa89-319625aa99dd iptables "$here"/iptables/qdhcp-c51493c5-baa0-5860-aa89-319625aa99dd.v4.rules
  namespace_rules qdhcp-c51493c5-baa0-5860-aa89-319625aa99dd ip6tables "$here"/iptables/qdhcp-c51493c5-baa0-5860-aa89-319625aa99dd.v6.rules
  # network:shop.web: packet filter of qdhcp-49c33c51-e5d8-56e5-a82a-88ee88395499
  namespace_rules qdhcp-49c33c51-e5d8-56e5-a82a-88ee88395499 iptables "$here"/iptables/qdhcp-49c33c51-e5d8-56e5-a82a-88ee88395499.v4.rules
  namespace_rules qdhcp-49c33c51-e5d8-56e5-a82a-88ee88395499 ip6tables "$here"/iptables/qdhcp-49c33c51-e5d8-56e5-a82a-88ee88395499.v6.rules
}

# Phase services: the agents’ processes.
phase_services() {
  # == namespace-daemons: daemons of the routers
  #    Neutron: linux/ra.py DaemonMonitor; metadata/driver.py
  # router:shop.edge: the metadata proxy
  namespace_daemon qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 ns-metadata-proxy/97f800cf-b6bb-5162-85dd-5ec3801afb26.haproxy.conf haproxy -D -f

  # == dhcp-servers: DHCP servers
  #    Neutron: linux/dhcp.py Dnsmasq.spawn_process
  # network:shop.db: dnsmasq for 3 addresses
  dhcp_server qdhcp-c51493c5-baa0-5860-aa89-319625aa99dd c51493c5-baa0-5860-aa89-319625aa99dd \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/c51493c5-baa0-5860-aa89-319625aa99dd/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/c51493c5-baa0-5860-aa89-319625aa99dd/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/c51493c5-baa0-5860-aa89-319625aa99dd/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/c51493c5-baa0-5860-aa89-319625aa99dd/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/c51493c5-baa0-5860-aa89-319625aa99dd/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-7b896f23-ae4a-5760-a4b7-ca1ad640addf,10.0.2.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1550 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
  # network:shop.web: dnsmasq for 4 addresses
  dhcp_server qdhcp-49c33c51-e5d8-56e5-a82a-88ee88395499 49c33c51-e5d8-56e5-a82a-88ee88395499 \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/49c33c51-e5d8-56e5-a82a-88ee88395499/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/49c33c51-e5d8-56e5-a82a-88ee88395499/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/49c33c51-e5d8-56e5-a82a-88ee88395499/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/49c33c51-e5d8-56e5-a82a-88ee88395499/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/49c33c51-e5d8-56e5-a82a-88ee88395499/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-8891784a-8b6b-57d5-a450-61c3340c3048,10.0.1.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1550 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
}

set_up "$@"
