/** Network namespaces of the agents and, where VMs are namespaces, of the guests. */
export const NAMESPACES = `namespace() { # NAMESPACE
  if ! ip netns exec "$1" true 2>/dev/null; then
    remember netns "$1"
    [ ! -e "/run/netns/$1" ] || ip netns del "$1" # left by a run that was cut short
    ip netns add "$1"
  fi
  ip -n "$1" link set dev lo up
}

namespace_kernel() { # NAMESPACE FILE=VALUE...: leaves out what this kernel does not have
  local name=$1
  shift
  ip netns exec "$name" sysctl -qe -w "$@"
}

# A port that Open vSwitch made on the host moves into the namespace; its MTU and addresses are set there.
namespace_device() { # NAMESPACE DEVICE MAC MTU ADDRESS/LENGTH...
  local name=$1 device=$2 mac=$3 mtu=$4 address
  shift 4
  if ! ip -n "$name" link show dev "$device" >/dev/null 2>&1; then
    ip link set dev "$device" netns "$name"
  fi
  ip -n "$name" link set dev "$device" address "$mac"
  ip -n "$name" link set dev "$device" mtu "$mtu" up
  for address in "$@"; do
    namespace_address "$name" "$device" "$address"
  done
}

namespace_address() { # NAMESPACE DEVICE ADDRESS/LENGTH
  case $3 in
    *:*) ip -n "$1" addr replace "$3" dev "$2" nodad ;;
    *) ip -n "$1" addr replace "$3" dev "$2" brd + ;;
  esac
}

namespace_route() { # NAMESPACE DESTINATION NEXT-HOP
  ip -n "$1" route replace "$2" via "$3" proto static
}

# A network namespace as the VM: its interface is the other end of the tap.
guest_interface() { # NAMESPACE TAP INTERFACE MAC MTU
  local name=$1 tap=$2 interface=$3 mac=$4 mtu=$5
  namespace "$name"
  if ! device_exists "$tap"; then
    remember device "$tap"
    ip link add name "$tap" type veth peer name "$interface" netns "$name"
  fi
  if [ "$OSTOPO_DATAPATH" = netdev ]; then
    ip netns exec "$name" ethtool -K "$interface" tx off >/dev/null 2>&1 || die "ethtool cannot switch off checksum offload of $interface in $name"
    checksums_in_software "$tap"
  fi
  ip link set dev "$tap" mtu "$mtu" up
  ip -n "$name" link set dev "$interface" address "$mac"
  ip -n "$name" link set dev "$interface" mtu "$mtu" up
}

guest_address() { # NAMESPACE INTERFACE ADDRESS/LENGTH
  [ "$OSTOPO_GUEST_ADDRESSES" = dhcp ] || namespace_address "$@"
}

guest_gateway() { # NAMESPACE ADDRESS
  [ "$OSTOPO_GUEST_ADDRESSES" = dhcp ] || ip -n "$1" route replace default via "$2"
}
`;
