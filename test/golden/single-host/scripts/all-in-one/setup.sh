#!/usr/bin/env bash
# all-in-one of fabric desk. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=desk@all-in-one
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore sysctl dnsmasq haproxy
  require_open_vswitch
  require_address 10.30.0.5/24
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:all-in-one: br-int, where VMs and namespaces plug in
  bridge br-int
  # host:all-in-one: br-tun, from local VLANs to tunnels and back
  bridge br-tun
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == guest-taps: taps of the VMs
  #    Neutron: none: libvirt makes them when Nova starts the VM
  # port:demo.a.left: eth0 of a
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-demo.a tapec26b173-29 eth0 fa:16:3e:89:f0:80 1450
  else
    tap_device tapec26b173-29 1450
  fi
  # port:demo.b.left: eth0 of b
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-demo.b tapafde2922-03 eth0 fa:16:3e:8a:00:f6 1450
  else
    tap_device tapafde2922-03 1450
  fi
  # port:demo.c.right: eth0 of c
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-demo.c tap264dbe42-91 eth0 fa:16:3e:10:fc:15 1450
  else
    tap_device tap264dbe42-91 1450
  fi

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # dhcp:demo.left-v4: in left as local VLAN 1
  add_port br-int tapb1e09e7b-c1 2 \
    -- set Port tapb1e09e7b-c1 tag=1 other_config:tag=1 other_config:net_uuid=22fe7c0f-9198-5086-ae2d-9da11effee12 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
    -- set Interface tapb1e09e7b-c1 type=internal external_ids:iface-id=b1e09e7b-c106-541f-ab96-3785a52489c5 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:24:89:c5"'
  # dhcp:demo.right-v4: in right as local VLAN 2
  add_port br-int tapcfdf3df0-0a 3 \
    -- set Port tapcfdf3df0-0a tag=2 other_config:tag=2 other_config:net_uuid=6312b632-886b-53eb-9a61-d12b1d54b74a other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=2 \
    -- set Interface tapcfdf3df0-0a type=internal external_ids:iface-id=cfdf3df0-0a20-5a0a-905d-10544c3e525a external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:3e:52:5a"'
  # interface:demo.join.left-v4: in left as local VLAN 1
  add_port br-int qr-a3065a4e-a2 4 \
    -- set Port qr-a3065a4e-a2 tag=1 other_config:tag=1 other_config:net_uuid=22fe7c0f-9198-5086-ae2d-9da11effee12 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
    -- set Interface qr-a3065a4e-a2 type=internal external_ids:iface-id=a3065a4e-a248-5326-8ea1-50456e080dc2 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:08:0d:c2"'
  # interface:demo.join.right-v4: in right as local VLAN 2
  add_port br-int qr-08bed04e-cf 5 \
    -- set Port qr-08bed04e-cf tag=2 other_config:tag=2 other_config:net_uuid=6312b632-886b-53eb-9a61-d12b1d54b74a other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=2 \
    -- set Interface qr-08bed04e-cf type=internal external_ids:iface-id=08bed04e-cf40-5146-acaf-1b462df91131 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:f9:11:31"'
  # port:demo.a.left: in left as local VLAN 1
  add_port br-int tapec26b173-29 6 \
    -- set Port tapec26b173-29 tag=1 other_config:tag=1 other_config:net_uuid=22fe7c0f-9198-5086-ae2d-9da11effee12 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
    -- set Interface tapec26b173-29 external_ids:iface-id=ec26b173-29a6-57ae-af00-dba06789f080 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:89:f0:80"' external_ids:vm-uuid=ef525e7d-9771-5688-921f-a02ec7b15e45
  # port:demo.b.left: in left as local VLAN 1
  add_port br-int tapafde2922-03 7 \
    -- set Port tapafde2922-03 tag=1 other_config:tag=1 other_config:net_uuid=22fe7c0f-9198-5086-ae2d-9da11effee12 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
    -- set Interface tapafde2922-03 external_ids:iface-id=afde2922-038f-5808-8e1d-dce85b8a00f6 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:8a:00:f6"' external_ids:vm-uuid=c8d1a77f-1e87-5ea9-b6b5-08873670cde2
  # port:demo.c.right: in right as local VLAN 2
  add_port br-int tap264dbe42-91 8 \
    -- set Port tap264dbe42-91 tag=2 other_config:tag=2 other_config:net_uuid=6312b632-886b-53eb-9a61-d12b1d54b74a other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=2 \
    -- set Interface tap264dbe42-91 external_ids:iface-id=264dbe42-916b-59b8-a5ed-95eee710fc15 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:10:fc:15"' external_ids:vm-uuid=f765068f-48d6-5fb9-8bcd-85f65ef3a557
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # host:all-in-one: from br-int to br-tun
  add_port br-int patch-tun 1 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:all-in-one: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:all-in-one: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 10.30.0.5/24
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:all-in-one: 28 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:all-in-one: 15 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase namespaces: the agents’ namespaces and the devices in them.
phase_namespaces() {
  # == namespace-devices: namespaces, and the devices in them
  #    Neutron: namespaces.py RouterNamespace.create; linux/interface.py plug; linux/dhcp.py DeviceManager.setup
  # router:demo.join: its router namespace
  namespace qrouter-54b88382-1e3e-5f16-b797-aaaeaae46666
  namespace_device qrouter-54b88382-1e3e-5f16-b797-aaaeaae46666 qr-a3065a4e-a2 fa:16:3e:08:0d:c2 1450
  namespace_device qrouter-54b88382-1e3e-5f16-b797-aaaeaae46666 qr-08bed04e-cf fa:16:3e:f9:11:31 1450
  namespace_kernel qrouter-54b88382-1e3e-5f16-b797-aaaeaae46666 \
    net.ipv4.ip_forward=1 \
    net.ipv4.conf.all.arp_ignore=1 \
    net.ipv4.conf.all.arp_announce=2 \
    net.ipv6.conf.all.forwarding=1 \
    net.netfilter.nf_conntrack_tcp_be_liberal=1
  # network:demo.left: its dhcp namespace
  namespace qdhcp-22fe7c0f-9198-5086-ae2d-9da11effee12
  namespace_device qdhcp-22fe7c0f-9198-5086-ae2d-9da11effee12 tapb1e09e7b-c1 fa:16:3e:24:89:c5 1450
  # network:demo.right: its dhcp namespace
  namespace qdhcp-6312b632-886b-53eb-9a61-d12b1d54b74a
  namespace_device qdhcp-6312b632-886b-53eb-9a61-d12b1d54b74a tapcfdf3df0-0a fa:16:3e:3e:52:5a 1450
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == namespace-addresses: addresses, routes and known neighbours of the namespaces
  #    Neutron: linux/interface.py init_l3; router_info.py routes_updated
  # router:demo.join: addresses and routes in qrouter-54b88382-1e3e-5f16-b797-aaaeaae46666
  namespace_address qrouter-54b88382-1e3e-5f16-b797-aaaeaae46666 qr-a3065a4e-a2 192.168.10.1/24
  namespace_address qrouter-54b88382-1e3e-5f16-b797-aaaeaae46666 qr-08bed04e-cf 192.168.20.254/24
  # network:demo.left: addresses and routes in qdhcp-22fe7c0f-9198-5086-ae2d-9da11effee12
  namespace_address qdhcp-22fe7c0f-9198-5086-ae2d-9da11effee12 tapb1e09e7b-c1 192.168.10.2/24
  namespace_route qdhcp-22fe7c0f-9198-5086-ae2d-9da11effee12 0.0.0.0/0 192.168.10.1
  # network:demo.right: addresses and routes in qdhcp-6312b632-886b-53eb-9a61-d12b1d54b74a
  namespace_address qdhcp-6312b632-886b-53eb-9a61-d12b1d54b74a tapcfdf3df0-0a 192.168.20.1/24
  namespace_route qdhcp-6312b632-886b-53eb-9a61-d12b1d54b74a 0.0.0.0/0 192.168.20.254

  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:demo.a.left: addresses of eth0 of a, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-demo.a eth0 192.168.10.3/24
    guest_gateway vm-demo.a 192.168.10.1
  fi
  # port:demo.b.left: addresses of eth0 of b, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-demo.b eth0 192.168.10.4/24
    guest_gateway vm-demo.b 192.168.10.1
  fi
  # port:demo.c.right: addresses of eth0 of c, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-demo.c eth0 192.168.20.2/24
    guest_gateway vm-demo.c 192.168.20.254
  fi
}

