# shellcheck shell=bash disable=SC2154
# Functions of setup.sh and teardown.sh. Both set, before they read this file:
#   here           the folder of the scripts
#   OSTOPO_OWNER   the fabric and the host: what is made carries this mark

phases=(bridges ports patches tunnels flows namespaces addresses iptables services)

### Frame

# Settings. Every one may be set in the environment.
OSTOPO_STATE=${OSTOPO_STATE:-/var/lib/neutron}     # dnsmasq's files and the record of what setup.sh made
OSTOPO_DATAPATH=${OSTOPO_DATAPATH:-system}          # system (the kernel's) or netdev (Open vSwitch's own, in user space)
OSTOPO_GUESTS=${OSTOPO_GUESTS:-none}                # netns: a network namespace stands in for each VM
OSTOPO_GUEST_ADDRESSES=${OSTOPO_GUEST_ADDRESSES:-static} # dhcp: leave the guests without addresses, to ask for them
OSTOPO_UNDERLAY_DEV=${OSTOPO_UNDERLAY_DEV:-}        # netdev only: the network card that carries the tunnels; found by its address when empty

PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
LC_ALL=C
export PATH LC_ALL
mode="make"  # make, dry-run or check: see set_up
failure=1    # exit code of die; --check has 1 for another meaning

die() {
  printf '%s: %s\n' "$OSTOPO_OWNER" "$*" >&2
  exit "$failure"
}

# Every command that changes something; a dry run prints it instead.
run() { # COMMAND...
  if [ "$mode" = dry-run ]; then print_command "$@"; else "$@"; fi
}

run_quietly() { # COMMAND...
  if [ "$mode" = dry-run ]; then print_command "$@"; else "$@" >/dev/null 2>&1; fi
}

run_with_input() { # FILE COMMAND...
  local file=$1
  shift
  if [ "$mode" = dry-run ]; then printf '%s <%q\n' "$(print_command "$@")" "$file"; else "$@" <"$file"; fi
}

write_line() { # FILE TEXT
  if [ "$mode" = dry-run ]; then printf '  echo %q >%q\n' "$2" "$1"; else printf '%s\n' "$2" >"$1"; fi
}

# Every question about the host whose answer decides what is run. A dry run asks nothing: it is about a host that has nothing yet.
ask() { # COMMAND...
  [ "$mode" != dry-run ] && "$@" 2>/dev/null
}

print_command() { # WORD...
  local line
  printf -v line '%q ' "$@"
  printf '  %s\n' "${line% }"
}

### Record of what was made

journal=$OSTOPO_STATE/ostopo/$OSTOPO_OWNER

# Everything is written down before it is made, so that teardown.sh removes exactly that, also after a run that was cut short.
remember() { # KIND WORD...
  [ "$mode" = make ] || return 0
  has_made "$@" && return 0
  if [ ! -d "$OSTOPO_STATE" ]; then
    mkdir -p "${journal%/*}"
    printf 'folder\n' >>"$journal"
  fi
  mkdir -p "${journal%/*}"
  (IFS=$'\t' && printf '%s\n' "$*" >>"$journal")
}

has_made() { # KIND WORD...
  [ "$mode" != dry-run ] && [ -f "$journal" ] && grep -qxF -e "$(IFS=$'\t' && printf '%s' "$*")" "$journal"
}

### Phases

usage() {
  cat <<END
usage: setup.sh [--phase NAME]... [--dry-run | --check]
  --phase NAME  only this phase: ${phases[*]}
  --dry-run     print the commands for a host that has nothing yet; reads and changes nothing, and needs no root
  --check       compare this host with what setup.sh would make, and change nothing: 0 it is the same, 1 it differs, 2 it could not be compared
END
}

set_up() { # OPTION...
  local name chosen=()
  while [ $# -gt 0 ]; do
    case $1 in
      --phase)
        [ $# -ge 2 ] || bad_usage '--phase wants a name'
        chosen+=("$2")
        shift
        ;;
      --phase=*) chosen+=("${1#*=}") ;;
      --dry-run | --check)
        [ "$mode" = make ] || [ "$mode" = "${1#--}" ] || bad_usage '--dry-run and --check exclude each other'
        mode=${1#--}
        ;;
      -h | --help)
        usage
        exit 0
        ;;
      *) bad_usage "unknown option: $1" ;;
    esac
    shift
  done
  for name in "${chosen[@]}"; do
    case " ${phases[*]} " in *" $name "*) ;; *) bad_usage "there is no phase $name" ;; esac
  done
  if [ "$mode" = check ]; then begin_check; fi
  if [ "$mode" != dry-run ]; then requirements; fi
  for name in "${phases[@]}"; do
    [ "${#chosen[@]}" = 0 ] || case " ${chosen[*]} " in *" $name "*) ;; *) continue ;; esac
    declare -F "phase_$name" >/dev/null || continue
    [ "$mode" = make ] || printf '# phase %s\n' "$name"
    "phase_$name"
  done
  if [ "$mode" = check ]; then end_check; fi
}

