#!/usr/bin/env bash
# hv-1 of fabric east. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=east@hv-1
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore sysctl haproxy
  require_open_vswitch
  require_address 192.168.0.11/24
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
    guest_interface vm-shop.web-1 tap97c046b8-8a eth0 fa:16:3e:c1:d5:70 1550
  else
    tap_device tap97c046b8-8a 1550
  fi

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # interface:shop.edge.db-v4: in db as local VLAN 2
  add_port br-int qr-76c4954f-ef 3 \
    -- set Port qr-76c4954f-ef tag=2 other_config:tag=2 other_config:net_uuid=c51493c5-baa0-5860-aa89-319625aa99dd other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
    -- set Interface qr-76c4954f-ef type=internal external_ids:iface-id=76c4954f-efc8-573a-b165-fb3394200b6b external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:20:0b:6b"'
  # interface:shop.edge.web-v4: in web as local VLAN 3
  add_port br-int qr-db55c8c9-94 4 \
    -- set Port qr-db55c8c9-94 tag=3 other_config:tag=3 other_config:net_uuid=49c33c51-e5d8-56e5-a82a-88ee88395499 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=2 \
    -- set Interface qr-db55c8c9-94 type=internal external_ids:iface-id=db55c8c9-940d-50e8-a2d7-5d457d70ca0c external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:70:ca:0c"'
  # agent-gateway:hv-1.provider.public: in public as local VLAN 1
  add_port br-int fg-d753303f-c9 5 \
    -- set Port fg-d753303f-c9 tag=1 other_config:tag=1 other_config:net_uuid=38b1d339-5f05-5b82-bb12-631b19a7d2cf other_config:network_type=flat other_config:physical_network=outside \
    -- set Interface fg-d753303f-c9 type=internal external_ids:iface-id=d753303f-c93a-596a-ae9d-6f705b45572e external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:45:57:2e"'
  # port:shop.web-1.web: in web as local VLAN 3
  add_port br-int tap97c046b8-8a 6 \
    -- set Port tap97c046b8-8a tag=3 other_config:tag=3 other_config:net_uuid=49c33c51-e5d8-56e5-a82a-88ee88395499 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=2 \
    -- set Interface tap97c046b8-8a external_ids:iface-id=97c046b8-8a41-5070-b1fd-12546ec1d570 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:c1:d5:70"' external_ids:vm-uuid=7e3e1563-cb94-55c7-9a6e-c0b376bd31d8
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
  underlay_bridge 192.168.0.11/24
  # host:hv-1: to host:hv-2
  add_port br-tun vxlan-c0a8000c 2 \
    -- set Interface vxlan-c0a8000c type=vxlan options:local_ip=192.168.0.11 options:remote_ip=192.168.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-1: to host:net-1
  add_port br-tun vxlan-c0a80001 3 \
    -- set Interface vxlan-c0a80001 type=vxlan options:local_ip=192.168.0.11 options:remote_ip=192.168.0.1 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-1: 95 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:hv-1: 43 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
  # bridge:hv-1.br-ex: 9 flows of br-ex
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
  # network:provider.public: its fip namespace
  namespace fip-38b1d339-5f05-5b82-bb12-631b19a7d2cf
  namespace_device fip-38b1d339-5f05-5b82-bb12-631b19a7d2cf fg-d753303f-c9 fa:16:3e:45:57:2e 1500
  namespace_kernel fip-38b1d339-5f05-5b82-bb12-631b19a7d2cf \
    net.ipv4.ip_forward=1 \
    net.ipv4.conf.fg-d753303f-c9.proxy_arp=1 \
    net.ipv4.neigh.fg-d753303f-c9.proxy_delay=1

  # == namespace-links: links between namespaces
  #    Neutron: dvr_fip_ns.py create_rtr_2_fip_link
  # router:shop.edge: its link to fip-38b1d339-5f05-5b82-bb12-631b19a7d2cf
  namespace_link qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 rfp-97f800cf-b 02:c3:80:1a:fb:26 fip-38b1d339-5f05-5b82-bb12-631b19a7d2cf fpr-97f800cf-b 06:c3:80:1a:fb:26 1500
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == namespace-addresses: addresses, routes and known neighbours of the namespaces
  #    Neutron: linux/interface.py init_l3; router_info.py routes_updated
  # router:shop.edge: addresses and routes in qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26
  namespace_address qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-76c4954f-ef 10.0.2.1/24
  namespace_address qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-db55c8c9-94 10.0.1.1/24
  namespace_address qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 rfp-97f800cf-b 169.254.118.76/31
  namespace_route qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 0.0.0.0/0 10.0.2.2 dev qr-76c4954f-ef table 167772673
  namespace_route qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 0.0.0.0/0 10.0.1.2 dev qr-db55c8c9-94 table 167772417
  namespace_route qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 0.0.0.0/0 169.254.118.77 dev rfp-97f800cf-b table 16
  namespace_rule qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 -4 167772673 167772673 from 10.0.2.1/24
  namespace_rule qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 -4 167772417 167772417 from 10.0.1.1/24
  namespace_rule qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 -4 39663 16 from 10.0.1.4/32
  namespace_neighbour qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-76c4954f-ef 10.0.2.2 fa:16:3e:be:57:c3
  namespace_neighbour qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-76c4954f-ef 10.0.2.3 fa:16:3e:b7:48:4d
  namespace_neighbour qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-76c4954f-ef 10.0.2.4 fa:16:3e:32:48:4f
  namespace_neighbour qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-db55c8c9-94 10.0.1.2 fa:16:3e:2d:95:31
  namespace_neighbour qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-db55c8c9-94 10.0.1.3 fa:16:3e:35:0c:6a
  namespace_neighbour qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-db55c8c9-94 10.0.1.4 fa:16:3e:c1:d5:70
  namespace_neighbour qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 qr-db55c8c9-94 10.0.1.5 fa:16:3e:75:44:db
  namespace_neighbour qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 rfp-97f800cf-b 169.254.118.77 06:c3:80:1a:fb:26
  # network:provider.public: addresses and routes in fip-38b1d339-5f05-5b82-bb12-631b19a7d2cf
  namespace_address fip-38b1d339-5f05-5b82-bb12-631b19a7d2cf fg-d753303f-c9 203.0.113.3/24
  namespace_address fip-38b1d339-5f05-5b82-bb12-631b19a7d2cf fpr-97f800cf-b 169.254.118.77/31
  namespace_route fip-38b1d339-5f05-5b82-bb12-631b19a7d2cf 203.0.113.50/32 169.254.118.76 dev fpr-97f800cf-b
  namespace_route fip-38b1d339-5f05-5b82-bb12-631b19a7d2cf 0.0.0.0/0 203.0.113.1 dev fg-d753303f-c9 table 2852025933
  namespace_rule fip-38b1d339-5f05-5b82-bb12-631b19a7d2cf -4 2852025933 2852025933 iif fpr-97f800cf-b
  namespace_neighbour fip-38b1d339-5f05-5b82-bb12-631b19a7d2cf fpr-97f800cf-b 169.254.118.76 02:c3:80:1a:fb:26

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
  # router:shop.edge: packet filter of qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26
  namespace_rules qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 iptables "$here"/iptables/qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26.v4.rules
  namespace_rules qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 ip6tables "$here"/iptables/qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26.v6.rules
  # network:provider.public: packet filter of fip-38b1d339-5f05-5b82-bb12-631b19a7d2cf
  namespace_rules fip-38b1d339-5f05-5b82-bb12-631b19a7d2cf iptables "$here"/iptables/fip-38b1d339-5f05-5b82-bb12-631b19a7d2cf.v4.rules
  namespace_rules fip-38b1d339-5f05-5b82-bb12-631b19a7d2cf ip6tables "$here"/iptables/fip-38b1d339-5f05-5b82-bb12-631b19a7d2cf.v6.rules
}

# Phase services: the agents’ processes.
phase_services() {
  # == namespace-daemons: daemons of the routers
  #    Neutron: linux/ra.py DaemonMonitor; metadata/driver.py
  # router:shop.edge: the metadata proxy
  namespace_daemon qrouter-97f800cf-b6bb-5162-85dd-5ec3801afb26 ns-metadata-proxy/97f800cf-b6bb-5162-85dd-5ec3801afb26.haproxy.conf haproxy -D -f
}

set_up "$@"
