#!/usr/bin/env bash
# net-a of fabric quiet. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=quiet@net-a
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore sysctl dnsmasq haproxy
  require_open_vswitch
  require_address 10.20.0.2/24
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
  # dhcp:lab.app-v4: in app as local VLAN 1
  add_port br-int tap10a977b3-d6 2 \
    -- set Port tap10a977b3-d6 tag=1 other_config:tag=1 other_config:net_uuid=c6b73c70-19af-5e28-842c-e30839f4d4d5 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
    -- set Interface tap10a977b3-d6 type=internal external_ids:iface-id=10a977b3-d6b3-5b2a-8851-8f674793a873 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:93:a8:73"'
  # dhcp:lab.db-v4: in db as local VLAN 2
  add_port br-int tap9ad81981-44 3 \
    -- set Port tap9ad81981-44 tag=2 other_config:tag=2 other_config:net_uuid=5be832b2-a755-5df2-bbed-d14991140acd other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=2 \
    -- set Interface tap9ad81981-44 type=internal external_ids:iface-id=9ad81981-441c-5bb7-8cb3-763b99a75cc0 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:a7:5c:c0"'
  # interface:lab.edge.app-v4: in app as local VLAN 1
  add_port br-int qr-5520e394-77 4 \
    -- set Port qr-5520e394-77 tag=1 other_config:tag=1 other_config:net_uuid=c6b73c70-19af-5e28-842c-e30839f4d4d5 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
    -- set Interface qr-5520e394-77 type=internal external_ids:iface-id=5520e394-77f5-5df7-a5b4-4a40988cd2be external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:8c:d2:be"'
  # interface:lab.edge.db-v4: in db as local VLAN 2
  add_port br-int qr-75e5f505-d5 5 \
    -- set Port qr-75e5f505-d5 tag=2 other_config:tag=2 other_config:net_uuid=5be832b2-a755-5df2-bbed-d14991140acd other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=2 \
    -- set Interface qr-75e5f505-d5 type=internal external_ids:iface-id=75e5f505-d575-5b56-94f4-b2b6b388bb30 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:88:bb:30"'
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
  underlay_bridge 10.20.0.2/24
  # host:net-a: to host:hv-3
  add_port br-tun vxlan-0a14000d 2 \
    -- set Interface vxlan-0a14000d type=vxlan options:local_ip=10.20.0.2 options:remote_ip=10.20.0.13 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:net-a: to host:hv-2
  add_port br-tun vxlan-0a14000c 3 \
    -- set Interface vxlan-0a14000c type=vxlan options:local_ip=10.20.0.2 options:remote_ip=10.20.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:net-a: to host:hv-1
  add_port br-tun vxlan-0a14000b 4 \
    -- set Interface vxlan-0a14000b type=vxlan options:local_ip=10.20.0.2 options:remote_ip=10.20.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:net-a: 10 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:net-a: 28 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase namespaces: the agents’ namespaces and the devices in them.