bad_usage() {
  printf 'setup.sh: %s\n' "$*" >&2
  usage >&2
  exit 2
}

begin_check() {
  failure=2
  require_tools awk cut diff sort unshare
  set -E
  trap 'exit 2' ERR
  # shellcheck source=compare.sh
  . "$here/compare.sh"
}

### Checks

require_root() {
  [ "$(id -u)" = 0 ] || die 'run this as root: it makes bridges, namespaces and packet filters'
}

require_tools() { # TOOL...
  local tool missing=()
  for tool in "$@"; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  [ "${#missing[@]}" = 0 ] || die "not installed: ${missing[*]}"
}

require_settings() {
  case $OSTOPO_DATAPATH in system | netdev) ;; *) die "OSTOPO_DATAPATH is system or netdev, not $OSTOPO_DATAPATH" ;; esac
  case $OSTOPO_GUESTS in none | netns) ;; *) die "OSTOPO_GUESTS is none or netns, not $OSTOPO_GUESTS" ;; esac
  case $OSTOPO_GUEST_ADDRESSES in static | dhcp) ;; *) die "OSTOPO_GUEST_ADDRESSES is static or dhcp, not $OSTOPO_GUEST_ADDRESSES" ;; esac
}

require_open_vswitch() {
  ovs-appctl --timeout=5 -t ovs-vswitchd version >/dev/null 2>&1 || die 'ovs-vswitchd does not answer: start Open vSwitch first'
  ovs-vsctl --timeout=5 show >/dev/null 2>&1 || die 'ovsdb-server does not answer: start Open vSwitch first'
}

# The tunnels leave from this address; without it every packet to another host is lost.
require_address() { # ADDRESS
  [ -n "$(device_of_address "$1")" ] || die "the tunnel address $1 is on no interface of this host"
}

# Neutron's own agent would fight over the chains.
require_free_chains() { # IPTABLES-OR-IP6TABLES
  has_family "$1" || return 0
  ! "$1" -w -t filter -S neutron-filter-top >/dev/null 2>&1 || has_made rules "$1" ||
    die "$1 has Neutron's chains already: an agent manages the packet filter of this host"
}

# Bridged packets reach iptables only if the kernel passes them up.
require_bridge_filtering() {
  local key file value
  for key in bridge-nf-call-iptables bridge-nf-call-ip6tables; do
    file=/proc/sys/net/bridge/$key
    [ -e "$file" ] || modprobe br_netfilter 2>/dev/null || true
    [ -e "$file" ] || die "the hybrid firewall cannot filter: this kernel does not pass bridged packets to iptables (no $file; load br_netfilter)"
    value=$(cat "$file")
    [ "$value" = 1 ] && continue
    remember proc "$file" "$value"
    printf '1\n' >"$file" || die "the hybrid firewall cannot filter: $file stays $value"
  done
}

### Devices

device_exists() { # DEVICE
  ask ip link show dev "$1" >/dev/null
}

make_device() { # DEVICE TYPE-AND-OPTIONS...
  local device=$1
  shift
  device_exists "$device" && return 0
  remember device "$device"
  run ip link add name "$device" "$@"
}

device_up() { # DEVICE
  run ip link set dev "$1" up
}

set_kernel() { # FILE VALUE: leaves out what this kernel does not have
  if [ "$mode" = dry-run ] || [ -e "/proc/sys/net/$1" ]; then write_line "/proc/sys/net/$1" "$2"; fi
}

# Open vSwitch in user space reads frames as they are: a checksum left to hardware that is not there would stay empty.
checksums_in_software() { # DEVICE
  [ "$OSTOPO_DATAPATH" = netdev ] || return 0
  run_quietly ethtool -K "$1" tx off || die "ethtool cannot switch off checksum offload of $1"
}

# The VM's tap belongs to libvirt; where it is not there yet, one is kept ready under its name.
tap_device() { # DEVICE MTU
  if ! device_exists "$1"; then
    remember device "$1"
    run ip tuntap add dev "$1" mode tap
  fi
  run ip link set dev "$1" mtu "$2" up
}

# The card's forwarding database: frames of its virtual functions for this MAC go to the bridge.
card_address() { # DEVICE MAC
  remember card_address "$1" "$2"
  run bridge fdb replace "$2" dev "$1" self
}

