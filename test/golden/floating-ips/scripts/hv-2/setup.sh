#!/usr/bin/env bash
# hv-2 of fabric campus. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=campus@hv-2
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac
  require_open_vswitch
  require_address 10.40.0.12/24
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
  # port:shop.cache.front: eth0 of cache
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-shop.cache tap3e903288-c3 eth0 fa:16:3e:71:0c:05 1500
  else
    tap_device tap3e903288-c3 1500
  fi
  # port:shop.db.back: eth0 of db
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-shop.db tap76d77e5f-f9 eth0 fa:16:3e:4e:9d:45 1500
  else
    tap_device tap76d77e5f-f9 1500
  fi

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # port:shop.cache.front: in front as local VLAN 2
  add_port br-int tap3e903288-c3 2 \
    -- set Port tap3e903288-c3 tag=2 other_config:tag=2 other_config:net_uuid=f85c7b24-ef2e-57b6-b0b8-451ec8842f01 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=101 \
    -- set Interface tap3e903288-c3 external_ids:iface-id=3e903288-c34f-5042-a730-de1ec0710c05 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:71:0c:05"' external_ids:vm-uuid=2a093c6c-d810-5910-aa27-e6f30f5f7ab7
  # port:shop.db.back: in back as local VLAN 1
  add_port br-int tap76d77e5f-f9 3 \
    -- set Port tap76d77e5f-f9 tag=1 other_config:tag=1 other_config:net_uuid=d8d5e1c4-4491-5d09-8616-6f2722f8fe4e other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=100 \
    -- set Interface tap76d77e5f-f9 external_ids:iface-id=76d77e5f-f95b-5c52-ada5-ec66c44e9d45 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:4e:9d:45"' external_ids:vm-uuid=7f1d2824-0cb4-5a9a-a744-ff6c9a571f5c
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
  underlay_bridge 10.40.0.12/24
  # host:hv-2: to host:hv-1
  add_port br-tun vxlan-0a28000b 2 \
    -- set Interface vxlan-0a28000b type=vxlan options:local_ip=10.40.0.12 options:remote_ip=10.40.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-2: to host:net-a
  add_port br-tun vxlan-0a280002 3 \
    -- set Interface vxlan-0a280002 type=vxlan options:local_ip=10.40.0.12 options:remote_ip=10.40.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-2: 128 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:hv-2: 19 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:shop.cache.front: addresses of eth0 of cache, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-shop.cache eth0 10.0.0.3/24
    guest_gateway vm-shop.cache 10.0.0.1
  fi
  # port:shop.db.back: addresses of eth0 of db, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-shop.db eth0 10.0.1.3/24
    guest_gateway vm-shop.db 10.0.1.1
  fi
}

set_up "$@"
