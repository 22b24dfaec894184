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
  selector=\${selector%/32}
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
`;
