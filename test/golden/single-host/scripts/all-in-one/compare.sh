# shellcheck shell=bash disable=SC2034,SC2154
# setup.sh --check: the functions that setup.sh calls once more, under the same names. Those of lib.sh make; these compare with what is there.

### Frame

differences=0

# The host is not as setup.sh would make it.
differs() { # TEXT
  printf '  %s\n' "$*"
  differences=$((differences + 1))
}

# A value that has to be another one.
compare() { # WHAT FOUND WANTED
  [ "$2" = "$3" ] || differs "$1 is ${2:-not set}, would become ${3:-empty}"
}

# Each line of a comparison by diff or diff-flows counts: - goes, + comes.
differs_by_lines() { # WHAT LINES
  local line
  [ -n "$2" ] || return 0
  printf '  %s:\n' "$1"
  while IFS= read -r line; do
    differs "  $line"
  done <<<"$2"
}

end_check() {
  if [ "$differences" = 0 ]; then
    printf '%s: as it should be, setup.sh would change nothing\n' "$OSTOPO_OWNER"
    exit 0
  fi
  printf '%s: setup.sh would change what is listed above (%s)\n' "$OSTOPO_OWNER" "$differences"
  exit 1
}

### Open vSwitch

bridge() { # NAME [PROTOCOLS]
  if ! ask ovs-vsctl --timeout=20 br-exists "$1"; then
    differs "bridge $1 is missing"
    return 0
  fi
  compare_columns Bridge "$1" "${bridge_columns[@]}" protocols="${2-$bridge_protocols}"
}

trunk_bridge() { # NAME
  if ask ovs-vsctl --timeout=20 br-exists "$1"; then
    compare_columns Bridge "$1" datapath_type="$OSTOPO_DATAPATH"
  else
    differs "bridge $1 is missing"
  fi
}

add_port() { # BRIDGE PORT NUMBER [-- set TABLE RECORD COLUMN=VALUE...]...
  local name=$1 port=$2 number=$3 table record columns found
  shift 3
  if ! found=$(ask ovs-vsctl --timeout=20 port-to-br "$port"); then
    differs "port $port of $name is missing"
    return 0
  fi
  compare "bridge of port $port" "$found" "$name"
  compare_columns Interface "$port" ofport="$number"
  while [ $# -gt 0 ]; do
    table=$3 record=$4 columns=()
    shift 4
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
      columns+=("$1")
      shift
    done
    compare_columns "$table" "$record" "${columns[@]}"
  done
}

compare_columns() { # TABLE RECORD COLUMN=VALUE...
  local table=$1 record=$2 column found=() i=0
  shift 2
  mapfile -t found < <(ovs-vsctl --timeout=20 --if-exists get "$table" "$record" "${@%%=*}")
  for column in "$@"; do
    compare "${table,} $record: ${column%%=*}" "$(plain_value "${found[i]-}")" "$(plain_value "${column#*=}")"
    i=$((i + 1))
  done
}

# A value of the database without what only says of which type it is.
plain_value() { # VALUE
  case $1 in
    '"'*'"') printf '%s' "$1" | sed 's/^"//; s/"$//' ;;
    '['*']') printf '%s' "$1" | sed 's/^\[//; s/\]$//; s/, /,/g' ;;
    *) printf '%s' "$1" ;;
  esac
}

load_flows() { # BRIDGE FILE
  local lines
  if ! ask ovs-vsctl --timeout=20 br-exists "$1"; then
    differs "bridge $1 has no flows"
    return 0
  fi
  lines=$(flow_differences "$1" "$2")
  differs_by_lines "flows of $1" "$lines"
}

### Limits

ingress_limit() { # PORT BITS-PER-SECOND BURST-BITS
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
  for queue in "${cards[@]}"; do
    compare "queues of $queue" "$(ask ovs-vsctl --timeout=20 get Port "$queue" qos || true)" "$all"
  done
}

meter() { # BRIDGE NUMBER METER
  ask ovs-vsctl --timeout=20 br-exists "$1" || return 0 # which is said elsewhere
  compare "meter $2 of $1" "$(meter_text "$1" "$2")" "$3"
}

### Devices and addresses

