#!/usr/bin/env bash
# net-2 of fabric north. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=north@net-2
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore sysctl keepalived haproxy
  require_open_vswitch
  require_address 192.168.1.2/24
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:net-2: br-int, where VMs and namespaces plug in
  bridge br-int OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14
  # host:net-2: br-tun, from local VLANs to tunnels and back
  bridge br-tun
  # bridge:net-2.br-ex: br-ex, the way to physical network outside
  bridge br-ex
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == uplinks: network cards in the physical bridges
  #    Neutron: none: whoever installs the host does it
  # bridge:net-2.br-ex: eth1 carries outside
  checksums_in_software eth1
  add_port br-ex eth1 1
  device_up eth1

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # ha-port:shop.edge.net-2: in HA network project 14f2e72f-5c0e-5f25-9682-a614c6a4b5f6 as local VLAN 1
  add_port br-int ha-f4abc6c8-5a 3 \
    -- set Port ha-f4abc6c8-5a tag=1 other_config:tag=1 other_config:net_uuid=d650d860-4559-50fe-b0ea-a14c1882e3ab other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=3 \
    -- set Interface ha-f4abc6c8-5a type=internal external_ids:iface-id=f4abc6c8-5aa5-5dc7-8d75-4bf85887d6a7 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:87:d6:a7"'
  # interface:shop.edge.db-v4: in db as local VLAN 3
  add_port br-int qr-06631798-13 4 \
    -- set Port qr-06631798-13 tag=3 other_config:tag=3 other_config:net_uuid=7003cbaf-edcc-5a99-a28c-b954ff817b48 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
    -- set Interface qr-06631798-13 type=internal external_ids:iface-id=06631798-13b6-5c70-a0fc-b19b71f2cefc external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:f2:ce:fc"'
  # interface:shop.edge.web-v4: in web as local VLAN 4
  add_port br-int qr-ae1a0877-85 5 \
    -- set Port qr-ae1a0877-85 tag=4 other_config:tag=4 other_config:net_uuid=21c2a132-9559-5089-9257-a7938ee192be other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=2 \
    -- set Interface qr-ae1a0877-85 type=internal external_ids:iface-id=ae1a0877-85ce-5062-90d9-0229d225db0e external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:25:db:0e"'
  # snat-port:shop.edge.db-v4: in db as local VLAN 3
  add_port br-int sg-54a40381-63 6 \
    -- set Port sg-54a40381-63 tag=3 other_config:tag=3 other_config:net_uuid=7003cbaf-edcc-5a99-a28c-b954ff817b48 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
    -- set Interface sg-54a40381-63 type=internal external_ids:iface-id=54a40381-63e3-5d06-a33f-543027abb11b external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:ab:b1:1b"'
  # snat-port:shop.edge.web-v4: in web as local VLAN 4
  add_port br-int sg-0f02f83b-08 7 \
    -- set Port sg-0f02f83b-08 tag=4 other_config:tag=4 other_config:net_uuid=21c2a132-9559-5089-9257-a7938ee192be other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=2 \
    -- set Interface sg-0f02f83b-08 type=internal external_ids:iface-id=0f02f83b-08ca-5489-90d1-3920b85a54c6 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:5a:54:c6"'
  # gateway:shop.edge: in public as local VLAN 2
  add_port br-int qg-2ba60000-da 8 \
    -- set Port qg-2ba60000-da tag=2 other_config:tag=2 other_config:net_uuid=725e7b58-284d-5474-aae2-b4e70a330e18 other_config:network_type=flat other_config:physical_network=outside \
    -- set Interface qg-2ba60000-da type=internal external_ids:iface-id=2ba60000-da5c-5e21-891b-418dae3e5bed external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:3e:5b:ed"'
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # bridge:net-2.br-ex: from br-int to br-ex
  add_port br-int int-br-ex 1 \
    -- set Interface int-br-ex type=patch options:peer=phy-br-ex \
    -- set Port int-br-ex other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:net-2: from br-int to br-tun
  add_port br-int patch-tun 2 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:net-2: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
  # bridge:net-2.br-ex: from br-ex to br-int
  add_port br-ex phy-br-ex 2 \
    -- set Interface phy-br-ex type=patch options:peer=int-br-ex
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:net-2: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 192.168.1.2/24
  # host:net-2: to host:hv-2
  add_port br-tun vxlan-c0a8010c 2 \
    -- set Interface vxlan-c0a8010c type=vxlan options:local_ip=192.168.1.2 options:remote_ip=192.168.1.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:net-2: to host:hv-1
  add_port br-tun vxlan-c0a8010b 3 \
    -- set Interface vxlan-c0a8010b type=vxlan options:local_ip=192.168.1.2 options:remote_ip=192.168.1.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:net-2: to host:net-1
  add_port br-tun vxlan-c0a80101 4 \
    -- set Interface vxlan-c0a80101 type=vxlan options:local_ip=192.168.1.2 options:remote_ip=192.168.1.1 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:net-2: 52 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:net-2: 43 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
  # bridge:net-2.br-ex: 10 flows of br-ex
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
    net.ipv6.conf.all.forwarding=0 \
    net.netfilter.nf_conntrack_tcp_be_liberal=1 \
    net.ipv4.conf.all.send_redirects=0 \
    net.ipv4.conf.qr-06631798-13.send_redirects=0 \
    net.ipv4.conf.qr-ae1a0877-85.send_redirects=0 \
    net.ipv4.ip_nonlocal_bind=1
  # router:shop.edge: its snat namespace
  namespace snat-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd
  namespace_device snat-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd ha-f4abc6c8-5a fa:16:3e:87:d6:a7 1550
  namespace_device snat-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd sg-54a40381-63 fa:16:3e:ab:b1:1b 1550 addrgenmode none
  namespace_device snat-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd sg-0f02f83b-08 fa:16:3e:5a:54:c6 1550 addrgenmode none
  namespace_device snat-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd qg-2ba60000-da fa:16:3e:3e:5b:ed 1500 addrgenmode none
  namespace_kernel snat-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd \
    net.ipv4.ip_forward=1 \
    net.ipv4.conf.all.arp_ignore=1 \
    net.ipv4.conf.all.arp_announce=2 \
    net.ipv6.conf.all.forwarding=1 \
    net.netfilter.nf_conntrack_tcp_be_liberal=1 \
    net.netfilter.nf_conntrack_tcp_loose=0 \
    net.ipv6.conf.qg-2ba60000-da.accept_ra=0 \
    net.ipv6.conf.qg-2ba60000-da.forwarding=0 \
    net.ipv4.ip_nonlocal_bind=1
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
  # router:shop.edge: addresses and routes in snat-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd
  namespace_address snat-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd ha-f4abc6c8-5a 169.254.192.2/18
}

