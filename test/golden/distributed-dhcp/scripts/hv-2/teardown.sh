#!/usr/bin/env bash
# hv-2 of fabric flat-cloud. Removes everything setup.sh made, also after a run that was cut short.
# Settings (see lib.sh): OSTOPO_STATE, OSTOPO_DATAPATH, OSTOPO_GUESTS, OSTOPO_GUEST_ADDRESSES, OSTOPO_UNDERLAY_DEV; OVS_RUNDIR and the like as Open vSwitch knows them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OSTOPO_OWNER=flat-cloud@hv-2
# shellcheck source=lib.sh
. "$here/lib.sh"

require_root
require_open_vswitch
undo_all
