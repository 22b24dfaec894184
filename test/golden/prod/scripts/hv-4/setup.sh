#!/usr/bin/env bash
# hv-4 of fabric prod. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=prod@hv-4
# shellcheck source=lib.sh
. "$here/lib.sh"

### Checks

# host:hv-4: what this host must have
require_settings
require_root
require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac
require_open_vswitch
require_address 172.16.0.14/24

### Bridges, patch ports, tunnels and uplinks

# host:hv-4: br-int, where VMs and namespaces plug in
bridge br-int

# host:hv-4: br-tun, from local VLANs to tunnels and back
bridge br-tun

# host:hv-4: patch from br-int to br-tun
add_port br-int patch-tun 1 \
  -- set Interface patch-tun type=patch options:peer=patch-int \
  -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false

# host:hv-4: patch from br-tun to br-int
add_port br-tun patch-int 1 \
  -- set Interface patch-int type=patch options:peer=patch-tun

# host:hv-4: tunnel to host:hv-3
add_port br-tun vxlan-ac10000d 2 \
  -- set Interface vxlan-ac10000d type=vxlan options:local_ip=172.16.0.14 options:remote_ip=172.16.0.13 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0

# host:hv-4: tunnel to host:hv-2
add_port br-tun vxlan-ac10000c 3 \
  -- set Interface vxlan-ac10000c type=vxlan options:local_ip=172.16.0.14 options:remote_ip=172.16.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0

# host:hv-4: tunnel to host:hv-1
add_port br-tun vxlan-ac10000b 4 \
  -- set Interface vxlan-ac10000b type=vxlan options:local_ip=172.16.0.14 options:remote_ip=172.16.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0

# host:hv-4: tunnel to host:net-a
add_port br-tun vxlan-ac100002 5 \
  -- set Interface vxlan-ac100002 type=vxlan options:local_ip=172.16.0.14 options:remote_ip=172.16.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0

### Flows

# host:hv-4: 82 flows of br-int
load_flows br-int "$here"/flows/br-int.flows

# host:hv-4: 19 flows of br-tun
load_flows br-tun "$here"/flows/br-tun.flows

### Addresses of the host

# host:hv-4: the tunnels leave from a network card: nothing to do, except for the userspace datapath
underlay_bridge 172.16.0.14/24

### VMs

# port:red.pg.db: eth0 of pg (instance-00000002)
if [ "$OSTOPO_GUESTS" = netns ]; then
  guest_interface vm-red.pg tapc859e828-5d eth0 fa:16:3e:65:a4:3f 1500
  guest_address vm-red.pg eth0 10.0.1.20/24
  guest_gateway vm-red.pg 10.0.1.1
else
  tap_device tapc859e828-5d 1500
fi

### Ports of VMs and namespaces

# port:red.pg.db: in db as local VLAN 1
add_port br-int tapc859e828-5d 2 \
  -- set Port tapc859e828-5d tag=1 other_config:tag=1 other_config:net_uuid=a2be792a-fdb9-528b-87c5-7175d0d02b6b other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1002 \
  -- set Interface tapc859e828-5d external_ids:iface-id=c859e828-5d88-5f11-b571-6b683665a43f external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:65:a4:3f"' external_ids:vm-uuid=c9a244d1-1be2-551c-a9e4-2d3c1ce30e73