undo_card_address() { # DEVICE MAC
  bridge fdb del "$2" dev "$1" self 2>/dev/null || true
}

# The Linux bridge qbr, where iptables filters, with qvb in it; qvo, the other end of qvb, goes into br-int.
hybrid_plug() { # QBR QVB QVO MTU
  local qbr=$1 qvb=$2 qvo=$3 mtu=$4
  make_device "$qbr" type bridge
  run ip link set dev "$qbr" type bridge ageing_time 0 forward_delay 0 stp_state 0 mcast_snooping 0
  set_kernel "ipv6/conf/$qbr/disable_ipv6" 1
  set_kernel "ipv4/conf/$qbr/arp_ignore" 1
  set_kernel "ipv4/conf/$qbr/arp_announce" 2
  make_device "$qvb" type veth peer name "$qvo"
  checksums_in_software "$qvb"
  checksums_in_software "$qvo"
  run ip link set dev "$qvb" mtu "$mtu" master "$qbr" up
  run ip link set dev "$qvo" mtu "$mtu" up
  run ip link set dev "$qbr" mtu "$mtu" up
}

hybrid_tap() { # TAP QBR
  run ip link set dev "$1" master "$2"
}

undo_device() { # DEVICE
  ! device_exists "$1" || ip link del dev "$1"
}

undo_proc() { # FILE VALUE
  printf '%s\n' "$2" >"$1"
}

### Open vSwitch

vsctl() {
  run ovs-vsctl --timeout=20 "$@" || die "ovs-vsctl failed: $*"
}

# The columns Neutron's agent gives every bridge it manages. No controller is set: no agent runs, the flows are loaded from files.
bridge_columns=(
  datapath_type="$OSTOPO_DATAPATH" fail_mode=secure mcast_snooping_enable=false
  other_config:mac-table-size=50000 other_config:disable-in-band=true other_config:mcast-snooping-disable-flood-unregistered=true
)

bridge_protocols=OpenFlow10,OpenFlow13,OpenFlow14

bridge() { # NAME [PROTOCOLS]
  local name=$1 protocols=protocols=${2-$bridge_protocols} mark=()
  ask ovs-vsctl --timeout=20 br-exists "$name" || mark=(external_ids:ostopo="\"$OSTOPO_OWNER\"")
  vsctl --may-exist add-br "$name" -- set Bridge "$name" "${bridge_columns[@]}" "$protocols" "${mark[@]}"
  bridge_works "$name"
}

# The bridge of a trunk, which nobody programs: it switches by itself.
trunk_bridge() { # NAME
  local name=$1 mark=()
  ask ovs-vsctl --timeout=20 br-exists "$name" || mark=(external_ids:ostopo="\"$OSTOPO_OWNER\"")
  vsctl --may-exist add-br "$name" -- set Bridge "$name" datapath_type="$OSTOPO_DATAPATH" "${mark[@]}"
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
  ask ovs-vsctl --timeout=20 port-to-br "$port" >/dev/null || mark=(-- set Port "$port" external_ids:ostopo="\"$OSTOPO_OWNER\"")
  vsctl --may-exist add-port "$name" "$port" -- set Interface "$port" ofport_request="$number" "${mark[@]}" "$@"
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
    while IFS=$'\t' read -r kind card name address; do
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
  vsctl --bare --columns="${2-name}" find "$1" external_ids:ostopo="\"$OSTOPO_OWNER\""
}

### Limits

# Limits what leaves the switch by a port. The rows are found again by the port's name.
ingress_limit() { # PORT BITS-PER-SECOND BURST-BITS
  local port=$1 rate=$2 burst=$3 qos queue made ids=(external_ids:id="\"$1\"" external_ids:ostopo="\"$OSTOPO_OWNER\"")
  qos=$(ask ovs-vsctl --timeout=20 get Port "$port" qos) || qos='[]'
  if [ "$qos" = '[]' ]; then
    made=$(vsctl set Port "$port" qos=@qos \
      -- --id=@qos create QoS type=linux-htb other_config:max-rate="$rate" queues:0=@queue "${ids[@]}" \
      -- --id=@queue create Queue other_config:max-rate="$rate" other_config:burst="$burst" external_ids:queue_type=0 "${ids[@]}") || exit
    [ "$mode" != dry-run ] || printf '%s\n' "$made" # else the rows' ids
    return
  fi
  queue=$(ovs-vsctl --timeout=20 get QoS "$qos" queues:0) || die "the limit of port $port has no queue 0: another program made it"
  vsctl set QoS "$qos" other_config:max-rate="$rate" -- set Queue "$queue" other_config:max-rate="$rate" other_config:burst="$burst"
}

# What a queue or a set of queues has where nothing limits it (ovs_lib.py OVS_MAX_RATE).
most_bits=34359738367

