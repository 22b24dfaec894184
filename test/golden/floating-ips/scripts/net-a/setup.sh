#!/usr/bin/env bash
# net-a of fabric campus. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=campus@net-a
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore sysctl dnsmasq haproxy
  require_open_vswitch
  require_address 10.40.0.2/24
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:net-a: br-int, where VMs and namespaces plug in
  bridge br-int OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14
  # host:net-a: br-tun, from local VLANs to tunnels and back
  bridge br-tun
  # bridge:net-a.br-ex: br-ex, the way to physical network uplink
  bridge br-ex
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == uplinks: network cards in the physical bridges
  #    Neutron: none: whoever installs the host does it
  # bridge:net-a.br-ex: eno2 carries uplink
  checksums_in_software eno2
  add_port br-ex eno2 1
  device_up eno2

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # dhcp:shop.back-v4: in back as local VLAN 2
  add_port br-int tapb06b28c3-62 3 \
    -- set Port tapb06b28c3-62 tag=2 other_config:tag=2 other_config:net_uuid=d8d5e1c4-4491-5d09-8616-6f2722f8fe4e other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=100 \
    -- set Interface tapb06b28c3-62 type=internal external_ids:iface-id=b06b28c3-624c-5b00-b940-4469076ff6cc external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:6f:f6:cc"'
  # dhcp:shop.front-v4: in front as local VLAN 3
  add_port br-int tap09028e62-23 4 \
    -- set Port tap09028e62-23 tag=3 other_config:tag=3 other_config:net_uuid=f85c7b24-ef2e-57b6-b0b8-451ec8842f01 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=101 \
    -- set Interface tap09028e62-23 type=internal external_ids:iface-id=09028e62-2338-5447-9c39-3db2cd5e35be external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:5e:35:be"'
  # interface:shop.edge.back-v4: in back as local VLAN 2
  add_port br-int qr-9089f24b-92 5 \
    -- set Port qr-9089f24b-92 tag=2 other_config:tag=2 other_config:net_uuid=d8d5e1c4-4491-5d09-8616-6f2722f8fe4e other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=100 \
    -- set Interface qr-9089f24b-92 type=internal external_ids:iface-id=9089f24b-92e0-5c7f-9e1a-8fa6a08accf5 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:8a:cc:f5"'
  # interface:shop.edge.front-v4: in front as local VLAN 3
  add_port br-int qr-b8d5018a-ae 6 \
    -- set Port qr-b8d5018a-ae tag=3 other_config:tag=3 other_config:net_uuid=f85c7b24-ef2e-57b6-b0b8-451ec8842f01 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=101 \
    -- set Interface qr-b8d5018a-ae type=internal external_ids:iface-id=b8d5018a-ae2a-5f4d-bf8c-d8f605160621 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:16:06:21"'
  # gateway:shop.edge: in internet as local VLAN 1
  add_port br-int qg-aa29ce32-9d 7 \
    -- set Port qg-aa29ce32-9d tag=1 other_config:tag=1 other_config:net_uuid=cc881771-4a9a-5f6f-9d1c-a50d484147d7 other_config:network_type=vlan other_config:physical_network=uplink other_config:segmentation_id=300 \
    -- set Interface qg-aa29ce32-9d type=internal external_ids:iface-id=aa29ce32-9d73-532e-b404-8be7cacb592b external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:cb:59:2b"'
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
  underlay_bridge 10.40.0.2/24
  # host:net-a: to host:hv-2
  add_port br-tun vxlan-0a28000c 2 \
    -- set Interface vxlan-0a28000c type=vxlan options:local_ip=10.40.0.2 options:remote_ip=10.40.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:net-a: to host:hv-1
  add_port br-tun vxlan-0a28000b 3 \
    -- set Interface vxlan-0a28000b type=vxlan options:local_ip=10.40.0.2 options:remote_ip=10.40.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:net-a: 32 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:net-a: 19 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
  # bridge:net-a.br-ex: 3 flows of br-ex
  load_flows br-ex "$here"/flows/br-ex.flows
}

