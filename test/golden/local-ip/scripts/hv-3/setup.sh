#!/usr/bin/env bash
# hv-3 of fabric grid. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=grid@hv-3
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac
  require_open_vswitch
  require_address 10.80.0.13/24
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:hv-3: br-int, where VMs and namespaces plug in
  bridge br-int
  # host:hv-3: br-tun, from local VLANs to tunnels and back
  bridge br-tun
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == guest-taps: taps of the VMs
  #    Neutron: none: libvirt makes them when Nova starts the VM
  # port:science.store.lan: eth0 of store
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-science.store tapf660c9ec-63 eth0 fa:16:3e:39:eb:1d 1500
  else
    tap_device tapf660c9ec-63 1500
  fi
  # port:science.worker-3.lan: eth0 of worker-3
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-science.worker-3 tap2a442679-4d eth0 fa:16:3e:7f:61:51 1500
  else
    tap_device tap2a442679-4d 1500
  fi

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # port:science.store.lan: in lan as local VLAN 1
  add_port br-int tapf660c9ec-63 2 \
    -- set Port tapf660c9ec-63 tag=1 other_config:tag=1 other_config:net_uuid=01c74305-3876-5d98-8c79-490f4dd04313 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=700 \
    -- set Interface tapf660c9ec-63 external_ids:iface-id=f660c9ec-631e-579a-ac66-790bec39eb1d external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:39:eb:1d"' external_ids:vm-uuid=5d710be6-daec-520c-902d-cafdee5eeaf3
  # port:science.worker-3.lan: in lan as local VLAN 1
  add_port br-int tap2a442679-4d 3 \
    -- set Port tap2a442679-4d tag=1 other_config:tag=1 other_config:net_uuid=01c74305-3876-5d98-8c79-490f4dd04313 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=700 \
    -- set Interface tap2a442679-4d external_ids:iface-id=2a442679-4d10-5f13-a2bf-e65f0c7f6151 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:7f:61:51"' external_ids:vm-uuid=0387802a-df77-527a-b2a7-2203dc516baa
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # host:hv-3: from br-int to br-tun
  add_port br-int patch-tun 1 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:hv-3: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:hv-3: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 10.80.0.13/24
  # host:hv-3: to host:hv-2
  add_port br-tun vxlan-0a50000c 2 \
    -- set Interface vxlan-0a50000c type=vxlan options:local_ip=10.80.0.13 options:remote_ip=10.80.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-3: to host:hv-1
  add_port br-tun vxlan-0a50000b 3 \
    -- set Interface vxlan-0a50000b type=vxlan options:local_ip=10.80.0.13 options:remote_ip=10.80.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-3: to host:net-a
  add_port br-tun vxlan-0a500002 4 \
    -- set Interface vxlan-0a500002 type=vxlan options:local_ip=10.80.0.13 options:remote_ip=10.80.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-3: 26 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:hv-3: 18 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:science.store.lan: addresses of eth0 of store, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-science.store eth0 10.1.0.100/24
    guest_gateway vm-science.store 10.1.0.1
  fi
  # port:science.worker-3.lan: addresses of eth0 of worker-3, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-science.worker-3 eth0 10.1.0.7/24
    guest_gateway vm-science.worker-3 10.1.0.1
  fi
}

set_up "$@"