phase_namespaces() {
  # == namespace-devices: namespaces, and the devices in them
  #    Neutron: namespaces.py RouterNamespace.create; linux/interface.py plug; linux/dhcp.py DeviceManager.setup
  # router:lab.edge: its router namespace
  namespace qrouter-49c6b017-50f5-5c5b-9d7b-fd22cb44ee8c
  namespace_device qrouter-49c6b017-50f5-5c5b-9d7b-fd22cb44ee8c qr-5520e394-77 fa:16:3e:8c:d2:be 1500
  namespace_device qrouter-49c6b017-50f5-5c5b-9d7b-fd22cb44ee8c qr-75e5f505-d5 fa:16:3e:88:bb:30 1500
  namespace_kernel qrouter-49c6b017-50f5-5c5b-9d7b-fd22cb44ee8c \
    net.ipv4.ip_forward=1 \
    net.ipv4.conf.all.arp_ignore=1 \
    net.ipv4.conf.all.arp_announce=2 \
    net.ipv6.conf.all.forwarding=1 \
    net.netfilter.nf_conntrack_tcp_be_liberal=1
  # network:lab.app: its dhcp namespace
  namespace qdhcp-c6b73c70-19af-5e28-842c-e30839f4d4d5
  namespace_device qdhcp-c6b73c70-19af-5e28-842c-e30839f4d4d5 tap10a977b3-d6 fa:16:3e:93:a8:73 1500
  # network:lab.db: its dhcp namespace
  namespace qdhcp-5be832b2-a755-5df2-bbed-d14991140acd
  namespace_device qdhcp-5be832b2-a755-5df2-bbed-d14991140acd tap9ad81981-44 fa:16:3e:a7:5c:c0 1500
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == namespace-addresses: addresses, routes and known neighbours of the namespaces
  #    Neutron: linux/interface.py init_l3; router_info.py routes_updated
  # router:lab.edge: addresses and routes in qrouter-49c6b017-50f5-5c5b-9d7b-fd22cb44ee8c
  namespace_address qrouter-49c6b017-50f5-5c5b-9d7b-fd22cb44ee8c qr-5520e394-77 10.0.0.1/24
  namespace_address qrouter-49c6b017-50f5-5c5b-9d7b-fd22cb44ee8c qr-75e5f505-d5 10.0.1.1/24
  # network:lab.app: addresses and routes in qdhcp-c6b73c70-19af-5e28-842c-e30839f4d4d5
  namespace_address qdhcp-c6b73c70-19af-5e28-842c-e30839f4d4d5 tap10a977b3-d6 10.0.0.2/24
  namespace_route qdhcp-c6b73c70-19af-5e28-842c-e30839f4d4d5 0.0.0.0/0 10.0.0.1
  # network:lab.db: addresses and routes in qdhcp-5be832b2-a755-5df2-bbed-d14991140acd
  namespace_address qdhcp-5be832b2-a755-5df2-bbed-d14991140acd tap9ad81981-44 10.0.1.2/24
  namespace_route qdhcp-5be832b2-a755-5df2-bbed-d14991140acd 0.0.0.0/0 10.0.1.1
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
  # router:lab.edge: packet filter of qrouter-49c6b017-50f5-5c5b-9d7b-fd22cb44ee8c
  namespace_rules qrouter-49c6b017-50f5-5c5b-9d7b-fd22cb44ee8c iptables "$here"/iptables/qrouter-49c6b017-50f5-5c5b-9d7b-fd22cb44ee8c.v4.rules
  namespace_rules qrouter-49c6b017-50f5-5c5b-9d7b-fd22cb44ee8c ip6tables "$here"/iptables/qrouter-49c6b017-50f5-5c5b-9d7b-fd22cb44ee8c.v6.rules
  # network:lab.app: packet filter of qdhcp-c6b73c70-19af-5e28-842c-e30839f4d4d5
  namespace_rules qdhcp-c6b73c70-19af-5e28-842c-e30839f4d4d5 iptables "$here"/iptables/qdhcp-c6b73c70-19af-5e28-842c-e30839f4d4d5.v4.rules
  namespace_rules qdhcp-c6b73c70-19af-5e28-842c-e30839f4d4d5 ip6tables "$here"/iptables/qdhcp-c6b73c70-19af-5e28-842c-e30839f4d4d5.v6.rules
  # network:lab.db: packet filter of qdhcp-5be832b2-a755-5df2-bbed-d14991140acd
  namespace_rules qdhcp-5be832b2-a755-5df2-bbed-d14991140acd iptables "$here"/iptables/qdhcp-5be832b2-a755-5df2-bbed-d14991140acd.v4.rules
  namespace_rules qdhcp-5be832b2-a755-5df2-bbed-d14991140acd ip6tables "$here"/iptables/qdhcp-5be832b2-a755-5df2-bbed-d14991140acd.v6.rules
}

# Phase services: the agents’ processes.
phase_services() {
  # == namespace-daemons: daemons of the routers
  #    Neutron: linux/ra.py DaemonMonitor; metadata/driver.py
  # router:lab.edge: the metadata proxy
  namespace_daemon qrouter-49c6b017-50f5-5c5b-9d7b-fd22cb44ee8c ns-metadata-proxy/49c6b017-50f5-5c5b-9d7b-fd22cb44ee8c.haproxy.conf haproxy -D -f

  # == dhcp-servers: DHCP servers
  #    Neutron: linux/dhcp.py Dnsmasq.spawn_process
  # network:lab.app: dnsmasq for 3 addresses
  dhcp_server qdhcp-c6b73c70-19af-5e28-842c-e30839f4d4d5 c6b73c70-19af-5e28-842c-e30839f4d4d5 \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/c6b73c70-19af-5e28-842c-e30839f4d4d5/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/c6b73c70-19af-5e28-842c-e30839f4d4d5/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/c6b73c70-19af-5e28-842c-e30839f4d4d5/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/c6b73c70-19af-5e28-842c-e30839f4d4d5/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/c6b73c70-19af-5e28-842c-e30839f4d4d5/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-310efc99-ec45-5303-b20e-a177b4dd4d0f,10.0.0.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1500 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
  # network:lab.db: dnsmasq for 2 addresses
  dhcp_server qdhcp-5be832b2-a755-5df2-bbed-d14991140acd 5be832b2-a755-5df2-bbed-d14991140acd \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/5be832b2-a755-5df2-bbed-d14991140acd/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/5be832b2-a755-5df2-bbed-d14991140acd/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/5be832b2-a755-5df2-bbed-d14991140acd/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/5be832b2-a755-5df2-bbed-d14991140acd/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/5be832b2-a755-5df2-bbed-d14991140acd/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-de3ce83c-2b69-5a39-9044-69795e7cfa0d,10.0.1.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1500 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
}

set_up "$@"