# Phase namespaces: the agents’ namespaces and the devices in them.
phase_namespaces() {
  # == namespace-devices: namespaces, and the devices in them
  #    Neutron: namespaces.py RouterNamespace.create; linux/interface.py plug; linux/dhcp.py DeviceManager.setup
  # router:shop.edge: its router namespace
  namespace qrouter-1c561121-d3fc-5662-80cb-c4201fa896e7
  namespace_device qrouter-1c561121-d3fc-5662-80cb-c4201fa896e7 qr-9089f24b-92 fa:16:3e:8a:cc:f5 1500
  namespace_device qrouter-1c561121-d3fc-5662-80cb-c4201fa896e7 qr-b8d5018a-ae fa:16:3e:16:06:21 1500
  namespace_device qrouter-1c561121-d3fc-5662-80cb-c4201fa896e7 qg-aa29ce32-9d fa:16:3e:cb:59:2b 1500
  namespace_kernel qrouter-1c561121-d3fc-5662-80cb-c4201fa896e7 \
    net.ipv4.ip_forward=1 \
    net.ipv4.conf.all.arp_ignore=1 \
    net.ipv4.conf.all.arp_announce=2 \
    net.ipv6.conf.all.forwarding=1 \
    net.netfilter.nf_conntrack_tcp_be_liberal=1 \
    net.ipv6.conf.qg-aa29ce32-9d.accept_ra=2
  # network:shop.back: its dhcp namespace
  namespace qdhcp-d8d5e1c4-4491-5d09-8616-6f2722f8fe4e
  namespace_device qdhcp-d8d5e1c4-4491-5d09-8616-6f2722f8fe4e tapb06b28c3-62 fa:16:3e:6f:f6:cc 1500
  # network:shop.front: its dhcp namespace
  namespace qdhcp-f85c7b24-ef2e-57b6-b0b8-451ec8842f01
  namespace_device qdhcp-f85c7b24-ef2e-57b6-b0b8-451ec8842f01 tap09028e62-23 fa:16:3e:5e:35:be 1500
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == namespace-addresses: addresses, routes and known neighbours of the namespaces
  #    Neutron: linux/interface.py init_l3; router_info.py routes_updated
  # router:shop.edge: addresses and routes in qrouter-1c561121-d3fc-5662-80cb-c4201fa896e7
  namespace_address qrouter-1c561121-d3fc-5662-80cb-c4201fa896e7 qr-9089f24b-92 10.0.1.1/24
  namespace_address qrouter-1c561121-d3fc-5662-80cb-c4201fa896e7 qr-b8d5018a-ae 10.0.0.1/24
  namespace_address qrouter-1c561121-d3fc-5662-80cb-c4201fa896e7 qg-aa29ce32-9d 203.0.113.10/24
  namespace_address qrouter-1c561121-d3fc-5662-80cb-c4201fa896e7 qg-aa29ce32-9d 203.0.113.50/32
  namespace_route qrouter-1c561121-d3fc-5662-80cb-c4201fa896e7 0.0.0.0/0 203.0.113.1 dev qg-aa29ce32-9d
  # network:shop.back: addresses and routes in qdhcp-d8d5e1c4-4491-5d09-8616-6f2722f8fe4e
  namespace_address qdhcp-d8d5e1c4-4491-5d09-8616-6f2722f8fe4e tapb06b28c3-62 10.0.1.2/24
  namespace_route qdhcp-d8d5e1c4-4491-5d09-8616-6f2722f8fe4e 0.0.0.0/0 10.0.1.1
  # network:shop.front: addresses and routes in qdhcp-f85c7b24-ef2e-57b6-b0b8-451ec8842f01
  namespace_address qdhcp-f85c7b24-ef2e-57b6-b0b8-451ec8842f01 tap09028e62-23 10.0.0.2/24
  namespace_route qdhcp-f85c7b24-ef2e-57b6-b0b8-451ec8842f01 0.0.0.0/0 10.0.0.1
}

