#!/usr/bin/env bash
# hv-1 of fabric draft. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=draft@hv-1
# shellcheck source=lib.sh
. "$here/lib.sh"

### Checks

# host:hv-1: what this host must have
require_settings
require_root
require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac
require_open_vswitch
require_address 10.40.0.11/24

### Bridges, patch ports, tunnels and uplinks

# host:hv-1: br-int, where VMs and namespaces plug in
bridge br-int

# host:hv-1: br-tun, from local VLANs to tunnels and back
bridge br-tun

# host:hv-1: patch from br-int to br-tun
add_port br-int patch-tun 1 \
  -- set Interface patch-tun type=patch options:peer=patch-int \
  -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false

# host:hv-1: patch from br-tun to br-int
add_port br-tun patch-int 1 \
  -- set Interface patch-int type=patch options:peer=patch-tun

### Flows

# host:hv-1: 79 flows of br-int
load_flows br-int "$here"/flows/br-int.flows

# host:hv-1: 14 flows of br-tun
load_flows br-tun "$here"/flows/br-tun.flows

### Addresses of the host

# host:hv-1: the tunnels leave from a network card: nothing to do, except for the userspace datapath
underlay_bridge 10.40.0.11/24

### VMs

# port:demo.a.app: eth0 of a (instance-00000001)
if [ "$OSTOPO_GUESTS" = netns ]; then
  guest_interface vm-demo.a tap81c02741-fa eth0 fa:16:3e:1a:7b:4a 1450
  guest_address vm-demo.a eth0 10.0.0.5/24
  guest_gateway vm-demo.a 10.0.0.1
else
  tap_device tap81c02741-fa 1450
fi

### Ports of VMs and namespaces

# port:demo.a.app: in app as local VLAN 1
add_port br-int tap81c02741-fa 2 \
  -- set Port tap81c02741-fa tag=1 other_config:tag=1 other_config:net_uuid=4efa0939-13d8-5177-b98e-92f2895b9e50 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
  -- set Interface tap81c02741-fa external_ids:iface-id=81c02741-fa3d-5265-af2b-c4d5681a7b4a external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:1a:7b:4a"' external_ids:vm-uuid=be1b4810-a450-5783-a2b7-a9ec6b8d0f8f