# One set of queues for all network cards: what is in none of them shares the rest.
guarantees() { # NETWORK-CARD... -- QUEUE=PORT-UUID=BITS-PER-SECOND...
  local cards=() queues=() commands=() ids=(external_ids:ostopo="\"$OSTOPO_OWNER\"") all=@qos queue made number port rate row
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
      commands+=(-- --id="$row" create Queue external_ids:port="\"$port\"" external_ids:type=minimum_bandwidth "${ids[@]}")
    else
      commands+=(-- set Queue "$row")
    fi
    commands+=(external_ids:queue-num="$number" other_config:min-rate="$rate" other_config:max-rate="$most_bits")
    queues+=("queues:$number=$row")
  done
  row=$(ask guarantee_row QoS) || row=''
  if [ -z "$row" ]; then
    commands+=(-- --id=@qos create QoS type=linux-htb external_ids:id="\"$OSTOPO_OWNER\"" external_ids:_type=minimum_bandwidth "${ids[@]}")
  else
    all=$row
    commands+=(-- set QoS "$row")
  fi
  commands+=(other_config:max-rate="$most_bits" "${queues[@]}")
  for queue in "${cards[@]}"; do
    commands+=(-- set Port "$queue" qos="$all")
  done
  made=$(vsctl "${commands[@]:1}") || exit
  [ "$mode" != dry-run ] || printf '%s\n' "$made" # else the rows' ids
}

