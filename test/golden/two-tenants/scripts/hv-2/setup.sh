#!/usr/bin/env bash
# hv-2 of fabric shared-cloud. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=shared-cloud@hv-2
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore ipset
  require_open_vswitch
  require_address 172.16.0.12/24
  require_free_chains iptables
  require_free_chains ip6tables
  require_bridge_filtering
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:hv-2: br-int, where VMs and namespaces plug in
  bridge br-int
  # host:hv-2: br-tun, from local VLANs to tunnels and back
  bridge br-tun
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == guest-taps: taps of the VMs
  #    Neutron: none: libvirt makes them when Nova starts the VM
  # port:green.web-2.app: eth0 of web-2
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-green.web-2 tap97629bf2-21 eth0 fa:16:3e:00:7d:b0 1500
  else
    tap_device tap97629bf2-21 1500
  fi
  # port:red.web-2.app: eth0 of web-2
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-red.web-2 tapae72e149-68 eth0 fa:16:3e:01:ae:75 1500
  else
    tap_device tapae72e149-68 1500
  fi

  # == hybrid-plugs: Linux bridges between taps and br-int, where iptables filters
  #    Neutron: os-vif vif_plug_ovs/ovs.py _plug_bridge
  # port:green.web-2.app: Linux bridge of green.web-2.app
  hybrid_plug qbr97629bf2-21 qvb97629bf2-21 qvo97629bf2-21 1500
  # port:red.web-2.app: Linux bridge of red.web-2.app
  hybrid_plug qbrae72e149-68 qvbae72e149-68 qvoae72e149-68 1500

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # port:green.web-2.app: in app as local VLAN 1
  add_port br-int qvo97629bf2-21 2 \
    -- set Port qvo97629bf2-21 tag=1 other_config:tag=1 other_config:net_uuid=997d4ba2-f22e-58b1-8f3b-6fcce6f94647 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1000 \
    -- set Interface qvo97629bf2-21 external_ids:iface-id=97629bf2-21ba-5d38-bba0-76c748007db0 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:00:7d:b0"' external_ids:vm-uuid=3b02548a-724c-5198-ae3f-32f7142ef66d
  # port:red.web-2.app: in app as local VLAN 2
  add_port br-int qvoae72e149-68 3 \
    -- set Port qvoae72e149-68 tag=2 other_config:tag=2 other_config:net_uuid=8a3855c3-524e-5250-b7ff-66f74ba59d0d other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1001 \
    -- set Interface qvoae72e149-68 external_ids:iface-id=ae72e149-68fd-59ec-be19-dd093601ae75 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:01:ae:75"' external_ids:vm-uuid=34e23eea-ae2c-56be-9e5a-7297a35f6e37
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
  underlay_bridge 172.16.0.12/24
  # host:hv-2: to host:hv-1
  add_port br-tun vxlan-ac10000b 2 \
    -- set Interface vxlan-ac10000b type=vxlan options:local_ip=172.16.0.12 options:remote_ip=172.16.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-2: to host:net-a
  add_port br-tun vxlan-ac100002 3 \
    -- set Interface vxlan-ac100002 type=vxlan options:local_ip=172.16.0.12 options:remote_ip=172.16.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-2: 22 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:hv-2: 19 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:green.web-2.app: addresses of eth0 of web-2, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-green.web-2 eth0 10.0.0.12/24
    guest_gateway vm-green.web-2 10.0.0.1
  fi
  # port:red.web-2.app: addresses of eth0 of web-2, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-red.web-2 eth0 10.0.0.12/24
    guest_gateway vm-red.web-2 10.0.0.1
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
  # host:hv-2: security groups of the VMs, IPv4
  host_rules iptables "$here"/iptables/host.v4.rules
  # host:hv-2: security groups of the VMs, IPv6
  host_rules ip6tables "$here"/iptables/host.v6.rules

  # == hybrid-taps: taps into their Linux bridges, now that rules filter them
  #    Neutron: none: libvirt does it when Nova starts the VM, after the plug
  # port:green.web-2.app: green.web-2.app reaches its Linux bridge
  hybrid_tap tap97629bf2-21 qbr97629bf2-21
  # port:red.web-2.app: red.web-2.app reaches its Linux bridge
  hybrid_tap tapae72e149-68 qbrae72e149-68
}

set_up "$@"
