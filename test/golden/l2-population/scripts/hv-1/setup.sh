#!/usr/bin/env bash
# hv-1 of fabric quiet. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=quiet@hv-1
# shellcheck source=lib.sh
. "$here/lib.sh"

### Checks

# host:hv-1: what this host must have
require_settings
require_root
require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore
require_open_vswitch
require_address 10.20.0.11/24
require_free_chains iptables
require_free_chains ip6tables
require_bridge_filtering

### Packet filter of the host

# host:hv-1: security groups of the VMs, IPv4
host_rules iptables "$here"/iptables/host.v4.rules

# host:hv-1: security groups of the VMs, IPv6
host_rules ip6tables "$here"/iptables/host.v6.rules

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

# host:hv-1: tunnel to host:hv-2
add_port br-tun vxlan-0a14000c 2 \
  -- set Interface vxlan-0a14000c type=vxlan options:local_ip=10.20.0.11 options:remote_ip=10.20.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0

# host:hv-1: tunnel to host:net-a
add_port br-tun vxlan-0a140002 3 \
  -- set Interface vxlan-0a140002 type=vxlan options:local_ip=10.20.0.11 options:remote_ip=10.20.0.2 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0

### Flows

# host:hv-1: 16 flows of br-int
load_flows br-int "$here"/flows/br-int.flows

# host:hv-1: 25 flows of br-tun
load_flows br-tun "$here"/flows/br-tun.flows

### Addresses of the host

# host:hv-1: the tunnels leave from a network card: nothing to do, except for the userspace datapath
underlay_bridge 10.20.0.11/24

### VMs

# port:lab.web-1.app: eth0 of web-1 (instance-00000002)
if [ "$OSTOPO_GUESTS" = netns ]; then
  guest_interface vm-lab.web-1 tapa883bba3-4b eth0 fa:16:3e:91:fc:db 1500
  guest_address vm-lab.web-1 eth0 10.0.0.3/24
  guest_gateway vm-lab.web-1 10.0.0.1
else
  tap_device tapa883bba3-4b 1500
fi

### Ports of VMs and namespaces

# port:lab.web-1.app: Linux bridge between tap and br-int, where iptables filters lab.web-1.app
hybrid_plug tapa883bba3-4b qbra883bba3-4b qvba883bba3-4b qvoa883bba3-4b 1500

# port:lab.web-1.app: in app as local VLAN 1
add_port br-int qvoa883bba3-4b 2 \
  -- set Port qvoa883bba3-4b tag=1 other_config:tag=1 other_config:net_uuid=c6b73c70-19af-5e28-842c-e30839f4d4d5 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1 \
  -- set Interface qvoa883bba3-4b external_ids:iface-id=a883bba3-4bfd-5441-91ba-cf637d91fcdb external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:91:fc:db"' external_ids:vm-uuid=90e885fc-7c0f-543e-a456-a4ddf31c54d3