# Phase iptables: the packet filters, and then the taps they filter.
phase_iptables() {
  # == namespace-rules: packet filters of the namespaces
  #    Neutron: router_info.py; iptables_manager.py apply
  # router:shop.edge: packet filter of qrouter-1c561121-d3fc-5662-80cb-c4201fa896e7
  namespace_rules qrouter-1c561121-d3fc-5662-80cb-c4201fa896e7 iptables "$here"/iptables/qrouter-1c561121-d3fc-5662-80cb-c4201fa896e7.v4.rules
  namespace_rules qrouter-1c561121-d3fc-5662-80cb-c4201fa896e7 ip6tables "$here"/iptables/qrouter-1c561121-d3fc-5662-80cb-c4201fa896e7.v6.rules
  # network:shop.back: packet filter of qdhcp-d8d5e1c4-4491-5d09-8616-6f2722f8fe4e
  namespace_rules qdhcp-d8d5e1c4-4491-5d09-8616-6f2722f8fe4e iptables "$here"/iptables/qdhcp-d8d5e1c4-4491-5d09-8616-6f2722f8fe4e.v4.rules
  namespace_rules qdhcp-d8d5e1c4-4491-5d09-8616-6f2722f8fe4e ip6tables "$here"/iptables/qdhcp-d8d5e1c4-4491-5d09-8616-6f2722f8fe4e.v6.rules
  # network:shop.front: packet filter of qdhcp-f85c7b24-ef2e-57b6-b0b8-451ec8842f01
  namespace_rules qdhcp-f85c7b24-ef2e-57b6-b0b8-451ec8842f01 iptables "$here"/iptables/qdhcp-f85c7b24-ef2e-57b6-b0b8-451ec8842f01.v4.rules
  namespace_rules qdhcp-f85c7b24-ef2e-57b6-b0b8-451ec8842f01 ip6tables "$here"/iptables/qdhcp-f85c7b24-ef2e-57b6-b0b8-451ec8842f01.v6.rules
}

# Phase services: the agents’ processes.
phase_services() {
  # == namespace-daemons: daemons of the routers
  #    Neutron: linux/ra.py DaemonMonitor; metadata/driver.py
  # router:shop.edge: the metadata proxy
  namespace_daemon qrouter-1c561121-d3fc-5662-80cb-c4201fa896e7 ns-metadata-proxy/1c561121-d3fc-5662-80cb-c4201fa896e7.haproxy.conf haproxy -D -f

  # == dhcp-servers: DHCP servers
  #    Neutron: linux/dhcp.py Dnsmasq.spawn_process
  # network:shop.back: dnsmasq for 2 addresses
  dhcp_server qdhcp-d8d5e1c4-4491-5d09-8616-6f2722f8fe4e d8d5e1c4-4491-5d09-8616-6f2722f8fe4e \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/d8d5e1c4-4491-5d09-8616-6f2722f8fe4e/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/d8d5e1c4-4491-5d09-8616-6f2722f8fe4e/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/d8d5e1c4-4491-5d09-8616-6f2722f8fe4e/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/d8d5e1c4-4491-5d09-8616-6f2722f8fe4e/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/d8d5e1c4-4491-5d09-8616-6f2722f8fe4e/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-1bf962bc-d3b0-5213-85eb-01f3f1a4336d,10.0.1.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1500 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
  # network:shop.front: dnsmasq for 3 addresses
  dhcp_server qdhcp-f85c7b24-ef2e-57b6-b0b8-451ec8842f01 f85c7b24-ef2e-57b6-b0b8-451ec8842f01 \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/f85c7b24-ef2e-57b6-b0b8-451ec8842f01/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/f85c7b24-ef2e-57b6-b0b8-451ec8842f01/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/f85c7b24-ef2e-57b6-b0b8-451ec8842f01/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/f85c7b24-ef2e-57b6-b0b8-451ec8842f01/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/f85c7b24-ef2e-57b6-b0b8-451ec8842f01/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-025c2338-c551-5413-a058-21a5001cf210,10.0.0.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1500 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
}

set_up "$@"
