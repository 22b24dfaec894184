/** Network namespaces that stand in for VMs. */
export const GUESTS = `# A network namespace as the VM: its interface is the other end of the tap.
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

guest_address() { # NAMESPACE INTERFACE ADDRESS/LENGTH
  [ "$OSTOPO_GUEST_ADDRESSES" = dhcp ] || namespace_address "$@"
}

guest_metadata() { # NAMESPACE ADDRESS: by which the guest finds 169.254.169.254, as DHCP tells it
  [ "$OSTOPO_GUEST_ADDRESSES" = dhcp ] || run ip -n "$1" route replace 169.254.169.254/32 via "$2"
}

guest_gateway() { # NAMESPACE ADDRESS
  [ "$OSTOPO_GUEST_ADDRESSES" = dhcp ] || run ip -n "$1" route replace default via "$2"
}
`;
