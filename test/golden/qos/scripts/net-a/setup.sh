#!/usr/bin/env bash
# net-a of fabric edge. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=edge@net-a
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore sysctl dnsmasq
  require_open_vswitch
  require_address 10.70.0.2/24
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
  # bridge:net-a.br-ex: eth1 carries datacentre
  checksums_in_software eth1
  add_port br-ex eth1 1
  device_up eth1

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # dhcp:voice.lan-v4: in lan as local VLAN 1
  add_port br-int tap3745368c-56 3 \
    -- set Port tap3745368c-56 tag=1 other_config:tag=1 other_config:net_uuid=9de54e0c-46f9-5967-890b-4b5ab1461122 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=600 \
    -- set Interface tap3745368c-56 type=internal external_ids:iface-id=3745368c-569f-5f53-88f5-34fed79afee0 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:9a:fe:e0"'
  # dhcp:voice.trunk-v4: in trunk as local VLAN 2
  add_port br-int tap02d78a23-59 4 \
    -- set Port tap02d78a23-59 tag=2 other_config:tag=2 other_config:net_uuid=14bdfa61-e890-55ef-8783-531a8b37ec6d other_config:network_type=vlan other_config:physical_network=datacentre other_config:segmentation_id=300 \
    -- set Interface tap02d78a23-59 type=internal external_ids:iface-id=02d78a23-59cc-5278-b595-4ac995ecf023 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:ec:f0:23"'
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
  underlay_bridge 10.70.0.2/24
  # host:net-a: to host:hv-2
  add_port br-tun vxlan-0a46000c 2 \
    -- set Interface vxlan-0a46000c type=vxlan options:local_ip=10.70.0.2 options:remote_ip=10.70.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:net-a: to host:hv-1
  add_port br-tun vxlan-0a46000b 3 \
    -- set Interface vxlan-0a46000b type=vxlan options:local_ip=10.70.0.2 options:remote_ip=10.70.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:net-a: 27 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:net-a: 17 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
  # bridge:net-a.br-ex: 3 flows of br-ex
  load_flows br-ex "$here"/flows/br-ex.flows
}

# Phase namespaces: the agents’ namespaces and the devices in them.
phase_namespaces() {
  # == namespace-devices: namespaces, and the devices in them
  #    Neutron: namespaces.py RouterNamespace.create; linux/interface.py plug; linux/dhcp.py DeviceManager.setup
  # network:voice.lan: its dhcp namespace
  namespace qdhcp-9de54e0c-46f9-5967-890b-4b5ab1461122
  namespace_device qdhcp-9de54e0c-46f9-5967-890b-4b5ab1461122 tap3745368c-56 fa:16:3e:9a:fe:e0 1500
  # network:voice.trunk: its dhcp namespace
  namespace qdhcp-14bdfa61-e890-55ef-8783-531a8b37ec6d
  namespace_device qdhcp-14bdfa61-e890-55ef-8783-531a8b37ec6d tap02d78a23-59 fa:16:3e:ec:f0:23 1500
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == namespace-addresses: addresses, routes and known neighbours of the namespaces
  #    Neutron: linux/interface.py init_l3; router_info.py routes_updated
  # network:voice.lan: addresses and routes in qdhcp-9de54e0c-46f9-5967-890b-4b5ab1461122
  namespace_address qdhcp-9de54e0c-46f9-5967-890b-4b5ab1461122 tap3745368c-56 10.1.0.2/24
  namespace_route qdhcp-9de54e0c-46f9-5967-890b-4b5ab1461122 0.0.0.0/0 10.1.0.1
  # network:voice.trunk: addresses and routes in qdhcp-14bdfa61-e890-55ef-8783-531a8b37ec6d
  namespace_address qdhcp-14bdfa61-e890-55ef-8783-531a8b37ec6d tap02d78a23-59 10.2.0.2/24
  namespace_route qdhcp-14bdfa61-e890-55ef-8783-531a8b37ec6d 0.0.0.0/0 10.2.0.1
}

# Phase iptables: the packet filters, and then the taps they filter.
phase_iptables() {
  # == namespace-rules: packet filters of the namespaces
  #    Neutron: router_info.py; iptables_manager.py apply
  # network:voice.lan: packet filter of qdhcp-9de54e0c-46f9-5967-890b-4b5ab1461122
  namespace_rules qdhcp-9de54e0c-46f9-5967-890b-4b5ab1461122 iptables "$here"/iptables/qdhcp-9de54e0c-46f9-5967-890b-4b5ab1461122.v4.rules
  namespace_rules qdhcp-9de54e0c-46f9-5967-890b-4b5ab1461122 ip6tables "$here"/iptables/qdhcp-9de54e0c-46f9-5967-890b-4b5ab1461122.v6.rules
  # network:voice.trunk: packet filter of qdhcp-14bdfa61-e890-55ef-8783-531a8b37ec6d
  namespace_rules qdhcp-14bdfa61-e890-55ef-8783-531a8b37ec6d iptables "$here"/iptables/qdhcp-14bdfa61-e890-55ef-8783-531a8b37ec6d.v4.rules
  namespace_rules qdhcp-14bdfa61-e890-55ef-8783-531a8b37ec6d ip6tables "$here"/iptables/qdhcp-14bdfa61-e890-55ef-8783-531a8b37ec6d.v6.rules
}

# Phase services: the agents’ processes.
phase_services() {
  # == dhcp-servers: DHCP servers
  #    Neutron: linux/dhcp.py Dnsmasq.spawn_process
  # network:voice.lan: dnsmasq for 2 addresses
  dhcp_server qdhcp-9de54e0c-46f9-5967-890b-4b5ab1461122 9de54e0c-46f9-5967-890b-4b5ab1461122 \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/9de54e0c-46f9-5967-890b-4b5ab1461122/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/9de54e0c-46f9-5967-890b-4b5ab1461122/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/9de54e0c-46f9-5967-890b-4b5ab1461122/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/9de54e0c-46f9-5967-890b-4b5ab1461122/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/9de54e0c-46f9-5967-890b-4b5ab1461122/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-dff61991-653e-5de6-9220-7cb02aabd22b,10.1.0.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1500 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
  # network:voice.trunk: dnsmasq for 3 addresses
  dhcp_server qdhcp-14bdfa61-e890-55ef-8783-531a8b37ec6d 14bdfa61-e890-55ef-8783-531a8b37ec6d \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/14bdfa61-e890-55ef-8783-531a8b37ec6d/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/14bdfa61-e890-55ef-8783-531a8b37ec6d/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/14bdfa61-e890-55ef-8783-531a8b37ec6d/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/14bdfa61-e890-55ef-8783-531a8b37ec6d/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/14bdfa61-e890-55ef-8783-531a8b37ec6d/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-c6cdc80a-d6e3-510d-95c7-81e4cc378971,10.2.0.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1500 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
}

set_up "$@"
