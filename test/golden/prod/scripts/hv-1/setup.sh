#!/usr/bin/env bash
# hv-1 of fabric prod. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=prod@hv-1
# shellcheck source=lib.sh
. "$here/lib.sh"

### Checks

# host:hv-1: what this host must have
require_settings
require_root
require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac
require_open_vswitch
require_address 172.16.0.11/24

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

# host:hv-1: tunnel to host:hv-4
add_port br-tun vxlan-ac10000e 2 \
  -- set Interface vxlan-ac10000e type=vxlan options:local_ip=172.16.0.11 options:remote_ip=172.16.0.14 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0

# host:hv-1: tunnel to host:hv-3
add_port br-tun vxlan-ac10000d 3 \
  -- set Interface vxlan-ac10000d type=vxlan options:local_ip=172.16.0.11 options:remote_ip=172.16.0.13 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0

# host:hv-1: tunnel to host:hv-2
add_port br-tun vxlan-ac10000c 4 \
  -- set Interface vxlan-ac10000c type=vxlan options:local_ip=172.16.0.11 options:remote_ip=172.16.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0

# host:hv-1: tunnel to host:net-a
add_port br-tun vxlan-ac100002 5 \
  -- set Interface vxlan-ac100002 type=vxlan options:local_ip=172.16.0.11 options:remote_ip=172.16.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0

### Flows

# host:hv-1: 146 flows of br-int
load_flows br-int "$here"/flows/br-int.flows

# host:hv-1: 21 flows of br-tun
load_flows br-tun "$here"/flows/br-tun.flows

### Addresses of the host

# host:hv-1: the tunnels leave from a network card: nothing to do, except for the userspace datapath
underlay_bridge 172.16.0.11/24

### VMs

# port:green.box.app: eth0 of box (instance-00000001)
if [ "$OSTOPO_GUESTS" = netns ]; then
  guest_interface vm-green.box tap36edb15c-e9 eth0 fa:16:3e:3e:a3:ee 1500
  guest_address vm-green.box eth0 10.0.0.3/24
  guest_gateway vm-green.box 10.0.0.1
else
  tap_device tap36edb15c-e9 1500
fi

# port:red.web-1.app: eth0 of web-1 (instance-00000003)
if [ "$OSTOPO_GUESTS" = netns ]; then
  guest_interface vm-red.web-1 tap6c7d9b9c-10 eth0 fa:16:3e:d2:22:d5 1500
  guest_address vm-red.web-1 eth0 10.0.0.3/24
  guest_address vm-red.web-1 eth0 fd00:1::2/64
  guest_gateway vm-red.web-1 10.0.0.1
  guest_gateway vm-red.web-1 fd00:1::
else
  tap_device tap6c7d9b9c-10 1500
fi

### Ports of VMs and namespaces

# port:green.box.app: in app as local VLAN 1
add_port br-int tap36edb15c-e9 2 \
  -- set Port tap36edb15c-e9 tag=1 other_config:tag=1 other_config:net_uuid=f1cb72d9-a24c-5f4b-9cd9-813a62265772 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1000 \
  -- set Interface tap36edb15c-e9 external_ids:iface-id=36edb15c-e9c8-5307-85f0-9dd6643ea3ee external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:3e:a3:ee"' external_ids:vm-uuid=41f7d754-ab6d-5a53-b605-c582f1087aec

# port:red.web-1.app: in app as local VLAN 2
add_port br-int tap6c7d9b9c-10 3 \
  -- set Port tap6c7d9b9c-10 tag=2 other_config:tag=2 other_config:net_uuid=853feed0-fa39-500f-88ba-475021a2351a other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1001 \
  -- set Interface tap6c7d9b9c-10 external_ids:iface-id=6c7d9b9c-10e9-5bd5-a210-e94c0fd222d5 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:d2:22:d5"' external_ids:vm-uuid=d799d3b5-c467-586b-8ea5-e9ee6f36a190
