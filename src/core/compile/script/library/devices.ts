/** Network devices of the host: cards, taps, and the hybrid plug. */
export const DEVICES = `device_exists() { # DEVICE
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
  printf '%s\\n' "$2" >"$1"
}
`;
