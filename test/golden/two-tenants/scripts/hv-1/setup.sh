#!/usr/bin/env bash
# hv-1 of fabric shared-cloud. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=shared-cloud@hv-1
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore ipset
  require_open_vswitch
  require_address 172.16.0.11/24
  require_free_chains iptables
  require_free_chains ip6tables
  require_bridge_filtering
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:hv-1: br-int, where VMs and namespaces plug in
  bridge br-int
  # host:hv-1: br-tun, from local VLANs to tunnels and back
  bridge br-tun
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == guest-taps: taps of the VMs
  #    Neutron: none: libvirt makes them when Nova starts the VM
  # port:green.web-1.app: eth0 of web-1
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-green.web-1 tap05ab6e68-f4 eth0 fa:16:3e:85:70:57 1500
  else
    tap_device tap05ab6e68-f4 1500
  fi
  # port:red.web-1.app: eth0 of web-1
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-red.web-1 tap641bce7f-d2 eth0 fa:16:3e:aa:fe:0f 1500
  else
    tap_device tap641bce7f-d2 1500
  fi

  # == hybrid-plugs: Linux bridges between taps and br-int, where iptables filters
  #    Neutron: os-vif vif_plug_ovs/ovs.py _plug_bridge
  # port:green.web-1.app: Linux bridge of green.web-1.app
  hybrid_plug qbr05ab6e68-f4 qvb05ab6e68-f4 qvo05ab6e68-f4 1500
  # port:red.web-1.app: Linux bridge of red.web-1.app
  hybrid_plug qbr641bce7f-d2 qvb641bce7f-d2 qvo641bce7f-d2 1500

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # port:green.web-1.app: in app as local VLAN 1
  add_port br-int qvo05ab6e68-f4 2 \
    -- set Port qvo05ab6e68-f4 tag=1 other_config:tag=1 other_config:net_uuid=997d4ba2-f22e-58b1-8f3b-6fcce6f94647 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1000 \
    -- set Interface qvo05ab6e68-f4 external_ids:iface-id=05ab6e68-f498-5582-98b2-59f303857057 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:85:70:57"' external_ids:vm-uuid=c7f11082-53e0-509b-880e-f11cd3edfd17
  # port:red.web-1.app: in app as local VLAN 2
  add_port br-int qvo641bce7f-d2 3 \
    -- set Port qvo641bce7f-d2 tag=2 other_config:tag=2 other_config:net_uuid=8a3855c3-524e-5250-b7ff-66f74ba59d0d other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1001 \
    -- set Interface qvo641bce7f-d2 external_ids:iface-id=641bce7f-d289-587c-b31a-580040aafe0f external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:aa:fe:0f"' external_ids:vm-uuid=38cc0d30-dd90-50a0-a2f3-b94dae1bde7b
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # host:hv-1: from br-int to br-tun
  add_port br-int patch-tun 1 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:hv-1: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:hv-1: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 172.16.0.11/24
  # host:hv-1: to host:hv-2
  add_port br-tun vxlan-ac10000c 2 \
    -- set Interface vxlan-ac10000c type=vxlan options:local_ip=172.16.0.11 options:remote_ip=172.16.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-1: to host:net-a
  add_port br-tun vxlan-ac100002 3 \
    -- set Interface vxlan-ac100002 type=vxlan options:local_ip=172.16.0.11 options:remote_ip=172.16.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-1: 22 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:hv-1: 19 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:green.web-1.app: addresses of eth0 of web-1, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-green.web-1 eth0 10.0.0.11/24
    guest_gateway vm-green.web-1 10.0.0.1
  fi
  # port:red.web-1.app: addresses of eth0 of web-1, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-red.web-1 eth0 10.0.0.11/24
    guest_gateway vm-red.web-1 10.0.0.1
  fi
}

# Phase iptables: the packet filters, and then the taps they filter.
phase_iptables() {
  # == address-sets: addresses of remote groups
  #    Neutron: ipset_manager.py set_members
  # security-group:green.default: 2 addresses as an IPv4 set
  address_set NIPv45ab345ec-98b8-5c45-883a- "$here"/iptables/NIPv45ab345ec-98b8-5c45-883a-.ipset
  # security-group:red.default: 2 addresses as an IPv4 set
  address_set NIPv48c578c15-a6dd-54ea-8a4e- "$here"/iptables/NIPv48c578c15-a6dd-54ea-8a4e-.ipset
  # security-group:green.default: 0 addresses as an IPv6 set
  address_set NIPv65ab345ec-98b8-5c45-883a- "$here"/iptables/NIPv65ab345ec-98b8-5c45-883a-.ipset
  # security-group:red.default: 0 addresses as an IPv6 set
  address_set NIPv68c578c15-a6dd-54ea-8a4e- "$here"/iptables/NIPv68c578c15-a6dd-54ea-8a4e-.ipset

  # == host-rules: packet filter of the host
  #    Neutron: iptables_firewall.py; iptables_manager.py apply
  # host:hv-1: security groups of the VMs, IPv4
  host_rules iptables "$here"/iptables/host.v4.rules
  # host:hv-1: security groups of the VMs, IPv6
  host_rules ip6tables "$here"/iptables/host.v6.rules

  # == hybrid-taps: taps into their Linux bridges, now that rules filter them
  #    Neutron: none: libvirt does it when Nova starts the VM, after the plug
  # port:green.web-1.app: green.web-1.app reaches its Linux bridge
  hybrid_tap tap05ab6e68-f4 qbr05ab6e68-f4
  # port:red.web-1.app: red.web-1.app reaches its Linux bridge
  hybrid_tap tap641bce7f-d2 qbr641bce7f-d2
}

set_up "$@"