# Where there is no such device, its settings are not compared.
has_device() { # NAMESPACE-OR-EMPTY DEVICE
  in_namespace "$1" ip link show dev "$2" >/dev/null 2>&1 && return 0
  differs "device $2${1:+ in $1} is missing"
  return 1
}

in_namespace() { # NAMESPACE-OR-EMPTY COMMAND...
  local name=$1
  shift
  if [ -n "$name" ]; then ip netns exec "$name" "$@"; else "$@"; fi
}

# What `ip link` says of a device behind a word, such as mtu or master.
link_word() { # NAMESPACE-OR-EMPTY DEVICE WORD
  in_namespace "$1" ip -o -d link show dev "$2" | sed -n "s|.*[ \\\\]$3 \([^ ]*\).*|\1|p"
}

compare_link() { # NAMESPACE-OR-EMPTY DEVICE [WORD VALUE]...: and that it is up
  local name=$1 device=$2 flags
  shift 2
  flags=$(in_namespace "$name" ip -o link show dev "$device" | sed 's/.*<\(.*\)>.*/,\1,/')
  case $flags in *,UP,*) ;; *) differs "$device${name:+ in $name} is down, would become up" ;; esac
  while [ $# -gt 0 ]; do
    compare "$1 of $device${name:+ in $name}" "$(link_word "$name" "$device" "$1")" "$2"
    shift 2
  done
}

compare_address() { # NAMESPACE-OR-EMPTY DEVICE ADDRESS/LENGTH
  local line
  while read -r _ _ _ line _; do
    [ "$line" != "$3" ] || return 0
  done < <(in_namespace "$1" ip -o addr show dev "$2" 2>/dev/null)
  differs "$2${1:+ in $1} has no address $3"
}

compare_kernel() { # FILE VALUE
  [ ! -e "/proc/sys/net/$1" ] || compare "$1" "$(cat "/proc/sys/net/$1")" "$2"
}

device_up() { # DEVICE
  if has_device '' "$1"; then compare_link '' "$1"; fi
}

checksums_in_software() { # DEVICE
  [ "$OSTOPO_DATAPATH" = netdev ] || return 0
  device_exists "$1" || return 0
  compare "tx-checksumming of $1" "$(ethtool -k "$1" | sed -n 's/^tx-checksumming: //p')" off
}

tap_device() { # DEVICE MTU
  if has_device '' "$1"; then compare_link '' "$1" mtu "$2"; fi
}

hybrid_plug() { # QBR QVB QVO MTU
  local qbr=$1 qvb=$2 qvo=$3 mtu=$4
  if has_device '' "$qbr"; then
    compare_link '' "$qbr" mtu "$mtu" ageing_time 0 forward_delay 0 stp_state 0 mcast_snooping 0
    compare_kernel "ipv6/conf/$qbr/disable_ipv6" 1
    compare_kernel "ipv4/conf/$qbr/arp_ignore" 1
    compare_kernel "ipv4/conf/$qbr/arp_announce" 2
  fi
  if has_device '' "$qvb"; then compare_link '' "$qvb" mtu "$mtu" master "$qbr"; fi
  if has_device '' "$qvo"; then compare_link '' "$qvo" mtu "$mtu"; fi
  checksums_in_software "$qvb"
  checksums_in_software "$qvo"
}

hybrid_tap() { # TAP QBR
  if has_device '' "$1"; then compare "master of $1" "$(link_word '' "$1" master)" "$2"; fi
}

card_address() { # DEVICE MAC
  bridge fdb show dev "$1" 2>/dev/null | grep -q "^$2 " || differs "$1 does not know that $2 is behind its bridge"
}

bridge_address() { # BRIDGE ADDRESS/LENGTH NETWORK-CARD-OR-EMPTY
  if has_device '' "$1"; then
    compare_link '' "$1"
    compare_address '' "$1" "$2"
  fi
  [ -z "$3" ] || ! holds_address "$3" "$2" || differs "address $2 is on $3, would move to $1"
}

underlay_bridge() { # ADDRESS/LENGTH
  [ "$OSTOPO_DATAPATH" = netdev ] || return 0
  if has_device '' br-underlay; then compare_address '' br-underlay "$1"; fi
}

require_bridge_filtering() {
  compare_kernel bridge/bridge-nf-call-iptables 1
  compare_kernel bridge/bridge-nf-call-ip6tables 1
}

### Namespaces and guests

