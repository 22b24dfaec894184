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
    case $setting in *.proxy_delay=*) continue ;; esac # the kernel rounds it to ticks of its own
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
`;
