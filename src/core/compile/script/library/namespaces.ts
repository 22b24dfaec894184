/** Network namespaces of the agents and, where VMs are namespaces, of the guests. */
export const NAMESPACES = `namespace() { # NAMESPACE
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
  run ip -n "$name" link set dev "$device" address "$mac" "\${@:5}"
  run ip -n "$name" link set dev "$device" mtu "$mtu" up
}

namespace_address() { # NAMESPACE DEVICE ADDRESS/LENGTH
  case $3 in
    *:*) run ip -n "$1" addr replace "$3" dev "$2" nodad ;;
    *) run ip -n "$1" addr replace "$3" dev "$2" brd + ;;
  esac
}

namespace_route() { # NAMESPACE DESTINATION NEXT-HOP
  run ip -n "$1" route replace "$2" via "$3" proto static
}

undo_netns() { # NAMESPACE
  [ ! -e "/run/netns/$1" ] || ip netns del "$1"
}
`;