namespace() { # NAMESPACE
  if ! ask ip netns exec "$1" true; then
    differs "namespace $1 is missing"
    return 0
  fi
  compare_link "$1" lo
}

namespace_kernel() { # NAMESPACE FILE=VALUE...
  local name=$1 setting found
  shift
  ask ip netns exec "$name" true || return 0
  for setting in "$@"; do
    case $setting in *.proxy_delay=*) continue ;; esac # the kernel rounds it to ticks of its own
    found=$(ask ip netns exec "$name" sysctl -n "${setting%%=*}") || continue # this kernel does not have it
    compare "${setting%%=*} in $name" "$found" "${setting#*=}"
  done
}

namespace_device() { # NAMESPACE DEVICE MAC MTU [addrgenmode none]
  if has_device "$1" "$2"; then compare_link "$1" "$2" link/ether "$3" mtu "$4"; fi
}

namespace_address() { # NAMESPACE DEVICE ADDRESS/LENGTH
  compare_address "$1" "$2" "$3"
}

# Without a version 'ip route show exact' speaks of IPv4 alone, whatever the prefix.
family_of() { # ADDRESS
  case $1 in *:*) printf %s -6 ;; *) printf %s -4 ;; esac
}

namespace_route() { # NAMESPACE DESTINATION NEXT-HOP [dev DEVICE] [table TABLE]
  local name=$1 destination=$2 hop=$3
  shift 3
  case "$(ask ip -n "$name" "$(family_of "$hop")" route show exact "$destination" "$@") " in
    *" via $hop "* | "via $hop "*) ;;
    *) differs "$name has no route to $destination via $hop$(printf ' %s' "$@")" ;;
  esac
}

namespace_link_route() { # NAMESPACE DESTINATION DEVICE
  [ -n "$(ask ip -n "$1" "$(family_of "$2")" route show exact "$2" dev "$3")" ] || differs "$1 has no route to $2 on the link of $3"
}

namespace_link() { # NAMESPACE DEVICE MAC PEER-NAMESPACE PEER-DEVICE PEER-MAC MTU
  if has_device "$1" "$2"; then compare_link "$1" "$2" link/ether "$3" mtu "$7"; fi
  if has_device "$4" "$5"; then compare_link "$4" "$5" link/ether "$6" mtu "$7"; fi
}

namespace_rule() { # NAMESPACE -4-or--6 PRIORITY TABLE from PREFIX or iif DEVICE
  local name=$1 family=$2 priority=$3 table=$4
  shift 4
  has_rule "$name" "$family" "$priority" "$*" || differs "$name has no rule that sends $* to table $table"
}

namespace_neighbour() { # NAMESPACE DEVICE ADDRESS MAC
  case "$(ask ip -n "$1" neigh show to "$3" dev "$2") " in
    *"lladdr $4 "*PERMANENT*) ;;
    *) differs "$1 does not know $3 on $2 as $4" ;;
  esac
}

guest_interface() { # NAMESPACE TAP INTERFACE MAC MTU
  namespace "$1"
  if has_device '' "$2"; then compare_link '' "$2" mtu "$5"; fi
  if has_device "$1" "$3"; then compare_link "$1" "$3" link/ether "$4" mtu "$5"; fi
}

guest_trunk() { # SWITCH TAP END MTU
  local device
  for device in "$2" "$3"; do
    checksums_in_software "$device"
    if has_device '' "$device"; then compare_link '' "$device" mtu "$4"; fi
  done
  trunk_bridge "$1"
  guest_port "$1" "$3"
}

guest_vlan() { # SWITCH PORT VLAN NAMESPACE INTERFACE MAC MTU
  guest_interface "$4" "$2" "$5" "$6" "$7"
  guest_port "$1" "$2"
  compare_columns Port "$2" vlan_mode=access tag="$3"
}

guest_port() { # SWITCH PORT
  local found
  found=$(ask ovs-vsctl --timeout=20 port-to-br "$2") || found=none
  compare "bridge of port $2" "$found" "$1"
}

guest_metadata() { # NAMESPACE ADDRESS
  [ "$OSTOPO_GUEST_ADDRESSES" = dhcp ] || namespace_route "$1" 169.254.169.254/32 "$2"
}

