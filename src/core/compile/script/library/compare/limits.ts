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

meter() { # BRIDGE NUMBER METER
  ask ovs-vsctl --timeout=20 br-exists "$1" || return 0 # which is said elsewhere
  compare "meter $2 of $1" "$(meter_text "$1" "$2")" "$3"
}
`;
