#!/usr/bin/env bash
# hv-3 of fabric prod. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=prod@hv-3
# shellcheck source=lib.sh
. "$here/lib.sh"

### Checks

# host:hv-3: what this host must have
require_settings
require_root
require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac
require_open_vswitch
require_address 172.16.0.13/24

### Bridges, patch ports, tunnels and uplinks

# host:hv-3: br-int, where VMs and namespaces plug in
bridge br-int

# host:hv-3: br-tun, from local VLANs to tunnels and back
bridge br-tun

# host:hv-3: patch from br-int to br-tun
add_port br-int patch-tun 1 \
  -- set Interface patch-tun type=patch options:peer=patch-int \
  -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false

# host:hv-3: patch from br-tun to br-int
add_port br-tun patch-int 1 \
  -- set Interface patch-int type=patch options:peer=patch-tun

# host:hv-3: tunnel to host:hv-4
add_port br-tun vxlan-ac10000e 2 \
  -- set Interface vxlan-ac10000e type=vxlan options:local_ip=172.16.0.13 options:remote_ip=172.16.0.14 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0

# host:hv-3: tunnel to host:hv-2
add_port br-tun vxlan-ac10000c 3 \
  -- set Interface vxlan-ac10000c type=vxlan options:local_ip=172.16.0.13 options:remote_ip=172.16.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0

# host:hv-3: tunnel to host:hv-1
add_port br-tun vxlan-ac10000b 4 \
  -- set Interface vxlan-ac10000b type=vxlan options:local_ip=172.16.0.13 options:remote_ip=172.16.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0

# host:hv-3: tunnel to host:net-a
add_port br-tun vxlan-ac100002 5 \
  -- set Interface vxlan-ac100002 type=vxlan options:local_ip=172.16.0.13 options:remote_ip=172.16.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0

### Flows

# host:hv-3: 89 flows of br-int
load_flows br-int "$here"/flows/br-int.flows

# host:hv-3: 19 flows of br-tun
load_flows br-tun "$here"/flows/br-tun.flows

### Addresses of the host

# host:hv-3: the tunnels leave from a network card: nothing to do, except for the userspace datapath
underlay_bridge 172.16.0.13/24

### VMs

# port:red.web-3.app: eth0 of web-3 (instance-00000005)
if [ "$OSTOPO_GUESTS" = netns ]; then
  guest_interface vm-red.web-3 tapa2e4100e-c2 eth0 fa:16:3e:d5:d3:0f 1500
  guest_address vm-red.web-3 eth0 10.0.0.5/24
  guest_address vm-red.web-3 eth0 fd00:1::4/64
  guest_gateway vm-red.web-3 10.0.0.1
  guest_gateway vm-red.web-3 fd00:1::
else
  tap_device tapa2e4100e-c2 1500
fi

### Ports of VMs and namespaces

# port:red.web-3.app: in app as local VLAN 1
add_port br-int tapa2e4100e-c2 2 \
  -- set Port tapa2e4100e-c2 tag=1 other_config:tag=1 other_config:net_uuid=853feed0-fa39-500f-88ba-475021a2351a other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1001 \
  -- set Interface tapa2e4100e-c2 external_ids:iface-id=a2e4100e-c27f-59ee-88a9-d50a1cd5d30f external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:d5:d3:0f"' external_ids:vm-uuid=5e75ec73-17af-5173-a91b-c28c169ba6be
