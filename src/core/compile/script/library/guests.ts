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

# A VM with a trunk: a switch in its place parts the VLANs at its end of the tap, for not every kernel has VLAN devices.
guest_trunk() { # SWITCH TAP END MTU
  local switch=$1 tap=$2 end=$3 mtu=$4 device
  make_device "$tap" type veth peer name "$end"
  for device in "$tap" "$end"; do
    checksums_in_software "$device"
    run ip link set dev "$device" mtu "$mtu" up
  done
  trunk_bridge "$switch"
  guest_port "$switch" "$end"
}

# An interface of such a VM, whose frames carry a VLAN on the tap: 0 for none.
guest_vlan() { # SWITCH PORT VLAN NAMESPACE INTERFACE MAC MTU
  guest_interface "$4" "$2" "$5" "$6" "$7"
  guest_port "$1" "$2" -- set Port "$2" vlan_mode=access tag="$3"
}

guest_port() { # SWITCH PORT [-- set TABLE RECORD COLUMN=VALUE...]...
  local switch=$1 port=$2 mark=()
  shift 2
  ask ovs-vsctl --timeout=20 port-to-br "$port" >/dev/null || mark=(-- set Port "$port" external_ids:ostopo="\\"$OSTOPO_OWNER\\"")
  vsctl --may-exist add-port "$switch" "$port" "\${mark[@]}" "$@"
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
