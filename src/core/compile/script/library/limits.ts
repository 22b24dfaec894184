/** Limits of VMs: rows of the database that Open vSwitch turns into queues of the kernel, and meters. */
export const LIMITS = `# Limits what leaves the switch by a port. The rows are found again by the port's name.
ingress_limit() { # PORT BITS-PER-SECOND BURST-BITS
  local port=$1 rate=$2 burst=$3 qos queue made ids=(external_ids:id="\\"$1\\"" external_ids:ostopo="\\"$OSTOPO_OWNER\\"")
  qos=$(ask ovs-vsctl --timeout=20 get Port "$port" qos) || qos='[]'
  if [ "$qos" = '[]' ]; then
    made=$(vsctl set Port "$port" qos=@qos \\
      -- --id=@qos create QoS type=linux-htb other_config:max-rate="$rate" queues:0=@queue "\${ids[@]}" \\
      -- --id=@queue create Queue other_config:max-rate="$rate" other_config:burst="$burst" external_ids:queue_type=0 "\${ids[@]}") || exit
    [ "$mode" != dry-run ] || printf '%s\\n' "$made" # else the rows' ids
    return
  fi
  queue=$(ovs-vsctl --timeout=20 get QoS "$qos" queues:0) || die "the limit of port $port has no queue 0: another program made it"
  vsctl set QoS "$qos" other_config:max-rate="$rate" -- set Queue "$queue" other_config:max-rate="$rate" other_config:burst="$burst"
}

# Makes a meter, or changes one that is different; a bridge that stays gets rid of it in teardown.sh.
meter() { # BRIDGE NUMBER METER
  local found='' change=add-meter
  remember meter "$1" "$2"
  if [ "$mode" = make ]; then found=$(meter_text "$1" "$2") || exit "$failure"; fi
  [ "$found" != "$3" ] || return 0
  [ -z "$found" ] || change=mod-meter
  run ovs-ofctl -O OpenFlow13 "$change" "$1" "$3" || die "Open vSwitch refused meter $2 of $1"
}

# A meter in one line, or nothing where there is none.
meter_text() { # BRIDGE NUMBER
  local text
  text=$(ovs-ofctl -O OpenFlow13 dump-meters "$1") || die "Open vSwitch does not tell the meters of $1"
  sed -n "/^meter=$2 /{N; s/bands=\\n/bands=/; s/ *$//; p}" <<<"$text"
}

undo_meter() { # BRIDGE NUMBER
  ask ovs-vsctl --timeout=20 br-exists "$1" || return 0
  run ovs-ofctl -O OpenFlow13 del-meter "$1" "meter=$2"
}

remove_limits() {
  local table item
  for table in QoS Queue; do
    for item in $(marked "$table" _uuid); do
      vsctl --if-exists destroy "$table" "$item"
    done
  done
}
`;
