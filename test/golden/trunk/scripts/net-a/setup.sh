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
  require_address 10.60.0.2/24
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:net-a: br-int, where VMs and namespaces plug in
  bridge br-int OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14
  # host:net-a: br-tun, from local VLANs to tunnels and back
  bridge br-tun
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # dhcp:ops.dmz-v4: in dmz as local VLAN 1
  add_port br-int tap21a78bcc-80 2 \
    -- set Port tap21a78bcc-80 tag=1 other_config:tag=1 other_config:net_uuid=d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=500 \
    -- set Interface tap21a78bcc-80 type=internal external_ids:iface-id=21a78bcc-801c-5d5e-a785-3b7424403a07 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:40:3a:07"'
  # dhcp:ops.lan-v4: in lan as local VLAN 2
  add_port br-int tap259348f7-32 3 \
    -- set Port tap259348f7-32 tag=2 other_config:tag=2 other_config:net_uuid=a012853f-450c-5f08-91d2-f9b720cfabbf other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=501 \
    -- set Interface tap259348f7-32 type=internal external_ids:iface-id=259348f7-3288-51b2-b743-38b85c37f3df external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:37:f3:df"'
  # dhcp:ops.mgmt-v4: in mgmt as local VLAN 3
  add_port br-int tap157c4135-84 4 \
    -- set Port tap157c4135-84 tag=3 other_config:tag=3 other_config:net_uuid=be9a77a0-7e59-5d7a-a08c-11c3ca275ecd other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=502 \
    -- set Interface tap157c4135-84 type=internal external_ids:iface-id=157c4135-84e1-5f5d-b36d-b2b1c85a0ca9 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:5a:0c:a9"'
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
  underlay_bridge 10.60.0.2/24
  # host:net-a: to host:hv-2
  add_port br-tun vxlan-0a3c000c 2 \
    -- set Interface vxlan-0a3c000c type=vxlan options:local_ip=10.60.0.2 options:remote_ip=10.60.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:net-a: to host:hv-1
  add_port br-tun vxlan-0a3c000b 3 \
    -- set Interface vxlan-0a3c000b type=vxlan options:local_ip=10.60.0.2 options:remote_ip=10.60.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:net-a: 26 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:net-a: 21 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase namespaces: the agents’ namespaces and the devices in them.
phase_namespaces() {
  # == namespace-devices: namespaces, and the devices in them
  #    Neutron: namespaces.py RouterNamespace.create; linux/interface.py plug; linux/dhcp.py DeviceManager.setup
  # network:ops.dmz: its dhcp namespace
  namespace qdhcp-d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd
  namespace_device qdhcp-d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd tap21a78bcc-80 fa:16:3e:40:3a:07 1500
  # network:ops.lan: its dhcp namespace
  namespace qdhcp-a012853f-450c-5f08-91d2-f9b720cfabbf
  namespace_device qdhcp-a012853f-450c-5f08-91d2-f9b720cfabbf tap259348f7-32 fa:16:3e:37:f3:df 1500
  # network:ops.mgmt: its dhcp namespace
  namespace qdhcp-be9a77a0-7e59-5d7a-a08c-11c3ca275ecd
  namespace_device qdhcp-be9a77a0-7e59-5d7a-a08c-11c3ca275ecd tap157c4135-84 fa:16:3e:5a:0c:a9 1500
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == namespace-addresses: addresses, routes and known neighbours of the namespaces
  #    Neutron: linux/interface.py init_l3; router_info.py routes_updated
  # network:ops.dmz: addresses and routes in qdhcp-d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd
  namespace_address qdhcp-d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd tap21a78bcc-80 10.2.0.2/24
  namespace_route qdhcp-d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd 0.0.0.0/0 10.2.0.1
  # network:ops.lan: addresses and routes in qdhcp-a012853f-450c-5f08-91d2-f9b720cfabbf
  namespace_address qdhcp-a012853f-450c-5f08-91d2-f9b720cfabbf tap259348f7-32 10.3.0.2/24
  namespace_route qdhcp-a012853f-450c-5f08-91d2-f9b720cfabbf 0.0.0.0/0 10.3.0.1
  # network:ops.mgmt: addresses and routes in qdhcp-be9a77a0-7e59-5d7a-a08c-11c3ca275ecd
  namespace_address qdhcp-be9a77a0-7e59-5d7a-a08c-11c3ca275ecd tap157c4135-84 10.1.0.2/24
  namespace_route qdhcp-be9a77a0-7e59-5d7a-a08c-11c3ca275ecd 0.0.0.0/0 10.1.0.1
}