guest_gateway() { # NAMESPACE ADDRESS
  [ "$OSTOPO_GUEST_ADDRESSES" = dhcp ] || namespace_route "$1" default "$2"
}

### Packet filter

namespace_rules() { # NAMESPACE IPTABLES-OR-IP6TABLES FILE
  local found wanted
  has_family "$2" || return 0
  if ! ask ip netns exec "$1" true; then
    differs "$1 has no packet filter"
    return 0
  fi
  found=$(ip netns exec "$1" "$2-save" | plain_rules)
  wanted=$(loaded_rules "$2" "$3" | plain_rules) || die "$2-restore cannot read $3"
  compare_rules "$2 of $1" "$found" "$wanted"
}

host_rules() { # IPTABLES-OR-IP6TABLES FILE
  local found wanted
  has_family "$1" || return 0
  found=$("$1-save" | plain_rules | own_rules)
  wanted=$(loaded_rules "$1" "$2" | plain_rules | own_rules) || die "$1-restore cannot read $2"
  compare_rules "$1" "$found" "$wanted"
}

compare_rules() { # WHAT FOUND WANTED
  differs_by_lines "$1" "$(diff -U0 <(printf '%s' "${2:+$2$'\n'}") <(printf '%s' "${3:+$3$'\n'}") | grep -E '^[-+][^-+]' || true)"
}

# The rules of the file as iptables-save prints them.
loaded_rules() { # IPTABLES-OR-IP6TABLES FILE
  # shellcheck disable=SC2016
  unshare --net bash -c 'set -e
    for file in "$3"/iptables/*.ipset; do [ ! -e "$file" ] || ipset restore -exist <"$file"; done
    "$1-restore" <"$2"
    "$1-save"' loaded_rules "$1" "$2" "$here"
}

# Without comments, counters and empty built-in chains, each line with its table; chains in alphabetical order, because iptables keeps them in any.
plain_rules() {
  sed -E '/^(#|COMMIT)/d; s/ \[[0-9]+:[0-9]+\]$//; /^:[A-Z]+ ACCEPT$/d' | awk '/^\*/ { table = $1; next } { print (/^:/ ? 0 : 1), table, $0 }' |
    sort -s -k1,1 -k2,2 -k3,3 -k4,4 | cut -d ' ' -f 2-
}

# Of a host's tables only what setup.sh puts there.
own_rules() {
  grep -E '^\*[a-z]+ (:|-A )(neutron-openvswi-|neutron-filter-top)| -j (neutron-openvswi-[A-Za-z]+|neutron-filter-top)$' || true
}

address_set() { # SET FILE
  local found wanted
  if ! found=$(ask ipset save "$1"); then
    differs "address set $1 is missing"
    return 0
  fi
  # shellcheck disable=SC2016
  wanted=$(unshare --net bash -c 'set -e; ipset restore <"$2"; ipset save "$1"' address_set "$1" "$2") || die "ipset cannot read $2"
  compare_rules "address set $1" "$(members <<<"$found")" "$(members <<<"$wanted")"
}

members() {
  grep '^add ' | sort || true
}

### Processes

namespace_daemon() { # NAMESPACE FILE PROGRAM WORD...
  daemon_pid "$2" >/dev/null || differs "$3 does not run in $1"
  ask cmp -s "$here/$2" "$OSTOPO_STATE/$2" || differs "$3 in $1 has another configuration, would be started anew"
}

dhcp_server() { # NAMESPACE NETWORK-UUID DNSMASQ-ARGUMENT...
  local network=$2 pid
  shift 2
  if ! pid=$(dnsmasq_pid "$network"); then
    differs "dnsmasq of network $network does not run"
    return 0
  fi
  has_arguments "$pid" dnsmasq "$@" || differs "dnsmasq of network $network runs with other options, would be started anew"
  { has_dhcp_files "$network" && [ -e "$OSTOPO_STATE/dhcp/$network/.read" ]; } ||
    differs "dnsmasq of network $network has other files, would read them again"
}

router_replica() { # NAMESPACE ROUTER-UUID
  keepalived_pid "$2" >/dev/null || differs "keepalived of router $2 does not run"
  { has_replica_file "$2" && [ -e "$OSTOPO_STATE/ha_confs/$2/.read" ]; } ||
    differs "keepalived of router $2 has another file, would read it again"
}