# Phase iptables: the packet filters, and then the taps they filter.
phase_iptables() {
  # == namespace-rules: packet filters of the namespaces
  #    Neutron: router_info.py; iptables_manager.py apply
  # router:demo.join: packet filter of qrouter-54b88382-1e3e-5f16-b797-aaaeaae46666
  namespace_rules qrouter-54b88382-1e3e-5f16-b797-aaaeaae46666 iptables "$here"/iptables/qrouter-54b88382-1e3e-5f16-b797-aaaeaae46666.v4.rules
  namespace_rules qrouter-54b88382-1e3e-5f16-b797-aaaeaae46666 ip6tables "$here"/iptables/qrouter-54b88382-1e3e-5f16-b797-aaaeaae46666.v6.rules
  # network:demo.left: packet filter of qdhcp-22fe7c0f-9198-5086-ae2d-9da11effee12
  namespace_rules qdhcp-22fe7c0f-9198-5086-ae2d-9da11effee12 iptables "$here"/iptables/qdhcp-22fe7c0f-9198-5086-ae2d-9da11effee12.v4.rules
  namespace_rules qdhcp-22fe7c0f-9198-5086-ae2d-9da11effee12 ip6tables "$here"/iptables/qdhcp-22fe7c0f-9198-5086-ae2d-9da11effee12.v6.rules
  # network:demo.right: packet filter of qdhcp-6312b632-886b-53eb-9a61-d12b1d54b74a
  namespace_rules qdhcp-6312b632-886b-53eb-9a61-d12b1d54b74a iptables "$here"/iptables/qdhcp-6312b632-886b-53eb-9a61-d12b1d54b74a.v4.rules
  namespace_rules qdhcp-6312b632-886b-53eb-9a61-d12b1d54b74a ip6tables "$here"/iptables/qdhcp-6312b632-886b-53eb-9a61-d12b1d54b74a.v6.rules
}