# Phase iptables: the packet filters, and then the taps they filter.
phase_iptables() {
  # == namespace-rules: packet filters of the namespaces
  #    Neutron: router_info.py; iptables_manager.py apply
  # network:ops.dmz: packet filter of qdhcp-d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd
  namespace_rules qdhcp-d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd iptables "$here"/iptables/qdhcp-d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd.v4.rules
  namespace_rules qdhcp-d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd ip6tables "$here"/iptables/qdhcp-d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd.v6.rules
  # network:ops.lan: packet filter of qdhcp-a012853f-450c-5f08-91d2-f9b720cfabbf
  namespace_rules qdhcp-a012853f-450c-5f08-91d2-f9b720cfabbf iptables "$here"/iptables/qdhcp-a012853f-450c-5f08-91d2-f9b720cfabbf.v4.rules
  namespace_rules qdhcp-a012853f-450c-5f08-91d2-f9b720cfabbf ip6tables "$here"/iptables/qdhcp-a012853f-450c-5f08-91d2-f9b720cfabbf.v6.rules
  # network:ops.mgmt: packet filter of qdhcp-be9a77a0-7e59-5d7a-a08c-11c3ca275ecd
  namespace_rules qdhcp-be9a77a0-7e59-5d7a-a08c-11c3ca275ecd iptables "$here"/iptables/qdhcp-be9a77a0-7e59-5d7a-a08c-11c3ca275ecd.v4.rules
  namespace_rules qdhcp-be9a77a0-7e59-5d7a-a08c-11c3ca275ecd ip6tables "$here"/iptables/qdhcp-be9a77a0-7e59-5d7a-a08c-11c3ca275ecd.v6.rules
}

# Phase services: the agents’ processes.
phase_services() {
  # == dhcp-servers: DHCP servers
  #    Neutron: linux/dhcp.py Dnsmasq.spawn_process
  # network:ops.dmz: dnsmasq for 2 addresses
  dhcp_server qdhcp-d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-c715b084-c67e-53b8-91a6-8e006125f165,10.2.0.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1500 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
  # network:ops.lan: dnsmasq for 2 addresses
  dhcp_server qdhcp-a012853f-450c-5f08-91d2-f9b720cfabbf a012853f-450c-5f08-91d2-f9b720cfabbf \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/a012853f-450c-5f08-91d2-f9b720cfabbf/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/a012853f-450c-5f08-91d2-f9b720cfabbf/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/a012853f-450c-5f08-91d2-f9b720cfabbf/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/a012853f-450c-5f08-91d2-f9b720cfabbf/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/a012853f-450c-5f08-91d2-f9b720cfabbf/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-3a06eb81-d86c-5a80-b587-0245819e7fde,10.3.0.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1500 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
  # network:ops.mgmt: dnsmasq for 2 addresses
  dhcp_server qdhcp-be9a77a0-7e59-5d7a-a08c-11c3ca275ecd be9a77a0-7e59-5d7a-a08c-11c3ca275ecd \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/be9a77a0-7e59-5d7a-a08c-11c3ca275ecd/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/be9a77a0-7e59-5d7a-a08c-11c3ca275ecd/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/be9a77a0-7e59-5d7a-a08c-11c3ca275ecd/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/be9a77a0-7e59-5d7a-a08c-11c3ca275ecd/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/be9a77a0-7e59-5d7a-a08c-11c3ca275ecd/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-7af6696c-80cb-558b-94bf-a72e944ba1ec,10.1.0.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1500 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
}

set_up "$@"
