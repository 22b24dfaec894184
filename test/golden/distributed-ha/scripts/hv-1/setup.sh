#!/usr/bin/env bash
# hv-1 of fabric north. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=north@hv-1
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore sysctl haproxy
  require_open_vswitch
  require_address 192.168.1.11/24
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:hv-1: br-int, where VMs and namespaces plug in
  bridge br-int OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14
  # host:hv-1: br-tun, from local VLANs to tunnels and back
  bridge br-tun
  # bridge:hv-1.br-ex: br-ex, the way to physical network outside
  bridge br-ex
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == uplinks: network cards in the physical bridges
  #    Neutron: none: whoever installs the host does it
  # bridge:hv-1.br-ex: eth1 carries outside
  checksums_in_software eth1
  add_port br-ex eth1 1
  device_up eth1

  # == guest-taps: taps of the VMs
  #    Neutron: none: libvirt makes them when Nova starts the VM
  # port:shop.web-1.web: eth0 of web-1
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-shop.web-1 tapc5ea2c71-64 eth0 fa:16:3e:5b:e1:b8 1550
  else
    tap_device tapc5ea2c71-64 1550
  fi

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # interface:shop.edge.db-v4: in db as local VLAN 2
  add_port br-int qr-06631798-13 3 \
    -- set Port qr-06631798-13 tag=2 other_config:tag=2 other_config:net_uuid=7003cbaf-edcc-5a99-a28c-b954ff817b48 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
    -- set Interface qr-06631798-13 type=internal external_ids:iface-id=06631798-13b6-5c70-a0fc-b19b71f2cefc external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:f2:ce:fc"'
  # interface:shop.edge.web-v4: in web as local VLAN 3
  add_port br-int qr-ae1a0877-85 4 \
    -- set Port qr-ae1a0877-85 tag=3 other_config:tag=3 other_config:net_uuid=21c2a132-9559-5089-9257-a7938ee192be other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=2 \
    -- set Interface qr-ae1a0877-85 type=internal external_ids:iface-id=ae1a0877-85ce-5062-90d9-0229d225db0e external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:25:db:0e"'
  # agent-gateway:hv-1.provider.public: in public as local VLAN 1
  add_port br-int fg-9f1ff240-39 5 \
    -- set Port fg-9f1ff240-39 tag=1 other_config:tag=1 other_config:net_uuid=725e7b58-284d-5474-aae2-b4e70a330e18 other_config:network_type=flat other_config:physical_network=outside \
    -- set Interface fg-9f1ff240-39 type=internal external_ids:iface-id=9f1ff240-394a-5932-baea-8eaa544b9f3f external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:4b:9f:3f"'
  # port:shop.web-1.web: in web as local VLAN 3
  add_port br-int tapc5ea2c71-64 6 \
    -- set Port tapc5ea2c71-64 tag=3 other_config:tag=3 other_config:net_uuid=21c2a132-9559-5089-9257-a7938ee192be other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=2 \
    -- set Interface tapc5ea2c71-64 external_ids:iface-id=c5ea2c71-645f-53b1-a86d-9045f25be1b8 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:5b:e1:b8"' external_ids:vm-uuid=a3b1c47e-e945-5cdb-8cba-dc726933da02
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # bridge:hv-1.br-ex: from br-int to br-ex
  add_port br-int int-br-ex 1 \
    -- set Interface int-br-ex type=patch options:peer=phy-br-ex \
    -- set Port int-br-ex other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:hv-1: from br-int to br-tun
  add_port br-int patch-tun 2 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:hv-1: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
  # bridge:hv-1.br-ex: from br-ex to br-int
  add_port br-ex phy-br-ex 2 \
    -- set Interface phy-br-ex type=patch options:peer=int-br-ex
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:hv-1: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 192.168.1.11/24
  # host:hv-1: to host:hv-2
  add_port br-tun vxlan-c0a8010c 2 \
    -- set Interface vxlan-c0a8010c type=vxlan options:local_ip=192.168.1.11 options:remote_ip=192.168.1.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-1: to host:net-2
  add_port br-tun vxlan-c0a80102 3 \
    -- set Interface vxlan-c0a80102 type=vxlan options:local_ip=192.168.1.11 options:remote_ip=192.168.1.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-1: to host:net-1
  add_port br-tun vxlan-c0a80101 4 \
    -- set Interface vxlan-c0a80101 type=vxlan options:local_ip=192.168.1.11 options:remote_ip=192.168.1.1 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-1: 99 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:hv-1: 39 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
  # bridge:hv-1.br-ex: 10 flows of br-ex
  load_flows br-ex "$here"/flows/br-ex.flows
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
  # network:provider.public: its fip namespace
  namespace fip-725e7b58-284d-5474-aae2-b4e70a330e18
  namespace_device fip-725e7b58-284d-5474-aae2-b4e70a330e18 fg-9f1ff240-39 fa:16:3e:4b:9f:3f 1500
  namespace_kernel fip-725e7b58-284d-5474-aae2-b4e70a330e18 \
    net.ipv4.ip_forward=1 \
    net.ipv4.conf.fg-9f1ff240-39.proxy_arp=1 \
    net.ipv4.neigh.fg-9f1ff240-39.proxy_delay=1

  # == namespace-links: links between namespaces
  #    Neutron: dvr_fip_ns.py create_rtr_2_fip_link
  # router:shop.edge: its link to fip-725e7b58-284d-5474-aae2-b4e70a330e18
  namespace_link qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd rfp-9ad31ead-2 02:8d:2d:2d:5d:cd fip-725e7b58-284d-5474-aae2-b4e70a330e18 fpr-9ad31ead-2 06:8d:2d:2d:5d:cd 1500
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == namespace-addresses: addresses, routes and known neighbours of the namespaces
  #    Neutron: linux/interface.py init_l3; router_info.py routes_updated
  # router:shop.edge: addresses and routes in qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd
  namespace_address qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd qr-06631798-13 10.0.2.1/24
  namespace_address qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd qr-ae1a0877-85 10.0.1.1/24
  namespace_address qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd rfp-9ad31ead-2 169.254.123.154/31
  namespace_route qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd 0.0.0.0/0 10.0.2.2 dev qr-06631798-13 table 167772673
  namespace_route qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd 0.0.0.0/0 10.0.1.2 dev qr-ae1a0877-85 table 167772417
  namespace_route qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd 0.0.0.0/0 169.254.123.155 dev rfp-9ad31ead-2 table 16
  namespace_rule qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd -4 167772673 167772673 from 10.0.2.1/24
  namespace_rule qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd -4 167772417 167772417 from 10.0.1.1/24
  namespace_rule qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd -4 68007 16 from 10.0.1.4/32
  namespace_neighbour qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd qr-06631798-13 10.0.2.2 fa:16:3e:ab:b1:1b
  namespace_neighbour qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd qr-06631798-13 10.0.2.3 fa:16:3e:01:94:1d
  namespace_neighbour qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd qr-06631798-13 10.0.2.4 fa:16:3e:3c:ac:72
  namespace_neighbour qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd qr-ae1a0877-85 10.0.1.2 fa:16:3e:5a:54:c6
  namespace_neighbour qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd qr-ae1a0877-85 10.0.1.3 fa:16:3e:5a:5b:15
  namespace_neighbour qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd qr-ae1a0877-85 10.0.1.4 fa:16:3e:5b:e1:b8
  namespace_neighbour qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd rfp-9ad31ead-2 169.254.123.155 06:8d:2d:2d:5d:cd
  # network:provider.public: addresses and routes in fip-725e7b58-284d-5474-aae2-b4e70a330e18
  namespace_address fip-725e7b58-284d-5474-aae2-b4e70a330e18 fg-9f1ff240-39 203.0.113.3/24
  namespace_address fip-725e7b58-284d-5474-aae2-b4e70a330e18 fpr-9ad31ead-2 169.254.123.155/31
  namespace_route fip-725e7b58-284d-5474-aae2-b4e70a330e18 203.0.113.50/32 169.254.123.154 dev fpr-9ad31ead-2
  namespace_route fip-725e7b58-284d-5474-aae2-b4e70a330e18 0.0.0.0/0 203.0.113.1 dev fg-9f1ff240-39 table 2852027291
  namespace_rule fip-725e7b58-284d-5474-aae2-b4e70a330e18 -4 2852027291 2852027291 iif fpr-9ad31ead-2
  namespace_neighbour fip-725e7b58-284d-5474-aae2-b4e70a330e18 fpr-9ad31ead-2 169.254.123.154 02:8d:2d:2d:5d:cd

  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:shop.web-1.web: addresses of eth0 of web-1, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-shop.web-1 eth0 10.0.1.4/24
    guest_gateway vm-shop.web-1 10.0.1.1
  fi
}

