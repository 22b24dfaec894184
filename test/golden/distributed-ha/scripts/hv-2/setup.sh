#!/usr/bin/env bash
# hv-2 of fabric north. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=north@hv-2
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore sysctl haproxy
  require_open_vswitch
  require_address 192.168.1.12/24
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:hv-2: br-int, where VMs and namespaces plug in
  bridge br-int OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14
  # host:hv-2: br-tun, from local VLANs to tunnels and back
  bridge br-tun
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == guest-taps: taps of the VMs
  #    Neutron: none: libvirt makes them when Nova starts the VM
  # port:shop.db-1.db: eth0 of db-1
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-shop.db-1 tape8f137ac-7b eth0 fa:16:3e:3c:ac:72 1550
  else
    tap_device tape8f137ac-7b 1550
  fi

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # interface:shop.edge.db-v4: in db as local VLAN 1
  add_port br-int qr-06631798-13 2 \
    -- set Port qr-06631798-13 tag=1 other_config:tag=1 other_config:net_uuid=7003cbaf-edcc-5a99-a28c-b954ff817b48 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
    -- set Interface qr-06631798-13 type=internal external_ids:iface-id=06631798-13b6-5c70-a0fc-b19b71f2cefc external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:f2:ce:fc"'
  # interface:shop.edge.web-v4: in web as local VLAN 2
  add_port br-int qr-ae1a0877-85 3 \
    -- set Port qr-ae1a0877-85 tag=2 other_config:tag=2 other_config:net_uuid=21c2a132-9559-5089-9257-a7938ee192be other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=2 \
    -- set Interface qr-ae1a0877-85 type=internal external_ids:iface-id=ae1a0877-85ce-5062-90d9-0229d225db0e external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:25:db:0e"'
  # port:shop.db-1.db: in db as local VLAN 1
  add_port br-int tape8f137ac-7b 4 \
    -- set Port tape8f137ac-7b tag=1 other_config:tag=1 other_config:net_uuid=7003cbaf-edcc-5a99-a28c-b954ff817b48 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
    -- set Interface tape8f137ac-7b external_ids:iface-id=e8f137ac-7b3e-5dbe-9841-ad5b253cac72 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:3c:ac:72"' external_ids:vm-uuid=06a7970a-4009-5200-a5de-86ab558cfb18
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # host:hv-2: from br-int to br-tun
  add_port br-int patch-tun 1 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:hv-2: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:hv-2: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 192.168.1.12/24
  # host:hv-2: to host:hv-1
  add_port br-tun vxlan-c0a8010b 2 \
    -- set Interface vxlan-c0a8010b type=vxlan options:local_ip=192.168.1.12 options:remote_ip=192.168.1.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-2: to host:net-2
  add_port br-tun vxlan-c0a80102 3 \
    -- set Interface vxlan-c0a80102 type=vxlan options:local_ip=192.168.1.12 options:remote_ip=192.168.1.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-2: to host:net-1
  add_port br-tun vxlan-c0a80101 4 \
    -- set Interface vxlan-c0a80101 type=vxlan options:local_ip=192.168.1.12 options:remote_ip=192.168.1.1 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-2: 91 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:hv-2: 39 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase namespaces: the agents’ namespaces and the devices in them.
phase_namespaces() {
  # == namespace-devices: namespaces, and the devices in them
  #    Neutron: namespaces.py RouterNamespace.create; linux/interface.py plug; linux/dhcp.py DeviceManager.setup
  # router:shop.edge: its router namespace
  namespace qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd
  namespace_device qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd qr-06631798-13 fa:16:3e:f2:ce:fc 1550
  namespace_device qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd qr-ae1a0877-85 fa:16:3e:25:db:0e 1550
  namespace_kernel qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd \
    net.ipv4.ip_forward=1 \
    net.ipv4.conf.all.arp_ignore=1 \
    net.ipv4.conf.all.arp_announce=2 \
    net.ipv6.conf.all.forwarding=1 \
    net.netfilter.nf_conntrack_tcp_be_liberal=1 \
    net.ipv4.conf.all.send_redirects=0 \
    net.ipv4.conf.qr-06631798-13.send_redirects=0 \
    net.ipv4.conf.qr-ae1a0877-85.send_redirects=0
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == namespace-addresses: addresses, routes and known neighbours of the namespaces
  #    Neutron: linux/interface.py init_l3; router_info.py routes_updated
  # router:shop.edge: addresses and routes in qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd
  namespace_address qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd qr-06631798-13 10.0.2.1/24
  namespace_address qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd qr-ae1a0877-85 10.0.1.1/24
  namespace_route qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd 0.0.0.0/0 10.0.2.2 dev qr-06631798-13 table 167772673
  namespace_route qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd 0.0.0.0/0 10.0.1.2 dev qr-ae1a0877-85 table 167772417
  namespace_rule qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd -4 167772673 167772673 from 10.0.2.1/24
  namespace_rule qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd -4 167772417 167772417 from 10.0.1.1/24
  namespace_neighbour qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd qr-06631798-13 10.0.2.2 fa:16:3e:ab:b1:1b
  namespace_neighbour qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd qr-06631798-13 10.0.2.3 fa:16:3e:01:94:1d
  namespace_neighbour qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd qr-06631798-13 10.0.2.4 fa:16:3e:3c:ac:72
  namespace_neighbour qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd qr-ae1a0877-85 10.0.1.2 fa:16:3e:5a:54:c6
  namespace_neighbour qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd qr-ae1a0877-85 10.0.1.3 fa:16:3e:5a:5b:15
  namespace_neighbour qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd qr-ae1a0877-85 10.0.1.4 fa:16:3e:5b:e1:b8

  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:shop.db-1.db: addresses of eth0 of db-1, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-shop.db-1 eth0 10.0.2.4/24
    guest_gateway vm-shop.db-1 10.0.2.1
  fi
}

# Phase iptables: the packet filters, and then the taps they filter.
phase_iptables() {
  # == namespace-rules: packet filters of the namespaces
  #    Neutron: router_info.py; iptables_manager.py apply
  # router:shop.edge: packet filter of qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd
  namespace_rules qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd iptables "$here"/iptables/qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd.v4.rules
  namespace_rules qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd ip6tables "$here"/iptables/qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd.v6.rules
}

# Phase services: the agents’ processes.
phase_services() {
  # == namespace-daemons: daemons of the routers
  #    Neutron: linux/ra.py DaemonMonitor; metadata/driver.py
  # router:shop.edge: the metadata proxy
  namespace_daemon qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd ns-metadata-proxy/9ad31ead-2f62-5377-b5ae-918d2d2d5dcd.haproxy.conf haproxy -D -f
}

set_up "$@"
