/** Devices and addresses of the host, and of namespaces. */
export const COMPARE_DEVICES = `# Where there is no such device, its settings are not compared.
has_device() { # NAMESPACE-OR-EMPTY DEVICE
  in_namespace "$1" ip link show dev "$2" >/dev/null 2>&1 && return 0
  differs "device $2\${1:+ in $1} is missing"
  return 1
}

in_namespace() { # NAMESPACE-OR-EMPTY COMMAND...
  local name=$1
  shift
  if [ -n "$name" ]; then ip netns exec "$name" "$@"; else "$@"; fi
}

# What \`ip link\` says of a device behind a word, such as mtu or master.
link_word() { # NAMESPACE-OR-EMPTY DEVICE WORD
  in_namespace "$1" ip -o -d link show dev "$2" | sed -n "s|.*[ \\\\\\\\]$3 \\([^ ]*\\).*|\\1|p"
}

compare_link() { # NAMESPACE-OR-EMPTY DEVICE [WORD VALUE]...: and that it is up
  local name=$1 device=$2 flags
  shift 2
  flags=$(in_namespace "$name" ip -o link show dev "$device" | sed 's/.*<\\(.*\\)>.*/,\\1,/')
  case $flags in *,UP,*) ;; *) differs "$device\${name:+ in $name} is down, would become up" ;; esac
  while [ $# -gt 0 ]; do
    compare "$1 of $device\${name:+ in $name}" "$(link_word "$name" "$device" "$1")" "$2"
    shift 2
  done
}

compare_address() { # NAMESPACE-OR-EMPTY DEVICE ADDRESS/LENGTH
  local line
  while read -r _ _ _ line _; do
    [ "$line" != "$3" ] || return 0
  done < <(in_namespace "$1" ip -o addr show dev "$2" 2>/dev/null)
  differs "$2\${1:+ in $1} has no address $3"
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
`;
