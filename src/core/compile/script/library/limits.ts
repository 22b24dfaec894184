/** What VMs may receive: rows of the database that Open vSwitch turns into queues of the kernel. */
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

remove_limits() {
  local table item
  for table in QoS Queue; do
    for item in $(marked "$table" _uuid); do
      vsctl --if-exists destroy "$table" "$item"
    done
  done
}
`;
