#!/usr/bin/env bash
# net-a of fabric shared-cloud. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=shared-cloud@net-a
# shellcheck source=lib.sh
. "$here/lib.sh"

### Checks

# host:net-a: what this host must have
require_settings
require_root
require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac iptables iptables-restore ip6tables ip6tables-restore sysctl dnsmasq
require_open_vswitch
require_address 172.16.0.2/24
require_free_chains iptables
require_free_chains ip6tables

### Packet filter of the host

# host:net-a: security groups of the VMs, IPv4
host_rules iptables "$here"/iptables/host.v4.rules

# host:net-a: security groups of the VMs, IPv6
host_rules ip6tables "$here"/iptables/host.v6.rules

### Bridges, patch ports, tunnels and uplinks

# host:net-a: br-int, where VMs and namespaces plug in
bridge br-int

# host:net-a: br-tun, from local VLANs to tunnels and back
bridge br-tun

# host:net-a: patch from br-int to br-tun
add_port br-int patch-tun 1 \
  -- set Interface patch-tun type=patch options:peer=patch-int \
  -- set Port patch-tun other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false

# host:net-a: patch from br-tun to br-int
add_port br-tun patch-int 1 \
  -- set Interface patch-int type=patch options:peer=patch-tun

# host:net-a: tunnel to host:hv-2
add_port br-tun vxlan-ac10000c 2 \
  -- set Interface vxlan-ac10000c type=vxlan options:local_ip=172.16.0.2 options:remote_ip=172.16.0.12 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0

# host:net-a: tunnel to host:hv-1
add_port br-tun vxlan-ac10000b 3 \
  -- set Interface vxlan-ac10000b type=vxlan options:local_ip=172.16.0.2 options:remote_ip=172.16.0.11 options:in_key=flow options:out_key=flow options:df_default=true options:egress_pkt_mark=0

### Flows

# host:net-a: 10 flows of br-int
load_flows br-int "$here"/flows/br-int.flows

# host:net-a: 19 flows of br-tun
load_flows br-tun "$here"/flows/br-tun.flows

### Addresses of the host

# host:net-a: the tunnels leave from a network card: nothing to do, except for the userspace datapath
underlay_bridge 172.16.0.2/24

### Ports of VMs and namespaces

# dhcp:green.app-v4: in app as local VLAN 1
add_port br-int tap3715df58-ee 2 \
  -- set Port tap3715df58-ee tag=1 other_config:tag=1 other_config:net_uuid=997d4ba2-f22e-58b1-8f3b-6fcce6f94647 other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1000 \
  -- set Interface tap3715df58-ee type=internal external_ids:iface-id=3715df58-ee49-5c0d-bdef-286861b72d6d external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:b7:2d:6d"'

# dhcp:red.app-v4: in app as local VLAN 2
add_port br-int tapb85ab904-5c 3 \
  -- set Port tapb85ab904-5c tag=2 other_config:tag=2 other_config:net_uuid=8a3855c3-524e-5250-b7ff-66f74ba59d0d other_config:network_type=vxlan other_config:physical_network=None other_config:segmentation_id=1001 \
  -- set Interface tapb85ab904-5c type=internal external_ids:iface-id=b85ab904-5c93-5a1a-bcc1-d384577a63c3 external_ids:iface-status=active 'external_ids:attached-mac="fa:16:3e:7a:63:c3"'

### Namespaces

# network:green.app: its dhcp namespace
namespace qdhcp-997d4ba2-f22e-58b1-8f3b-6fcce6f94647
namespace_device qdhcp-997d4ba2-f22e-58b1-8f3b-6fcce6f94647 tap3715df58-ee fa:16:3e:b7:2d:6d 1500 10.0.0.2/24
namespace_route qdhcp-997d4ba2-f22e-58b1-8f3b-6fcce6f94647 0.0.0.0/0 10.0.0.1
namespace_rules qdhcp-997d4ba2-f22e-58b1-8f3b-6fcce6f94647 iptables "$here"/iptables/qdhcp-997d4ba2-f22e-58b1-8f3b-6fcce6f94647.v4.rules
namespace_rules qdhcp-997d4ba2-f22e-58b1-8f3b-6fcce6f94647 ip6tables "$here"/iptables/qdhcp-997d4ba2-f22e-58b1-8f3b-6fcce6f94647.v6.rules

