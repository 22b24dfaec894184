#!/usr/bin/env bash
# hv-2 of fabric edge. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=edge@hv-2
# shellcheck source=lib.sh
. "$here/lib.sh"

requirements() {
  require_settings
  require_root
  require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac
  require_open_vswitch
  require_address 10.70.0.12/24
}

# Phase bridges: the bridges, secure: without flows they pass nothing.
phase_bridges() {
  # == bridges: Open vSwitch bridges
  #    Neutron: ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif
  # host:hv-2: br-int, where VMs and namespaces plug in
  bridge br-int OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14
  # host:hv-2: br-tun, from local VLANs to tunnels and back
  bridge br-tun
  # bridge:hv-2.br-ex: br-ex, the way to physical network datacentre
  bridge br-ex
}

# Phase ports: network cards, VMs and the agents’ own ports on the bridges.
phase_ports() {
  # == uplinks: network cards in the physical bridges
  #    Neutron: none: whoever installs the host does it
  # bridge:hv-2.br-ex: eth1 carries datacentre
  checksums_in_software eth1
  add_port br-ex eth1 1
  device_up eth1

  # == guest-taps: taps of the VMs
  #    Neutron: none: libvirt makes them when Nova starts the VM
  # port:voice.exchange.trunk: eth0 of exchange
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-voice.exchange tap615e5aed-50 eth0 fa:16:3e:e6:2f:27 1500
  else
    tap_device tap615e5aed-50 1500
  fi
  # port:voice.mirror.lan: eth0 of mirror
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-voice.mirror tapa519e677-e2 eth0 fa:16:3e:3f:7a:4b 1500
  else
    tap_device tapa519e677-e2 1500
  fi
  # port:voice.recorder.trunk: eth0 of recorder
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_interface vm-voice.recorder tap888cbbf1-ff eth0 fa:16:3e:6b:4f:3d 1500
  else
    tap_device tap888cbbf1-ff 1500
  fi

  # == vif-ports: ports of VMs and namespaces, on their local VLANs
  #    Neutron: os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py
  # port:voice.exchange.trunk: in trunk as local VLAN 2
  add_port br-int tap615e5aed-50 3 \
    -- set Port tap615e5aed-50 tag=2 other_config:tag=2 other_config:net_uuid=14bdfa61-e890-55ef-8783-531a8b37ec6d other_config:network_type=vlan other_config:physical_network=datacentre other_config:segmentation_id=300 other_config:bps_615e5aed-5083-5cd7-9f10-f57dc8e62f27_egress=11 \
    -- set Interface tap615e5aed-50 external_ids:iface-id=615e5aed-5083-5cd7-9f10-f57dc8e62f27 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:e6:2f:27"' external_ids:vm-uuid=a64cf9a9-9dd9-5bc7-98aa-7252a9d7050e
  # port:voice.mirror.lan: in lan as local VLAN 1
  add_port br-int tapa519e677-e2 4 \
    -- set Port tapa519e677-e2 tag=1 other_config:tag=1 other_config:net_uuid=9de54e0c-46f9-5967-890b-4b5ab1461122 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=600 other_config:bps_a519e677-e2d0-5498-b2e4-df48823f7a4b_egress=15 other_config:bps_a519e677-e2d0-5498-b2e4-df48823f7a4b_ingress=16 \
    -- set Interface tapa519e677-e2 external_ids:iface-id=a519e677-e2d0-5498-b2e4-df48823f7a4b external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:3f:7a:4b"' external_ids:vm-uuid=e51882f4-a48c-5339-935a-f978ec6721cf
  # port:voice.recorder.trunk: in trunk as local VLAN 2
  add_port br-int tap888cbbf1-ff 5 \
    -- set Port tap888cbbf1-ff tag=2 other_config:tag=2 other_config:net_uuid=14bdfa61-e890-55ef-8783-531a8b37ec6d other_config:network_type=vlan other_config:physical_network=datacentre other_config:segmentation_id=300 \
    -- set Interface tap888cbbf1-ff external_ids:iface-id=888cbbf1-ffae-5027-ba1b-0b20276b4f3d external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:6b:4f:3d"' external_ids:vm-uuid=730f85c4-5618-5f36-a382-ecb4047e2dc4

  # == guarantees: bandwidth kept for ports on the network cards
  #    Neutron: qos_driver.py update_minimum_bandwidth; ovs_lib.py update_minimum_bandwidth_queue
  # host:hv-2: keeps 20000 kbit/s for port:voice.exchange.trunk, 5000 kbit/s for port:voice.recorder.trunk
  guarantees eth1 -- \
    3=615e5aed-5083-5cd7-9f10-f57dc8e62f27=20000000 \
    5=888cbbf1-ffae-5027-ba1b-0b20276b4f3d=5000000
}

