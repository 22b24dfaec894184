/** Network devices and addresses of the host itself. */
export const DEVICES = `device_exists() { # DEVICE
  ip link show dev "$1" >/dev/null 2>&1
}

# The device that holds the address, or nothing.
device_of_address() { # ADDRESS/LENGTH
  local device=''
  read -r _ device _ < <(ip -o addr show to "\${1%/*}") || true
  printf '%s' "$device"
}

holds_address() { # DEVICE ADDRESS/LENGTH
  [ -n "$(ip -o addr show dev "$1" to "\${2%/*}" 2>/dev/null)" ]
}

make_device() { # DEVICE TYPE-AND-OPTIONS...
  local device=$1
  shift
  device_exists "$device" && return 0
  remember device "$device"
  ip link add name "$device" "$@"
}

set_kernel() { # FILE VALUE: leaves out what this kernel does not have
  [ ! -e "/proc/sys/net/$1" ] || printf '%s\\n' "$2" >"/proc/sys/net/$1"
}

# Open vSwitch in user space reads frames as they are: a checksum left to hardware that is not there would stay empty.
checksums_in_software() { # DEVICE
  [ "$OSTOPO_DATAPATH" = netdev ] || return 0
  ethtool -K "$1" tx off >/dev/null 2>&1 || die "ethtool cannot switch off checksum offload of $1"
}

# The VM's tap belongs to libvirt; where it is not there yet, one is kept ready under its name.
tap_device() { # DEVICE MTU
  if ! device_exists "$1"; then
    remember device "$1"
    ip tuntap add dev "$1" mode tap
  fi
  ip link set dev "$1" mtu "$2" up
}

# tap and qvb in the Linux bridge qbr, where iptables filters; qvo, the other end of qvb, goes into br-int.
hybrid_plug() { # TAP QBR QVB QVO MTU
  local tap=$1 qbr=$2 qvb=$3 qvo=$4 mtu=$5
  make_device "$qbr" type bridge
  ip link set dev "$qbr" type bridge ageing_time 0 forward_delay 0 stp_state 0 mcast_snooping 0
  set_kernel "ipv6/conf/$qbr/disable_ipv6" 1
  set_kernel "ipv4/conf/$qbr/arp_ignore" 1
  set_kernel "ipv4/conf/$qbr/arp_announce" 2
  make_device "$qvb" type veth peer name "$qvo"
  checksums_in_software "$qvb"
  checksums_in_software "$qvo"
  ip link set dev "$qvb" mtu "$mtu" master "$qbr" up
  ip link set dev "$qvo" mtu "$mtu" up
  ip link set dev "$tap" master "$qbr"
  ip link set dev "$qbr" mtu "$mtu" up
}

# Puts the address on the bridge's own port; where the network card holds it, it moves with its routes.
bridge_address() { # BRIDGE ADDRESS/LENGTH NETWORK-CARD-OR-EMPTY
  local name=$1 address=$2 card=$3 holder
  ip link set dev "$name" up
  holder=$(device_of_address "$address")
  if [ -n "$card" ] && holds_address "$card" "$address"; then
    remember moved "$card" "$name" "$address"
    move_address "$card" "$name" "$address"
  elif holds_address "$name" "$address"; then
    return 0
  elif [ -z "$holder" ]; then
    has_made moved "$card" "$name" "$address" || remember address "$name" "$address"
    ip addr replace "$address" dev "$name"
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
  local card=$OSTOPO_UNDERLAY_DEV
  [ -n "$card" ] || card=$(device_of_address "$1")
  [ "$card" = br-underlay ] && return 0
  [ -n "$card" ] || die "the tunnel address $1 is on no interface of this host"
  ovs-vsctl --timeout=20 br-exists br-underlay || vsctl add-br br-underlay \\
    -- set Bridge br-underlay datapath_type=netdev external_ids:ostopo="\\"$OSTOPO_OWNER\\""
  bridge_works br-underlay
  checksums_in_software "$card"
  vsctl --may-exist add-port br-underlay "$card"
  bridge_address br-underlay "$1" "$card"
}
`;