# network:red.app: its dhcp namespace
namespace qdhcp-8a3855c3-524e-5250-b7ff-66f74ba59d0d
namespace_device qdhcp-8a3855c3-524e-5250-b7ff-66f74ba59d0d tapb85ab904-5c fa:16:3e:7a:63:c3 1500 10.0.0.2/24
namespace_route qdhcp-8a3855c3-524e-5250-b7ff-66f74ba59d0d 0.0.0.0/0 10.0.0.1
namespace_rules qdhcp-8a3855c3-524e-5250-b7ff-66f74ba59d0d iptables "$here"/iptables/qdhcp-8a3855c3-524e-5250-b7ff-66f74ba59d0d.v4.rules
namespace_rules qdhcp-8a3855c3-524e-5250-b7ff-66f74ba59d0d ip6tables "$here"/iptables/qdhcp-8a3855c3-524e-5250-b7ff-66f74ba59d0d.v6.rules

### DHCP

# network:green.app: dnsmasq for 2 addresses
dhcp_server qdhcp-997d4ba2-f22e-58b1-8f3b-6fcce6f94647 997d4ba2-f22e-58b1-8f3b-6fcce6f94647 \
  --no-hosts \
  --no-resolv \
  --pid-file="$OSTOPO_STATE"/dhcp/997d4ba2-f22e-58b1-8f3b-6fcce6f94647/pid \
  --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/997d4ba2-f22e-58b1-8f3b-6fcce6f94647/host \
  --addn-hosts="$OSTOPO_STATE"/dhcp/997d4ba2-f22e-58b1-8f3b-6fcce6f94647/addn_hosts \
  --dhcp-optsfile="$OSTOPO_STATE"/dhcp/997d4ba2-f22e-58b1-8f3b-6fcce6f94647/opts \
  --dhcp-leasefile="$OSTOPO_STATE"/dhcp/997d4ba2-f22e-58b1-8f3b-6fcce6f94647/leases \
  --dhcp-match=set:ipxe,175 \
  --dhcp-userclass=set:ipxe6,iPXE \
  --local-service \
  --bind-dynamic \
  --dhcp-range=set:subnet-57e66f3b-94cb-5e34-b5bc-fc837a6b775d,10.0.0.0,static,255.255.255.0,86400s \
  --dhcp-option-force=option:mtu,1500 \
  --dhcp-lease-max=256 \
  --conf-file=/dev/null \
  --domain=openstacklocal

# network:red.app: dnsmasq for 2 addresses
dhcp_server qdhcp-8a3855c3-524e-5250-b7ff-66f74ba59d0d 8a3855c3-524e-5250-b7ff-66f74ba59d0d \
  --no-hosts \
  --no-resolv \
  --pid-file="$OSTOPO_STATE"/dhcp/8a3855c3-524e-5250-b7ff-66f74ba59d0d/pid \
  --dhcp-hostsfile="$OSTOPO_STATE"/dhcp/8a3855c3-524e-5250-b7ff-66f74ba59d0d/host \
  --addn-hosts="$OSTOPO_STATE"/dhcp/8a3855c3-524e-5250-b7ff-66f74ba59d0d/addn_hosts \
  --dhcp-optsfile="$OSTOPO_STATE"/dhcp/8a3855c3-524e-5250-b7ff-66f74ba59d0d/opts \
  --dhcp-leasefile="$OSTOPO_STATE"/dhcp/8a3855c3-524e-5250-b7ff-66f74ba59d0d/leases \
  --dhcp-match=set:ipxe,175 \
  --dhcp-userclass=set:ipxe6,iPXE \
  --local-service \
  --bind-dynamic \
  --dhcp-range=set:subnet-478bfbc6-8b02-50e3-97fd-41e72d042964,10.0.0.0,static,255.255.255.0,86400s \
  --dhcp-option-force=option:mtu,1500 \
  --dhcp-lease-max=256 \
  --conf-file=/dev/null \
  --domain=openstacklocal