# The set of queues of guarantees, or the queue of a port; nothing where there is none.
guarantee_row() { # TABLE [PORT-UUID]
  local type=_type port=()
  if [ "$1" = Queue ]; then type=type port=(external_ids:port="\"$2\""); fi
  ovs-vsctl --timeout=20 --bare --columns=_uuid find "$1" external_ids:"$type"=minimum_bandwidth external_ids:ostopo="\"$OSTOPO_OWNER\"" "${port[@]}"
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
  sed -n "/^meter=$2 /{N; s/bands=\n/bands=/; s/ *$//; p}" <<<"$text"
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

### Addresses

# The device that holds the address, or nothing.
device_of_address() { # ADDRESS/LENGTH
  local device=''
  read -r _ device _ < <(ask ip -o addr show to "${1%/*}") || true
  printf '%s' "$device"
}

holds_address() { # DEVICE ADDRESS/LENGTH
  [ -n "$(ask ip -o addr show dev "$1" to "${2%/*}")" ]
}

# Puts the address on the bridge's own port; where the network card holds it, it moves with its routes.
bridge_address() { # BRIDGE ADDRESS/LENGTH NETWORK-CARD-OR-EMPTY
  local name=$1 address=$2 card=$3 holder
  run ip link set dev "$name" up
  holder=$(device_of_address "$address")
  if [ -n "$card" ] && holds_address "$card" "$address"; then
    remember moved "$card" "$name" "$address"
    move_address "$card" "$name" "$address"
  elif holds_address "$name" "$address"; then
    return 0
  elif [ -z "$holder" ]; then
    has_made moved "$card" "$name" "$address" || remember address "$name" "$address"
    run ip addr replace "$address" dev "$name"
  else
    die "address $address of $name is on $holder already"
  fi
}

move_address() { # FROM TO ADDRESS/LENGTH
  local from=$1 to=$2 address=$3 family=-4 route
  [ "${address#*:}" = "$address" ] || family=-6
  ip link set dev "$to" up
  ip addr replace "$address" dev "$to"
  ip "$family" route show dev "$from" | grep -vE 'proto kernel|^fe80:' | while read -ra route; do
    ip "$family" route replace "${route[@]}" dev "$to"
  done || true
  ip addr del "$address" dev "$from"
}

# In user space a tunnel leaves only from the own port of an Open vSwitch bridge: the card becomes a port of br-underlay, and its address moves there.
underlay_bridge() { # ADDRESS/LENGTH
  [ "$OSTOPO_DATAPATH" = netdev ] || return 0
  local card
  card=$(underlay_card "$1")
  [ "$card" = br-underlay ] && return 0
  [ -n "$card" ] || die "the tunnel address $1 is on no interface of this host"
  ask ovs-vsctl --timeout=20 br-exists br-underlay || vsctl --may-exist add-br br-underlay \
    -- set Bridge br-underlay datapath_type=netdev external_ids:ostopo="\"$OSTOPO_OWNER\""
  bridge_works br-underlay
  checksums_in_software "$card"
  vsctl --may-exist add-port br-underlay "$card"
  bridge_address br-underlay "$1" "$card"
}

# The card that holds the address; br-underlay when the address is there alone, and not half moved by a run that was cut short.
underlay_card() { # ADDRESS/LENGTH
  local device found=$OSTOPO_UNDERLAY_DEV
  [ "$mode" != dry-run ] || found=${found:-CARD-OF-${1%/*}}
  if [ -z "$found" ]; then
    while read -r _ device _; do
      if [ -z "$found" ] || [ "$device" != br-underlay ]; then found=$device; fi
    done < <(ask ip -o addr show to "${1%/*}")
  fi
  printf '%s' "$found"
}

undo_address() { # DEVICE ADDRESS/LENGTH
  ! device_exists "$1" || ip addr del "$2" dev "$1" 2>/dev/null || true
}

undo_moved() { # NETWORK-CARD BRIDGE ADDRESS/LENGTH
  ! device_exists "$1" || [ -n "$(device_of_address "$3")" ] || ip addr replace "$3" dev "$1"
}

### Namespaces

namespace() { # NAMESPACE
  if ! ask ip netns exec "$1" true; then
    remember netns "$1"
    [ ! -e "/run/netns/$1" ] || run ip netns del "$1" # left by a run that was cut short
    run ip netns add "$1"
  fi
  run ip -n "$1" link set dev lo up
}

namespace_kernel() { # NAMESPACE FILE=VALUE...: leaves out what this kernel does not have
  local name=$1
  shift
  run ip netns exec "$name" sysctl -qe -w "$@"
}

# A port that Open vSwitch made on the host moves into the namespace; its addresses follow in a later phase.
namespace_device() { # NAMESPACE DEVICE MAC MTU [addrgenmode none]
  local name=$1 device=$2 mac=$3 mtu=$4
  if ! ask ip -n "$name" link show dev "$device" >/dev/null; then
    run ip link set dev "$device" netns "$name"
  fi
  run ip -n "$name" link set dev "$device" address "$mac" "${@:5}"
  run ip -n "$name" link set dev "$device" mtu "$mtu" up
}

namespace_address() { # NAMESPACE DEVICE ADDRESS/LENGTH
  case $3 in
    *:*) run ip -n "$1" addr replace "$3" dev "$2" nodad ;;
    *) run ip -n "$1" addr replace "$3" dev "$2" brd + ;;
  esac
}

namespace_route() { # NAMESPACE DESTINATION NEXT-HOP [dev DEVICE] [table TABLE]
  local name=$1 destination=$2 hop=$3
  shift 3
  run ip -n "$name" route replace "$destination" via "$hop" "$@" proto static
}

namespace_link_route() { # NAMESPACE DESTINATION DEVICE: it is on the link
  run ip -n "$1" route replace "$2" dev "$3" scope link proto static
}

# Two namespaces joined; each has a device of the pair.
namespace_link() { # NAMESPACE DEVICE MAC PEER-NAMESPACE PEER-DEVICE PEER-MAC MTU
  if ! ask ip -n "$1" link show dev "$2" >/dev/null; then
    run ip -n "$1" link add "$2" type veth peer name "$5" netns "$4"
  fi
  run ip -n "$1" link set dev "$2" address "$3" mtu "$7" up
  run ip -n "$4" link set dev "$5" address "$6" mtu "$7" up
}

# An address without its length is the whole of it; that is how the kernel shows one.
has_rule() { # NAMESPACE -4-or--6 PRIORITY SELECTOR
  local selector=$4
  selector=${selector%/32}
  ask ip -n "$1" "$2" rule show priority "$3" | grep -qF "$selector "
}

namespace_rule() { # NAMESPACE -4-or--6 PRIORITY TABLE from PREFIX or iif DEVICE
  local name=$1 family=$2 priority=$3 table=$4
  shift 4
  has_rule "$name" "$family" "$priority" "$*" && return 0
  run ip -n "$name" "$family" rule add "$@" lookup "$table" priority "$priority"
}

namespace_neighbour() { # NAMESPACE DEVICE ADDRESS MAC
  run ip -n "$1" neigh replace "$3" lladdr "$4" dev "$2" nud permanent
}

undo_netns() { # NAMESPACE
  [ ! -e "/run/netns/$1" ] || ip netns del "$1"
}

### Guests

# A network namespace as the VM: its interface is the other end of the tap.
guest_interface() { # NAMESPACE TAP INTERFACE MAC MTU
  local name=$1 tap=$2 interface=$3 mac=$4 mtu=$5
  namespace "$name"
  if ! device_exists "$tap"; then
    remember device "$tap"
    run ip link add name "$tap" type veth peer name "$interface" netns "$name"
  fi
  if [ "$OSTOPO_DATAPATH" = netdev ]; then
    run_quietly ip netns exec "$name" ethtool -K "$interface" tx off ||
      die "ethtool cannot switch off checksum offload of $interface in $name"
    checksums_in_software "$tap"
  fi
  run ip link set dev "$tap" mtu "$mtu" up
  run ip -n "$name" link set dev "$interface" address "$mac"
  run ip -n "$name" link set dev "$interface" mtu "$mtu" up
}

# A VM with a trunk: a switch in its place parts the VLANs at its end of the tap, for not every kernel has VLAN devices.
guest_trunk() { # SWITCH TAP END MTU
  local switch=$1 tap=$2 end=$3 mtu=$4 device
  make_device "$tap" type veth peer name "$end"
  for device in "$tap" "$end"; do
    checksums_in_software "$device"
    run ip link set dev "$device" mtu "$mtu" up
  done
  trunk_bridge "$switch"
  guest_port "$switch" "$end"
}

# An interface of such a VM, whose frames carry a VLAN on the tap: 0 for none.
guest_vlan() { # SWITCH PORT VLAN NAMESPACE INTERFACE MAC MTU
  guest_interface "$4" "$2" "$5" "$6" "$7"
  guest_port "$1" "$2" -- set Port "$2" vlan_mode=access tag="$3"
}

guest_port() { # SWITCH PORT [-- set TABLE RECORD COLUMN=VALUE...]...
  local switch=$1 port=$2 mark=()
  shift 2
  ask ovs-vsctl --timeout=20 port-to-br "$port" >/dev/null || mark=(-- set Port "$port" external_ids:ostopo="\"$OSTOPO_OWNER\"")
  vsctl --may-exist add-port "$switch" "$port" "${mark[@]}" "$@"
}

guest_address() { # NAMESPACE INTERFACE ADDRESS/LENGTH
  [ "$OSTOPO_GUEST_ADDRESSES" = dhcp ] || namespace_address "$@"
}

guest_metadata() { # NAMESPACE ADDRESS: by which the guest finds 169.254.169.254, as DHCP tells it
  [ "$OSTOPO_GUEST_ADDRESSES" = dhcp ] || run ip -n "$1" route replace 169.254.169.254/32 via "$2"
}

guest_gateway() { # NAMESPACE ADDRESS
  [ "$OSTOPO_GUEST_ADDRESSES" = dhcp ] || run ip -n "$1" route replace default via "$2"
}

### Packet filter

# A namespace belongs to this script alone: its tables are replaced as a whole.
namespace_rules() { # NAMESPACE IPTABLES-OR-IP6TABLES FILE
  has_family "$2" || return 0
  run_with_input "$3" ip netns exec "$1" "$2-restore" -w || die "$2-restore refused $3 in $1"
}

# The host's own tables may hold rules of others: only the chains of the file are replaced, and a jump from a built-in chain that is there is not added again.
host_rules() { # IPTABLES-OR-IP6TABLES FILE
  has_family "$1" || return 0
  remember rules "$1"
  if [ "$mode" = dry-run ]; then
    run_with_input "$2" "$1-restore" -w --noflush
  else
    new_rules "$1" <"$2" | "$1-restore" -w --noflush || die "$1-restore refused $2"
  fi
}

new_rules() { # IPTABLES-OR-IP6TABLES
  local line table='' chain target
  while IFS= read -r line; do
    case $line in
      '*'*) table=${line#'*'} ;;
      '-A '[A-Z]*' -j '*)
        read -r _ chain _ target <<<"$line"
        "$1" -w -t "$table" -C "$chain" -j "$target" 2>/dev/null && continue
        ;;
    esac
    printf '%s\n' "$line"
  done
}

has_family() { # IPTABLES-OR-IP6TABLES
  [ "$1" = iptables ] || [ "$mode" = dry-run ] || [ -e /proc/net/if_inet6 ]
}

# Filled under another name and swapped in, so that no packet meets a half-filled set.
address_set() { # SET FILE
  local set=$1 file=$2
  remember ipset "$set"
  if [ "$mode" = dry-run ]; then
    run_with_input "$file" ipset restore
    return 0
  fi
  ipset destroy "$set-n" 2>/dev/null || true
  grep '^create ' "$file" | ipset restore -exist
  sed "s/ $set / $set-n /" <"$file" | ipset restore
  ipset swap "$set-n" "$set"
  ipset destroy "$set-n"
}

undo_ipset() { # SET
  ipset destroy "$1-n" 2>/dev/null
  ! ipset list -n "$1" >/dev/null 2>&1 || ipset destroy "$1"
}

undo_rules() { # IPTABLES-OR-IP6TABLES
  local table rules chain target
  for table in raw nat filter; do
    rules=$("$1" -w -t "$table" -S) || return 1
    while read -r _ chain _ target; do
      "$1" -w -t "$table" -D "$chain" -j "$target"
    done < <(grep -E '^-A [A-Z]+ -j (neutron-openvswi-[A-Za-z]+|neutron-filter-top)$' <<<"$rules")
    while read -r _ chain; do
      "$1" -w -t "$table" -F "$chain"
    done < <(own_chains <<<"$rules")
    while read -r _ chain; do
      "$1" -w -t "$table" -X "$chain"
    done < <(own_chains <<<"$rules")
  done
}

own_chains() {
  grep -E '^-N (neutron-openvswi-|neutron-filter-top$)' || true
}

### Processes

# Whether the process was started with exactly these words.
has_arguments() { # PID WORD...
  local pid=$1
  shift
  cmp -s "/proc/$pid/cmdline" <(printf '%s\0' "$@")
}

# A program that goes on in the background writes its pid file a moment later.
wait_for() { # FUNCTION WORD...: prints something, fails while it is not there
  for _ in {1..100}; do
    "$@" >/dev/null && return 0
    sleep 0.05
  done
  return 1
}

# Ends the process that the function names, and waits until it is gone.
end_process() { # FUNCTION WORD...: prints the pid, fails when there is none
  local pid
  pid=$("$@") || return 0
  kill "$pid"
  for _ in {1..100}; do
    "$@" >/dev/null || return 0
    sleep 0.05
  done
  ! pid=$("$@") || kill -9 "$pid"
}

### Daemons

# Starts a daemon in the namespace. One that runs with another configuration is started anew.
namespace_daemon() { # NAMESPACE FILE PROGRAM WORD...: the last word is the option for its configuration
  local name=$1 file=$2 from=$here/$2 to=$OSTOPO_STATE/$2
  shift 2
  remember daemon "$file"
  if ! ask cmp -s "$from" "$to"; then
    end_process daemon_pid "$file"
    run mkdir -p "${to%/*}"
    run cp "$from" "$to"
  fi
  daemon_pid "$file" >/dev/null ||
    run env "OSTOPO_STATE=$OSTOPO_STATE" ip netns exec "$name" "$@" "$to" -p "$to.pid" || die "$1 did not start in $name"
}

# A pid may belong to another process by now: the daemon is known by the pid file on its command line.
daemon_pid() { # FILE
  local file=$OSTOPO_STATE/$1.pid pid
  ask [ -s "$file" ] || return 1
  read -r pid <"$file"
  tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF -e "$file" || return 1
  printf '%s' "$pid"
}

undo_daemon() { # FILE
  local file=${OSTOPO_STATE:?}/${1:?}
  end_process daemon_pid "$1"
  rm -f "$file" "$file.pid"
  [ ! -d "${file%/*}" ] || rmdir --ignore-fail-on-non-empty "${file%/*}"
}

### DHCP

# Starts the network's dnsmasq in the namespace. One that runs reads its files again if they changed since it last did, and is started anew if its options did.
dhcp_server() { # NAMESPACE NETWORK-UUID DNSMASQ-ARGUMENT...
  local name=$1 network=$2
  local from=$here/dhcp/$network to=$OSTOPO_STATE/dhcp/$network file pid
  shift 2
  remember dnsmasq "$network"
  run mkdir -p "$to"
  if ! has_dhcp_files "$network"; then
    run rm -f "$to/.read" # until dnsmasq has read what is copied now
    for file in host addn_hosts opts interface; do
      run cp "$from/$file" "$to/$file"
    done
  fi
  if pid=$(dnsmasq_pid "$network") && ! has_arguments "$pid" dnsmasq "$@"; then
    end_process dnsmasq_pid "$network"
  fi
  if pid=$(dnsmasq_pid "$network"); then
    [ -e "$to/.read" ] || run kill -HUP "$pid"
  else
    begin_leases "$network"
    run ip netns exec "$name" dnsmasq "$@" || die "dnsmasq of network $network did not start"
  fi
  run touch "$to/.read"
}

# As Neutron begins them: every guest's IPv4 address is leased for a whole term from now, for which the copied file has 0; IPv6 leases, whose numbers only guests know,
# and the server's own name are kept from an earlier run.
begin_leases() { # NETWORK-UUID
  local from=$here/dhcp/$1 to=$OSTOPO_STATE/dhcp/$1 now mac address rest expiry
  if [ "$mode" = dry-run ]; then
    run cp "$from/leases" "$to/leases"
    # shellcheck disable=SC2016 # for whoever runs what is printed
    printf '  sed -i "s/^0 /$(($(date +%%s) + %s)) /" %q\n' 86400 "$to/leases"
    return 0
  fi
  printf -v now '%(%s)T' -1
  {
    [ ! -e "$to/leases" ] || grep '^duid ' "$to/leases" || true
    sed "s/^0 /$((now + 86400)) /" "$from/leases"
    if [ -e "$to/leases" ]; then
      while read -r expiry mac address rest; do
        [ "${address#*:}" = "$address" ] || ! grep -qF "[$address]" "$to/host" || printf '%s\n' "$expiry $mac $address $rest"
      done <"$to/leases"
    fi
  } >"$to/leases.new"
  mv "$to/leases.new" "$to/leases"
}

has_dhcp_files() { # NETWORK-UUID
  local file
  for file in host addn_hosts opts interface; do
    ask cmp -s "$here/dhcp/$1/$file" "$OSTOPO_STATE/dhcp/$1/$file" || return 1
  done
}

# A pid may belong to another process by now: dnsmasq is known by the pid file on its command line.
dnsmasq_pid() { # NETWORK-UUID
  local file=$OSTOPO_STATE/dhcp/$1/pid pid
  ask [ -s "$file" ] || return 1
  pid=$(cat "$file")
  tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF -e "--pid-file=$file" || return 1
  printf '%s' "$pid"
}

undo_dnsmasq() { # NETWORK-UUID
  end_process dnsmasq_pid "$1"
  rm -rf "${OSTOPO_STATE:?}/dhcp/${1:?}"
}

### Highly available routers

# Starts the router's keepalived in the namespace. One that runs reads its file again if that changed since it last did.
router_replica() { # NAMESPACE ROUTER-UUID
  local name=$1 router=$2 to=$OSTOPO_STATE/ha_confs pid
  local file=$to/$router/keepalived.conf
  remember keepalived "$router"
  run mkdir -p "$to/$router"
  if ! has_replica_file "$router"; then
    run rm -f "$to/$router/.read" # until keepalived has read what is copied now
    run cp "$here/ha_confs/$router/keepalived.conf" "$file"
  fi
  if pid=$(keepalived_pid "$router"); then
    [ -e "$to/$router/.read" ] || run kill -HUP "$pid"
  else
    run rm -f "$to/$router.pid" "$to/$router.pid-vrrp" # left by one that was killed
    run ip netns exec "$name" keepalived -P -f "$file" -p "$to/$router.pid" -r "$to/$router.pid-vrrp" ||
      die "keepalived of router $router did not start"
    [ "$mode" = dry-run ] || wait_for keepalived_pid "$router" || die "keepalived of router $router did not stay"
  fi
  run touch "$to/$router/.read"
}

has_replica_file() { # ROUTER-UUID
  ask cmp -s "$here/ha_confs/$1/keepalived.conf" "$OSTOPO_STATE/ha_confs/$1/keepalived.conf"
}

# Known by the pid file on its command line, as dnsmasq is.
keepalived_pid() { # ROUTER-UUID
  local file=$OSTOPO_STATE/ha_confs/$1.pid pid
  ask [ -s "$file" ] || return 1
  pid=$(cat "$file")
  tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF -e "$file" || return 1
  printf '%s' "$pid"
}

undo_keepalived() { # ROUTER-UUID
  local to=${OSTOPO_STATE:?}/ha_confs
  end_process keepalived_pid "$1"
  rm -rf "$to/${1:?}" "$to/$1.pid" "$to/$1.pid-vrrp"
  [ ! -d "$to" ] || rmdir --ignore-fail-on-non-empty "$to"
}

### Removal

# Removes everything setup.sh wrote down, whatever became of it meanwhile; what cannot be removed now stays in the record.
undo_all() {
  remove_switch_objects
  [ -f "$journal" ] || return 0
  local kind words folder=kept kept=()
  has_made folder && folder=made
  while IFS=$'\t' read -r kind words; do
    undo_one "$kind" "$words" || kept+=("$kind"$'\t'"$words")
  done < <(tac "$journal")
  if [ "${#kept[@]}" = 0 ]; then
    rm -f "$journal"
    rmdir --ignore-fail-on-non-empty "${journal%/*}"
    [ ! -d "$OSTOPO_STATE/dhcp" ] || rmdir --ignore-fail-on-non-empty "$OSTOPO_STATE/dhcp"
    [ "$folder" = kept ] || rmdir --ignore-fail-on-non-empty "$OSTOPO_STATE"
  else
    printf '%s\n' "${kept[@]}" | tac >"$journal"
    die "could not remove: ${kept[*]}"
  fi
}

undo_one() { # KIND WORDS
  local words
  IFS=$'\t' read -ra words <<<"$2"
  declare -F "undo_$1" >/dev/null || return 1
  "undo_$1" "${words[@]}"
}

undo_folder() { # goes last, when it is empty
  true
}