# Phase iptables: the packet filters, and then the taps they filter.
phase_iptables() {
  # == namespace-rules: packet filters of the namespaces
  #    Neutron: router_info.py; iptables_manager.py apply
  # router:shop.edge: packet filter of qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd
  namespace_rules qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd iptables "$here"/iptables/qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd.v4.rules
  namespace_rules qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd ip6tables "$here"/iptables/qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd.v6.rules
  # network:provider.public: packet filter of fip-725e7b58-284d-5474-aae2-b4e70a330e18
  namespace_rules fip-725e7b58-284d-5474-aae2-b4e70a330e18 iptables "$here"/iptables/fip-725e7b58-284d-5474-aae2-b4e70a330e18.v4.rules
  namespace_rules fip-725e7b58-284d-5474-aae2-b4e70a330e18 ip6tables "$here"/iptables/fip-725e7b58-284d-5474-aae2-b4e70a330e18.v6.rules
}

# Phase services: the agents’ processes.
phase_services() {
  # == namespace-daemons: daemons of the routers
  #    Neutron: linux/ra.py DaemonMonitor; metadata/driver.py
  # router:shop.edge: the metadata proxy
  namespace_daemon qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd ns-metadata-proxy/9ad31ead-2f62-5377-b5ae-918d2d2d5dcd.haproxy.conf haproxy -D -f
}

set_up "$@"
