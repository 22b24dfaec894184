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

# What a queue or a set of queues has where nothing limits it (ovs_lib.py OVS_MAX_RATE).
most_bits=34359738367

# One set of queues for all network cards: what is in none of them shares the rest.
guarantees() { # NETWORK-CARD... -- QUEUE=PORT-UUID=BITS-PER-SECOND...
  local cards=() queues=() commands=() ids=(external_ids:ostopo="\\"$OSTOPO_OWNER\\"") all=@qos queue made number port rate row
  while [ "$1" != -- ]; do
    cards+=("$1")
    shift
  done
  shift
  for queue in "$@"; do
    IFS='=' read -r number port rate <<<"$queue"
    row=$(ask guarantee_row Queue "$port") || row=''
    if [ -z "$row" ]; then
      row=@queue$number
      commands+=(-- --id="$row" create Queue external_ids:port="\\"$port\\"" external_ids:type=minimum_bandwidth "\${ids[@]}")
    else
      commands+=(-- set Queue "$row")
    fi
    commands+=(external_ids:queue-num="$number" other_config:min-rate="$rate" other_config:max-rate="$most_bits")
    queues+=("queues:$number=$row")
  done
  row=$(ask guarantee_row QoS) || row=''
  if [ -z "$row" ]; then
    commands+=(-- --id=@qos create QoS type=linux-htb external_ids:id="\\"$OSTOPO_OWNER\\"" external_ids:_type=minimum_bandwidth "\${ids[@]}")
  else
    all=$row
    commands+=(-- set QoS "$row")
  fi
  commands+=(other_config:max-rate="$most_bits" "\${queues[@]}")
  for queue in "\${cards[@]}"; do
    commands+=(-- set Port "$queue" qos="$all")
  done
  made=$(vsctl "\${commands[@]:1}") || exit
  [ "$mode" != dry-run ] || printf '%s\\n' "$made" # else the rows' ids
}

# The set of queues of guarantees, or the queue of a port; nothing where there is none.
guarantee_row() { # TABLE [PORT-UUID]
  local type=_type port=()
  if [ "$1" = Queue ]; then type=type port=(external_ids:port="\\"$2\\""); fi
  ovs-vsctl --timeout=20 --bare --columns=_uuid find "$1" external_ids:"$type"=minimum_bandwidth external_ids:ostopo="\\"$OSTOPO_OWNER\\"" "\${port[@]}"
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

# Network cards that were there before are given back without their queues.
remove_limits() {
  local table item port
  for item in $(marked QoS _uuid); do
    for port in $(vsctl --bare --columns=name find Port qos="$item"); do
      vsctl clear Port "$port" qos
    done
  done
  for table in QoS Queue; do
    for item in $(marked "$table" _uuid); do
      vsctl --if-exists destroy "$table" "$item"
    done
  done
}
`;
