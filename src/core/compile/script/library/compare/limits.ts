/** Limits of VMs. */
export const COMPARE_LIMITS = `ingress_limit() { # PORT BITS-PER-SECOND BURST-BITS
  local qos queue
  qos=$(ask ovs-vsctl --timeout=20 get Port "$1" qos) || return 0 # the port is missing, which is said elsewhere
  if [ "$qos" = '[]' ]; then
    differs "port $1 has no limit, would get $2 bit/s"
    return 0
  fi
  compare_columns QoS "$qos" type=linux-htb other_config:max-rate="$2"
  queue=$(ask ovs-vsctl --timeout=20 get QoS "$qos" queues:0) || return 0
  compare_columns Queue "$queue" other_config:max-rate="$2" other_config:burst="$3"
}

guarantees() { # NETWORK-CARD... -- QUEUE=PORT-UUID=BITS-PER-SECOND...
  local cards=() queue number port rate row all
  while [ "$1" != -- ]; do
    cards+=("$1")
    shift
  done
  shift
  all=$(guarantee_row QoS)
  [ -n "$all" ] || differs "no bandwidth is kept for ports"
  [ -z "$all" ] || compare_columns QoS "$all" type=linux-htb other_config:max-rate="$most_bits"
  for queue in "$@"; do
    IFS='=' read -r number port rate <<<"$queue"
    row=$(guarantee_row Queue "$port")
    if [ -z "$row" ]; then
      differs "nothing is kept for port $port, would be $rate bit/s"
      continue
    fi
    compare_columns Queue "$row" external_ids:queue-num="$number" other_config:min-rate="$rate" other_config:max-rate="$most_bits"
    [ -z "$all" ] || compare "queue $number of the network cards" "$(ask ovs-vsctl --timeout=20 get QoS "$all" "queues:$number" || true)" "$row"
  done
  [ -n "$all" ] || return 0
  for queue in "\${cards[@]}"; do
    compare "queues of $queue" "$(ask ovs-vsctl --timeout=20 get Port "$queue" qos || true)" "$all"
  done
}

meter() { # BRIDGE NUMBER METER
  ask ovs-vsctl --timeout=20 br-exists "$1" || return 0 # which is said elsewhere
  compare "meter $2 of $1" "$(meter_text "$1" "$2")" "$3"
}
`;
