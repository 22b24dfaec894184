#!/usr/bin/env bash
# net-2 of fabric spare. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=spare@net-2
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore sysctl dnsmasq keepalived
  require_open_vswitch
  require_address 10.30.0.2/24
  require_free_chains iptables
  require_free_chains ip6tables
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:net-2: br-int, where VMs and namespaces plug in
  bridge br-int
  # host:net-2: br-tun, from local VLANs to tunnels and back
  bridge br-tun
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # dhcp:shop.front-v4: in front as local VLAN 3
  add_port br-int tapfd6224eb-88 2 \
    -- set Port tapfd6224eb-88 tag=3 other_config:tag=3 other_config:net_uuid=acfe62ac-7468-524e-a431-0c9f39b946eb other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=2 \
    -- set Interface tapfd6224eb-88 type=internal external_ids:iface-id=fd6224eb-88ca-5c2a-93c1-ad4bb6d276a6 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:d2:76:a6"'
  # ha-port:shop.edge.net-2: in HA network project 19c7bea7-9482-5b91-b69d-711157b77b51 as local VLAN 1
  add_port br-int ha-770bb4aa-44 3 \
    -- set Port ha-770bb4aa-44 tag=1 other_config:tag=1 other_config:net_uuid=8ead2055-77e3-586a-adf6-b187f0958c66 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=3 \
    -- set Interface ha-770bb4aa-44 type=internal external_ids:iface-id=770bb4aa-44ca-5246-9bf9-f47547957a86 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:95:7a:86"'
  # interface:shop.edge.back-v4: in back as local VLAN 2
  add_port br-int qr-73178ad7-63 4 \
    -- set Port qr-73178ad7-63 tag=2 other_config:tag=2 other_config:net_uuid=2051f1f1-f611-5462-bcb4-da796a837a3c other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
    -- set Interface qr-73178ad7-63 type=internal external_ids:iface-id=73178ad7-6391-5adf-93d8-3e4505771c51 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:77:1c:51"'
  # interface:shop.edge.front-v4: in front as local VLAN 3
  add_port br-int qr-9f77a9cf-56 5 \
    -- set Port qr-9f77a9cf-56 tag=3 other_config:tag=3 other_config:net_uuid=acfe62ac-7468-524e-a431-0c9f39b946eb other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=2 \
    -- set Interface qr-9f77a9cf-56 type=internal external_ids:iface-id=9f77a9cf-56a1-59d6-b08e-b5a06c2e2146 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:2e:21:46"'
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # host:net-2: from br-int to br-tun
  add_port br-int patch-tun 1 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:net-2: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:net-2: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 10.30.0.2/24
  # host:net-2: to host:hv-2
  add_port br-tun vxlan-0a1e000c 2 \
    -- set Interface vxlan-0a1e000c type=vxlan options:local_ip=10.30.0.2 options:remote_ip=10.30.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:net-2: to host:hv-1
  add_port br-tun vxlan-0a1e000b 3 \
    -- set Interface vxlan-0a1e000b type=vxlan options:local_ip=10.30.0.2 options:remote_ip=10.30.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:net-2: to host:net-3
  add_port br-tun vxlan-0a1e0003 4 \
    -- set Interface vxlan-0a1e0003 type=vxlan options:local_ip=10.30.0.2 options:remote_ip=10.30.0.3 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:net-2: to host:net-1
  add_port br-tun vxlan-0a1e0001 5 \
    -- set Interface vxlan-0a1e0001 type=vxlan options:local_ip=10.30.0.2 options:remote_ip=10.30.0.1 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:net-2: 10 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:net-2: 31 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase namespaces: the agents’ namespaces and the devices in them.