# Phase patches: the bridges joined to each other.
phase_patches() {
  # == patch-ports: patch ports between the bridges
  #    Neutron: ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug
  # bridge:hv-2.br-ex: from br-int to br-ex
  add_port br-int int-br-ex 1 \
    -- set Interface int-br-ex type=patch options:peer=phy-br-ex \
    -- set Port int-br-ex other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:hv-2: from br-int to br-tun
  add_port br-int patch-tun 2 \
    -- set Interface patch-tun type=patch options:peer=patch-int \
    -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false
  # host:hv-2: from br-tun to br-int
  add_port br-tun patch-int 1 \
    -- set Interface patch-int type=patch options:peer=patch-tun
  # bridge:hv-2.br-ex: from br-ex to br-int
  add_port br-ex phy-br-ex 2 \
    -- set Interface phy-br-ex type=patch options:peer=int-br-ex
}

# Phase tunnels: the ways to the other hosts.
phase_tunnels() {
  # == tunnel-ports: tunnels to the other hosts
  #    Neutron: ovs_neutron_agent.py _setup_tunnel_port; ovs_lib.py add_tunnel_port
  # host:hv-2: the tunnels leave from a network card: nothing to do, except for the userspace datapath
  underlay_bridge 10.70.0.12/24
  # host:hv-2: to host:hv-1
  add_port br-tun vxlan-0a46000b 2 \
    -- set Interface vxlan-0a46000b type=vxlan options:local_ip=10.70.0.12 options:remote_ip=10.70.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
  # host:hv-2: to host:net-a
  add_port br-tun vxlan-0a460002 3 \
    -- set Interface vxlan-0a460002 type=vxlan options:local_ip=10.70.0.12 options:remote_ip=10.70.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0
}

# Phase flows: every bridge’s flows, replaced as a whole.
phase_flows() {
  # == meters: meters of limited ports
  #    Neutron: qos_driver.py _update_meter_rate_limit; br_int.py create_meter, update_meter
  # port:voice.exchange.trunk: sends at most 1000000 kbit/s
  meter br-int 11 'meter=11 kbps bands=type=drop rate=1000000'
  # port:voice.mirror.lan: sends at most 100000 kbit/s
  meter br-int 15 'meter=15 kbps burst bands=type=drop rate=100000 burst_size=20000'
  # port:voice.mirror.lan: receives at most 50000 kbit/s
  meter br-int 16 'meter=16 kbps bands=type=drop rate=50000'

  # == flows: flows of each bridge, all or nothing
  #    Neutron: ovs_lib.py DeferredOVSBridge.apply_flows; the flow files name the place of each flow
  # host:hv-2: 185 flows of br-int
  load_flows br-int "$here"/flows/br-int.flows
  # host:hv-2: 17 flows of br-tun
  load_flows br-tun "$here"/flows/br-tun.flows
  # bridge:hv-2.br-ex: 5 flows of br-ex
  load_flows br-ex "$here"/flows/br-ex.flows
}

# Phase addresses: addresses and routes, of the host, of the namespaces and of the guests.
phase_addresses() {
  # == guest-addresses: addresses inside the guests
  #    Neutron: none: the guest asks by DHCP, or cloud-init
  # port:voice.exchange.trunk: addresses of eth0 of exchange, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-voice.exchange eth0 10.2.0.3/24
    guest_gateway vm-voice.exchange 10.2.0.1
  fi
  # port:voice.mirror.lan: addresses of eth0 of mirror, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-voice.mirror eth0 10.1.0.3/24
    guest_gateway vm-voice.mirror 10.1.0.1
  fi
  # port:voice.recorder.trunk: addresses of eth0 of recorder, where a namespace is the VM
  if [ "$OSTOPO_GUESTS" = netns ]; then
    guest_address vm-voice.recorder eth0 10.2.0.5/24
    guest_gateway vm-voice.recorder 10.2.0.1
  fi
}

set_up "$@"
