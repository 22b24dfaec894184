/** Namespaces of agents and guests. */
export const COMPARE_NAMESPACES = `namespace() { # NAMESPACE
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
    found=$(ask ip netns exec "$name" sysctl -n "\${setting%%=*}") || continue # this kernel does not have it
    compare "\${setting%%=*} in $name" "$found" "\${setting#*=}"
  done
}

namespace_device() { # NAMESPACE DEVICE MAC MTU [addrgenmode none]
  if has_device "$1" "$2"; then compare_link "$1" "$2" link/ether "$3" mtu "$4"; fi
}

namespace_address() { # NAMESPACE DEVICE ADDRESS/LENGTH
  compare_address "$1" "$2" "$3"
}

namespace_route() { # NAMESPACE DESTINATION NEXT-HOP
  case "$(ask ip -n "$1" route show exact "$2") " in
    *" via $3 "*) ;;
    *) differs "$1 has no route to $2 via $3" ;;
  esac
}

guest_interface() { # NAMESPACE TAP INTERFACE MAC MTU
  namespace "$1"
  if has_device '' "$2"; then compare_link '' "$2" mtu "$5"; fi
  if has_device "$1" "$3"; then compare_link "$1" "$3" link/ether "$4" mtu "$5"; fi
}

guest_gateway() { # NAMESPACE ADDRESS
  [ "$OSTOPO_GUEST_ADDRESSES" = dhcp ] || namespace_route "$1" default "$2"
}
`;
