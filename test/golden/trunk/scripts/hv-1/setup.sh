#!/usr/bin/env bash
# hv-1 of fabric edge. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=edge@hv-1
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac
  require_open_vswitch
  require_address 10.60.0.11/24
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:hv-1: br-int, where VMs and namespaces plug in
  bridge br-int OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14
  # host:hv-1: br-tun, from local VLANs to tunnels and back
  bridge br-tun
  # port:ops.fw.mgmt: tbr-3556db82-a, which parts a guest's VLANs
  trunk_bridge tbr-3556db82-a
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == guest-taps: taps of the VMs
  #    Neutron: none: libvirt makes them when Nova starts the VM
  # port:ops.fw.mgmt: eth0 of fw
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_trunk gbr493e13c5-76 tap493e13c5-76 gup493e13c5-76 1500
    guest_vlan gbr493e13c5-76 gif493e13c5-76 0 vm-ops.fw eth0 fa:16:3e:b4:82:d3 1500
  else
    tap_device tap493e13c5-76 1500
  fi
  # port:ops.fw.dmz: eth0.101 of fw
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_vlan gbr493e13c5-76 gifbd721b60-0d 101 vm-ops.fw eth0.101 fa:16:3e:56:75:39 1500
  fi
  # port:ops.fw.lan: eth0.102 of fw
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_vlan gbr493e13c5-76 gif117a3e6e-0c 102 vm-ops.fw eth0.102 fa:16:3e:c4:30:4c 1500
  fi
  # port:ops.pc.lan: eth0 of pc
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-ops.pc tapab51926b-e4 eth0 fa:16:3e:94:12:21 1500
  else
    tap_device tapab51926b-e4 1500
  fi

  # == trunk-taps: taps of VMs with trunks
  #    Neutron: os-vif vif_plug_ovs; trunk/drivers/openvswitch/agent/ovsdb_handler.py _set_trunk_metadata
  # port:ops.fw.mgmt: untagged frames are its own, tagged ones those of 2 subports
  add_port tbr-3556db82-a tap493e13c5-76 1 \
    -- set Interface tap493e13c5-76 external_ids:iface-id=493e13c5-76c5-5e4e-8bb4-25deabb482d3 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:b4:82:d3"' external_ids:vm-uuid=68f8bfe6-c409-5679-ae34-f0acab6185a4 external_ids:bridge_name=tbr-3556db82-a external_ids:trunk_id=3556db82-afb1-5769-a0d2-718f5839f9e5 'external_ids:subport_ids="[\"117a3e6e-0c7a-5574-9194-5d872bc4304c\", \"bd721b60-0dc4-501e-b1b4-f42bf9567539\"]"'

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # port:ops.fw.mgmt: in mgmt as local VLAN 3
  add_port br-int tpi-493e13c5-76 2 \
    -- set Port tpi-493e13c5-76 tag=3 other_config:tag=3 other_config:net_uuid=be9a77a0-7e59-5d7a-a08c-11c3ca275ecd other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=502 \
    -- set Interface tpi-493e13c5-76 type=patch options:peer=tpt-493e13c5-76 external_ids:iface-id=493e13c5-76c5-5e4e-8bb4-25deabb482d3 'external_ids:attached-mac="fa:16:3e:b4:82:d3"'
  # port:ops.pc.lan: in lan as local VLAN 2
  add_port br-int tapab51926b-e4 3 \
    -- set Port tapab51926b-e4 tag=2 other_config:tag=2 other_config:net_uuid=a012853f-450c-5f08-91d2-f9b720cfabbf other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=501 \
    -- set Interface tapab51926b-e4 external_ids:iface-id=ab51926b-e4ba-55cb-9c54-ab9d43941221 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:94:12:21"' external_ids:vm-uuid=9f08f767-5555-580f-a88b-a7c8e3f2be2d
  # port:ops.fw.dmz: in dmz as local VLAN 1
  add_port br-int spi-bd721b60-0d 4 \
    -- set Port spi-bd721b60-0d tag=1 other_config:tag=1 other_config:net_uuid=d0e3cbc9-c0ba-50d9-86cb-4d9206cd67dd other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=500 \
    -- set Interface spi-bd721b60-0d type=patch options:peer=spt-bd721b60-0d external_ids:iface-id=bd721b60-0dc4-501e-b1b4-f42bf9567539 'external_ids:attached-mac="fa:16:3e:56:75:39"'
  # port:ops.fw.lan: in lan as local VLAN 2
  add_port br-int spi-117a3e6e-0c 5 \
    -- set Port spi-117a3e6e-0c tag=2 other_config:tag=2 other_config:net_uuid=a012853f-450c-5f08-91d2-f9b720cfabbf other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=501 \
    -- set Interface spi-117a3e6e-0c type=patch options:peer=spt-117a3e6e-0c external_ids:iface-id=117a3e6e-0c7a-5574-9194-5d872bc4304c 'external_ids:attached-mac="fa:16:3e:c4:30:4c"'
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
  # port:ops.fw.mgmt: from tbr-3556db82-a to br-int
  add_port tbr-3556db82-a tpt-493e13c5-76 2 \
    -- set Interface tpt-493e13c5-76 type=patch options:peer=tpi-493e13c5-76 external_ids:iface-id=493e13c5-76c5-5e4e-8bb4-25deabb482d3 'external_ids:attached-mac="fa:16:3e:b4:82:d3"'
  # port:ops.fw.dmz: from tbr-3556db82-a to br-int
  add_port tbr-3556db82-a spt-bd721b60-0d 3 \
    -- set Interface spt-bd721b60-0d type=patch options:peer=spi-bd721b60-0d external_ids:iface-id=bd721b60-0dc4-501e-b1b4-f42bf9567539 'external_ids:attached-mac="fa:16:3e:56:75:39"' \
    -- set Port spt-bd721b60-0d tag=101
  # port:ops.fw.lan: from tbr-3556db82-a to br-int
  add_port tbr-3556db82-a spt-117a3e6e-0c 4 \
    -- set Interface spt-117a3e6e-0c type=patch options:peer=spi-117a3e6e-0c external_ids:iface-id=117a3e6e-0c7a-5574-9194-5d872bc4304c 'external_ids:attached-mac="fa:16:3e:c4:30:4c"' \
    -- set Port spt-117a3e6e-0c tag=102
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:hv-1: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 10.60.0.11/24
  # host:hv-1: to host:hv-2
  add_port br-tun vxlan-0a3c000c 2 \
    -- set Interface vxlan-0a3c000c type=vxlan options:local_ip=10.60.0.11 options:remote_ip=10.60.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-1: to host:net-a
  add_port br-tun vxlan-0a3c0002 3 \
    -- set Interface vxlan-0a3c0002 type=vxlan options:local_ip=10.60.0.11 options:remote_ip=10.60.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-1: 232 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:hv-1: 21 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
  # port:ops.fw.mgmt: 1 flows of tbr-3556db82-a
  load_flows tbr-3556db82-a "$here"/flows/tbr-3556db82-a.flows
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:ops.fw.mgmt: addresses of eth0 of fw, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-ops.fw eth0 10.1.0.4/24
    guest_gateway vm-ops.fw 10.1.0.1
  fi
  # port:ops.fw.dmz: addresses of eth0.101 of fw, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-ops.fw eth0.101 10.2.0.3/24
  fi
  # port:ops.fw.lan: addresses of eth0.102 of fw, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-ops.fw eth0.102 10.3.0.3/24
  fi
  # port:ops.pc.lan: addresses of eth0 of pc, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-ops.pc eth0 10.3.0.4/24
    guest_gateway vm-ops.pc 10.3.0.1
  fi
}

set_up "$@"
