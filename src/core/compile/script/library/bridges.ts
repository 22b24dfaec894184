/** Open vSwitch: bridges, ports, flows. */
export const BRIDGES = `vsctl() {
  run ovs-vsctl --timeout=20 "$@" || die "ovs-vsctl failed: $*"
}

# The columns Neutron's agent gives every bridge it manages. No controller is set: no agent runs, the flows are loaded from files.
bridge_columns=(
  datapath_type="$OSTOPO_DATAPATH" fail_mode=secure mcast_snooping_enable=false
  other_config:mac-table-size=50000 other_config:disable-in-band=true other_config:mcast-snooping-disable-flood-unregistered=true
)

bridge_protocols=OpenFlow10,OpenFlow13,OpenFlow14

bridge() { # NAME [PROTOCOLS]
  local name=$1 protocols=protocols=\${2-$bridge_protocols} mark=()
  ask ovs-vsctl --timeout=20 br-exists "$name" || mark=(external_ids:ostopo="\\"$OSTOPO_OWNER\\"")
  vsctl --may-exist add-br "$name" -- set Bridge "$name" "\${bridge_columns[@]}" "$protocols" "\${mark[@]}"
  bridge_works "$name"
}

# The bridge of a trunk, which nobody programs: it switches by itself.
trunk_bridge() { # NAME
  local name=$1 mark=()
  ask ovs-vsctl --timeout=20 br-exists "$name" || mark=(external_ids:ostopo="\\"$OSTOPO_OWNER\\"")
  vsctl --may-exist add-br "$name" -- set Bridge "$name" datapath_type="$OSTOPO_DATAPATH" "\${mark[@]}"
  bridge_works "$name"
}

# ovs-vsctl succeeds even where ovs-vswitchd refuses the bridge.
bridge_works() { # NAME
  [ "$mode" = dry-run ] || ovs-ofctl -O OpenFlow13 show "$1" >/dev/null 2>&1 ||
    die "ovs-vswitchd did not make bridge $1 with datapath type $OSTOPO_DATAPATH: see its log (without the kernel module, OSTOPO_DATAPATH=netdev works)"
}

# Adds the port where it is missing, sets its columns by the ovs-vsctl commands that follow, and sees that it got the number the flows use.
add_port() { # BRIDGE PORT NUMBER [-- set TABLE RECORD COLUMN=VALUE...]...
  local name=$1 port=$2 number=$3 mark=() found
  shift 3
  ask ovs-vsctl --timeout=20 port-to-br "$port" >/dev/null || mark=(-- set Port "$port" external_ids:ostopo="\\"$OSTOPO_OWNER\\"")
  vsctl --may-exist add-port "$name" "$port" -- set Interface "$port" ofport_request="$number" "\${mark[@]}" "$@"
  [ "$mode" = make ] || return 0
  found=$(vsctl get Interface "$port" ofport)
  [ "$found" = "$number" ] ||
    die "port $port of $name has OpenFlow number $found, and the flows are written for $number: $(vsctl get Interface "$port" error)"
}

# A rerun keeps what the switch has learnt meanwhile (table 20): only other differences make it load the file again, in one bundle: all flows or none.
load_flows() { # BRIDGE FILE
  local differences=unknown
  if [ "$mode" = make ]; then differences=$(flow_differences "$1" "$2") || exit "$failure"; fi
  [ -n "$differences" ] || return 0
  run ovs-ofctl -O OpenFlow13 --bundle replace-flows "$1" "$2" || die "Open vSwitch refused the flows of $1 ($2)"
}

# A line with - for each flow that only the bridge has and with + for each that only the file has, without those learnt from packets.
flow_differences() { # BRIDGE FILE
  local differences status=0
  differences=$(ovs-ofctl -O OpenFlow13 diff-flows "$1" "$2") || status=$?
  [ "$status" = 0 ] || [ "$status" = 2 ] || die "Open vSwitch cannot read the flows of $1 ($2)"
  grep -vE '^(-.*hard_timeout=[0-9]+.* actions=.*)?$' <<<"$differences" || true
}

# The database says which bridges and ports are ours. An address that moved to a bridge goes back to its network card first.
remove_switch_objects() {
  local kind card name address item
  if [ -f "$journal" ]; then
    while IFS=$'\\t' read -r kind card name address; do
      [ "$kind" = moved ] && device_exists "$card" && holds_address "$name" "$address" && move_address "$name" "$card" "$address"
    done <"$journal"
  fi
  for item in $(marked Port); do
    vsctl --if-exists del-port "$item"
  done
  for item in $(marked Bridge); do
    vsctl --if-exists del-br "$item"
  done
  remove_limits
}

marked() { # TABLE [COLUMN]
  vsctl --bare --columns="\${2-name}" find "$1" external_ids:ostopo="\\"$OSTOPO_OWNER\\""
}
`;
