#!/usr/bin/env bash
# hv-2 of fabric draft. Makes what the host has; running it again changes nothing.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=draft@hv-2
# shellcheck source=lib.sh
. "$here/lib.sh"

### Checks

# host:hv-2: what this host must have
require_settings
require_root
require_tools ovs-vsctl ovs-ofctl ovs-appctl ip grep sed tac
require_open_vswitch

### Bridges, patch ports, tunnels and uplinks

# host:hv-2: br-int, where VMs and namespaces plug in
bridge br-int

### Flows

# host:hv-2: 20 flows of br-int
load_flows br-int "$here"/flows/br-int.flows
