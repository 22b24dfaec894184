/** Addresses of the host itself. */
export const ADDRESSES = `# The device that holds the address, or nothing.
device_of_address() { # ADDRESS/LENGTH
  local device=''
  read -r _ device _ < <(ask ip -o addr show to "\${1%/*}") || true
  printf '%s' "$device"
}

holds_address() { # DEVICE ADDRESS/LENGTH
  [ -n "$(ask ip -o addr show dev "$1" to "\${2%/*}")" ]
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
  [ "\${address#*:}" = "$address" ] || family=-6
  ip link set dev "$to" up
  ip addr replace "$address" dev "$to"
  ip "$family" route show dev "$from" | grep -vE 'proto kernel|^fe80:' | while read -ra route; do
    ip "$family" route replace "\${route[@]}" dev "$to"
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
  ask ovs-vsctl --timeout=20 br-exists br-underlay || vsctl --may-exist add-br br-underlay \\
    -- set Bridge br-underlay datapath_type=netdev external_ids:ostopo="\\"$OSTOPO_OWNER\\""
  bridge_works br-underlay
  checksums_in_software "$card"
  vsctl --may-exist add-port br-underlay "$card"
  bridge_address br-underlay "$1" "$card"
}

# The card that holds the address; br-underlay when the address is there alone, and not half moved by a run that was cut short.
underlay_card() { # ADDRESS/LENGTH
  local device found=$OSTOPO_UNDERLAY_DEV
  [ "$mode" != dry-run ] || found=\${found:-CARD-OF-\${1%/*}}
  if [ -z "$found" ]; then
    while read -r _ device _; do
      if [ -z "$found" ] || [ "$device" != br-underlay ]; then found=$device; fi
    done < <(ask ip -o addr show to "\${1%/*}")
  fi
  printf '%s' "$found"
}

undo_address() { # DEVICE ADDRESS/LENGTH
  ! device_exists "$1" || ip addr del "$2" dev "$1" 2>/dev/null || true
}

undo_moved() { # NETWORK-CARD BRIDGE ADDRESS/LENGTH
  ! device_exists "$1" || [ -n "$(device_of_address "$3")" ] || ip addr replace "$3" dev "$1"
}
`;