phase_namespaces() {
  # == namespace-devices: namespaces, and the devices in them
  #    Neutron: namespaces.py RouterNamespace.create; linux/interface.py plug; linux/dhcp.py DeviceManager.setup
  # router:shop.edge: its router namespace
  namespace qrouter-f073c548-905b-54e0-8aa2-6e6539e42e66
  namespace_device qrouter-f073c548-905b-54e0-8aa2-6e6539e42e66 ha-770bb4aa-44 fa:16:3e:95:7a:86 1500
  namespace_device qrouter-f073c548-905b-54e0-8aa2-6e6539e42e66 qr-73178ad7-63 fa:16:3e:77:1c:51 1500 addrgenmode none
  namespace_device qrouter-f073c548-905b-54e0-8aa2-6e6539e42e66 qr-9f77a9cf-56 fa:16:3e:2e:21:46 1500 addrgenmode none
  namespace_kernel qrouter-f073c548-905b-54e0-8aa2-6e6539e42e66 \
    net.ipv4.ip_forward=1 \
    net.ipv4.conf.all.arp_ignore=1 \
    net.ipv4.conf.all.arp_announce=2 \
    net.ipv6.conf.all.forwarding=0 \
    net.netfilter.nf_conntrack_tcp_be_liberal=1 \
    net.ipv4.ip_nonlocal_bind=1
  # network:shop.front: its dhcp namespace
  namespace qdhcp-acfe62ac-7468-524e-a431-0c9f39b946eb
  namespace_device qdhcp-acfe62ac-7468-524e-a431-0c9f39b946eb tapfd6224eb-88 fa:16:3e:d2:76:a6 1500
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == namespace-addresses: addresses, routes and known neighbours of the namespaces
  #    Neutron: linux/interface.py init_l3; router_info.py routes_updated
  # router:shop.edge: addresses and routes in qrouter-f073c548-905b-54e0-8aa2-6e6539e42e66
  namespace_address qrouter-f073c548-905b-54e0-8aa2-6e6539e42e66 ha-770bb4aa-44 169.254.192.2/18
  # network:shop.front: addresses and routes in qdhcp-acfe62ac-7468-524e-a431-0c9f39b946eb
  namespace_address qdhcp-acfe62ac-7468-524e-a431-0c9f39b946eb tapfd6224eb-88 10.0.0.2/24
  namespace_route qdhcp-acfe62ac-7468-524e-a431-0c9f39b946eb 0.0.0.0/0 10.0.0.1
}

# Phase iptables: the packet filters, and then the taps they filter.
phase_iptables() {
  # == host-rules: packet filter of the host
  #    Neutron: iptables_firewall.py; iptables_manager.py apply
  # host:net-2: security groups of the VMs, IPv4
  host_rules iptables "$here"/iptables/host.v4.rules
  # host:net-2: security groups of the VMs, IPv6
  host_rules ip6tables "$here"/iptables/host.v6.rules

  # == namespace-rules: packet filters of the namespaces
  #    Neutron: router_info.py; iptables_manager.py apply
  # router:shop.edge: packet filter of qrouter-f073c548-905b-54e0-8aa2-6e6539e42e66
  namespace_rules qrouter-f073c548-905b-54e0-8aa2-6e6539e42e66 iptables "$here"/iptables/qrouter-f073c548-905b-54e0-8aa2-6e6539e42e66.v4.rules
  namespace_rules qrouter-f073c548-905b-54e0-8aa2-6e6539e42e66 ip6tables "$here"/iptables/qrouter-f073c548-905b-54e0-8aa2-6e6539e42e66.v6.rules
  # network:shop.front: packet filter of qdhcp-acfe62ac-7468-524e-a431-0c9f39b946eb
  namespace_rules qdhcp-acfe62ac-7468-524e-a431-0c9f39b946eb iptables "$here"/iptables/qdhcp-acfe62ac-7468-524e-a431-0c9f39b946eb.v4.rules
  namespace_rules qdhcp-acfe62ac-7468-524e-a431-0c9f39b946eb ip6tables "$here"/iptables/qdhcp-acfe62ac-7468-524e-a431-0c9f39b946eb.v6.rules
}

# Phase services: the agents’ processes.
phase_services() {
  # == dhcp-servers: DHCP servers
  #    Neutron: linux/dhcp.py Dnsmasq.spawn_process
  # network:shop.front: dnsmasq for 2 addresses
  dhcp_server qdhcp-acfe62ac-7468-524e-a431-0c9f39b946eb acfe62ac-7468-524e-a431-0c9f39b946eb \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/acfe62ac-7468-524e-a431-0c9f39b946eb/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/acfe62ac-7468-524e-a431-0c9f39b946eb/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/acfe62ac-7468-524e-a431-0c9f39b946eb/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/acfe62ac-7468-524e-a431-0c9f39b946eb/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/acfe62ac-7468-524e-a431-0c9f39b946eb/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-859fca81-6fe6-5f0e-8b46-52661bb62249,10.0.0.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1500 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal

  # == router-replicas: highly available routers
  #    Neutron: linux/keepalived.py KeepalivedManager.spawn
  # router:shop.edge: keepalived of a standby
  router_replica qrouter-f073c548-905b-54e0-8aa2-6e6539e42e66 f073c548-905b-54e0-8aa2-6e6539e42e66
}

set_up "$@"
