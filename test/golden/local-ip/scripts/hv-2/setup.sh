#!/usr/bin/env bash
# hv-2 of fabric grid. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=grid@hv-2
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac
  require_open_vswitch
  require_address 10.80.0.12/24
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
  # port:science.cache-2.lan: eth0 of cache-2
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-science.cache-2 tapf6ddf2d1-3a eth0 fa:16:3e:d9:1d:3c 1500
  else
    tap_device tapf6ddf2d1-3a 1500
  fi
  # port:science.worker-2.lan: eth0 of worker-2
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-science.worker-2 tapea615e6d-4b eth0 fa:16:3e:8c:58:3f 1500
  else
    tap_device tapea615e6d-4b 1500
  fi

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # port:science.cache-2.lan: in lan as local VLAN 1
  add_port br-int tapf6ddf2d1-3a 2 \
    -- set Port tapf6ddf2d1-3a tag=1 other_config:tag=1 other_config:net_uuid=01c74305-3876-5d98-8c79-490f4dd04313 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=700 \
    -- set Interface tapf6ddf2d1-3a external_ids:iface-id=f6ddf2d1-3a50-5742-8758-cc2d45d91d3c external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:d9:1d:3c"' external_ids:vm-uuid=45dcef3f-a68c-5e7e-9e66-fe7d15a91f68
  # port:science.worker-2.lan: in lan as local VLAN 1
  add_port br-int tapea615e6d-4b 3 \
    -- set Port tapea615e6d-4b tag=1 other_config:tag=1 other_config:net_uuid=01c74305-3876-5d98-8c79-490f4dd04313 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=700 \
    -- set Interface tapea615e6d-4b external_ids:iface-id=ea615e6d-4b32-53b2-8010-578fb38c583f external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:8c:58:3f"' external_ids:vm-uuid=88e8577f-d411-5df5-b716-ed2f55658c51
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
  underlay_bridge 10.80.0.12/24
  # host:hv-2: to host:hv-3
  add_port br-tun vxlan-0a50000d 2 \
    -- set Interface vxlan-0a50000d type=vxlan options:local_ip=10.80.0.12 options:remote_ip=10.80.0.13 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-2: to host:hv-1
  add_port br-tun vxlan-0a50000b 3 \
    -- set Interface vxlan-0a50000b type=vxlan options:local_ip=10.80.0.12 options:remote_ip=10.80.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-2: to host:net-a
  add_port br-tun vxlan-0a500002 4 \
    -- set Interface vxlan-0a500002 type=vxlan options:local_ip=10.80.0.12 options:remote_ip=10.80.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-2: 33 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:hv-2: 18 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:science.cache-2.lan: addresses of eth0 of cache-2, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-science.cache-2 eth0 10.1.0.4/24
    guest_gateway vm-science.cache-2 10.1.0.1
  fi
  # port:science.worker-2.lan: addresses of eth0 of worker-2, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-science.worker-2 eth0 10.1.0.6/24
    guest_gateway vm-science.worker-2 10.1.0.1
  fi
}

set_up "$@"