# Phase services: the agents’ processes.
phase_services() {
  # == namespace-daemons: daemons of the routers
  #    Neutron: linux/ra.py DaemonMonitor; metadata/driver.py
  # router:demo.join: the metadata proxy
  namespace_daemon qrouter-54b88382-1e3e-5f16-b797-aaaeaae46666 ns-metadata-proxy/54b88382-1e3e-5f16-b797-aaaeaae46666.haproxy.conf haproxy -D -f

  # == dhcp-servers: DHCP servers
  #    Neutron: linux/dhcp.py Dnsmasq.spawn_process
  # network:demo.left: dnsmasq for 3 addresses
  dhcp_server qdhcp-22fe7c0f-9198-5086-ae2d-9da11effee12 22fe7c0f-9198-5086-ae2d-9da11effee12 \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/22fe7c0f-9198-5086-ae2d-9da11effee12/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/22fe7c0f-9198-5086-ae2d-9da11effee12/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/22fe7c0f-9198-5086-ae2d-9da11effee12/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/22fe7c0f-9198-5086-ae2d-9da11effee12/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/22fe7c0f-9198-5086-ae2d-9da11effee12/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-7be07598-76c3-5fe1-9db7-eb29096c4168,192.168.10.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1450 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
  # network:demo.right: dnsmasq for 2 addresses
  dhcp_server qdhcp-6312b632-886b-53eb-9a61-d12b1d54b74a 6312b632-886b-53eb-9a61-d12b1d54b74a \
    --no-hosts \
    --no-resolv \
    --pid-file="$OSTOPO_STATE"/dhcp/6312b632-886b-53eb-9a61-d12b1d54b74a/pid \
    --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/6312b632-886b-53eb-9a61-d12b1d54b74a/host \
    --addn-hosts="$OSTOPO_STATE"/dhcp/6312b632-886b-53eb-9a61-d12b1d54b74a/addn_hosts \
    --dhcp-optsfile="$OSTOPO_STATE"/dhcp/6312b632-886b-53eb-9a61-d12b1d54b74a/opts \
    --dhcp-leasefile="$OSTOPO_STATE"/dhcp/6312b632-886b-53eb-9a61-d12b1d54b74a/leases \
    --dhcp-match=set:ipxe,175 \
    --dhcp-userclass=set:ipxe6,iPXE \
    --local-service \
    --bind-dynamic \
    --dhcp-range=set:subnet-f855c1a6-5a08-5ae7-b348-355674da0168,192.168.20.0,static,255.255.255.0,86400s \
    --dhcp-option-force=option:mtu,1450 \
    --dhcp-lease-max=256 \
    --conf-file=/dev/null \
    --domain=openstacklocal
}

set_up "$@"