# Phase iptables: the packet filters, and then the taps they filter.
phase_iptables() {
  # == namespace-rules: packet filters of the namespaces
  #    Neutron: router_info.py; iptables_manager.py apply
  # router:shop.edge: packet filter of qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd
  namespace_rules qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd iptables "$here"/iptables/qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd.v4.rules
  namespace_rules qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd ip6tables "$here"/iptables/qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd.v6.rules
  # router:shop.edge: packet filter of snat-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd
  namespace_rules snat-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd iptables "$here"/iptables/snat-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd.v4.rules
  namespace_rules snat-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd ip6tables "$here"/iptables/snat-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd.v6.rules
}

# Phase services: the agents’ processes.
phase_services() {
  # == namespace-daemons: daemons of the routers
  #    Neutron: linux/ra.py DaemonMonitor; metadata/driver.py
  # router:shop.edge: the metadata proxy
  namespace_daemon qrouter-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd ns-metadata-proxy/9ad31ead-2f62-5377-b5ae-918d2d2d5dcd.haproxy.conf haproxy -D -f

  # == router-replicas: highly available routers
  #    Neutron: linux/keepalived.py KeepalivedManager.spawn
  # router:shop.edge: keepalived of a standby
  router_replica snat-9ad31ead-2f62-5377-b5ae-918d2d2d5dcd 9ad31ead-2f62-5377-b5ae-918d2d2d5dcd
}

set_up "$@"
