#!/usr/bin/env bash
# hv-2 of fabric quiet. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=quiet@hv-2
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore
  require_open_vswitch
  require_address 10.20.0.12/24
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
  # port:lab.web-2.app: eth0 of web-2
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-lab.web-2 tap02b3b949-22 eth0 fa:16:3e:81:a4:0c 1500
  else
    tap_device tap02b3b949-22 1500
  fi

  # == hybrid-plugs: Linux bridges between taps and br-int, where iptables filters
  #    Neutron: os-vif vif_plug_ovs/ovs.py _plug_bridge
  # port:lab.web-2.app: Linux bridge of lab.web-2.app
  hybrid_plug qbr02b3b949-22 qvb02b3b949-22 qvo02b3b949-22 1500

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # port:lab.web-2.app: in app as local VLAN 1
  add_port br-int qvo02b3b949-22 2 \
    -- set Port qvo02b3b949-22 tag=1 other_config:tag=1 other_config:net_uuid=c6b73c70-19af-5e28-842c-e30839f4d4d5 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
    -- set Interface qvo02b3b949-22 external_ids:iface-id=02b3b949-227e-50c1-9578-4920bd81a40c external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:81:a4:0c"' external_ids:vm-uuid=97740d19-1c2a-52ef-9e7f-a1e9560d3b33
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
  underlay_bridge 10.20.0.12/24
  # host:hv-2: to host:hv-1
  add_port br-tun vxlan-0a14000b 2 \
    -- set Interface vxlan-0a14000b type=vxlan options:local_ip=10.20.0.12 options:remote_ip=10.20.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-2: to host:net-a
  add_port br-tun vxlan-0a140002 3 \
    -- set Interface vxlan-0a140002 type=vxlan options:local_ip=10.20.0.12 options:remote_ip=10.20.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-2: 16 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:hv-2: 25 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:lab.web-2.app: addresses of eth0 of web-2, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-lab.web-2 eth0 10.0.0.4/24
    guest_gateway vm-lab.web-2 10.0.0.1
  fi
}

# Phase iptables: the packet filters, and then the taps they filter.
phase_iptables() {
  # == host-rules: packet filter of the host
  #    Neutron: iptables_firewall.py; iptables_manager.py apply
  # host:hv-2: security groups of the VMs, IPv4
  host_rules iptables "$here"/iptables/host.v4.rules
  # host:hv-2: security groups of the VMs, IPv6
  host_rules ip6tables "$here"/iptables/host.v6.rules

  # == hybrid-taps: taps into their Linux bridges, now that rules filter them
  #    Neutron: none: libvirt does it when Nova starts the VM, after the plug
  # port:lab.web-2.app: lab.web-2.app reaches its Linux bridge
  hybrid_tap tap02b3b949-22 qbr02b3b949-22
}

set_up "$@"
