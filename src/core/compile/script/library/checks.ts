/** What must hold before anything is touched. */
export const CHECKS = `require_root() {
  [ "$(id -u)" = 0 ] || die 'run this as root: it makes bridges, namespaces and packet filters'
}

require_tools() { # TOOL...
  local tool missing=()
  for tool in "$@"; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  [ "\${#missing[@]}" = 0 ] || die "not installed: \${missing[*]}"
}

require_settings() {
  case $OSTOPO_DATAPATH in system | netdev) ;; *) die "OSTOPO_DATAPATH is system or netdev, not $OSTOPO_DATAPATH" ;; esac
  case $OSTOPO_GUESTS in none | netns) ;; *) die "OSTOPO_GUESTS is none or netns, not $OSTOPO_GUESTS" ;; esac
  case $OSTOPO_GUEST_ADDRESSES in static | dhcp) ;; *) die "OSTOPO_GUEST_ADDRESSES is static or dhcp, not $OSTOPO_GUEST_ADDRESSES" ;; esac
}

require_open_vswitch() {
  ovs-appctl --timeout=5 -t ovs-vswitchd version >/dev/null 2>&1 || die 'ovs-vswitchd does not answer: start Open vSwitch first'
  ovs-vsctl --timeout=5 show >/dev/null 2>&1 || die 'ovsdb-server does not answer: start Open vSwitch first'
}

# The tunnels leave from this address; without it every packet to another host is lost.
require_address() { # ADDRESS
  [ -n "$(device_of_address "$1")" ] || die "the tunnel address $1 is on no interface of this host"
}

# Neutron's own agent would fight over the chains.
require_free_chains() { # IPTABLES-OR-IP6TABLES
  has_family "$1" || return 0
  ! "$1" -w -t filter -S neutron-filter-top >/dev/null 2>&1 || has_made rules "$1" ||
    die "$1 has Neutron's chains already: an agent manages the packet filter of this host"
}

# Bridged packets reach iptables only if the kernel passes them up.
require_bridge_filtering() {
  local key file value
  for key in bridge-nf-call-iptables bridge-nf-call-ip6tables; do
    file=/proc/sys/net/bridge/$key
    [ -e "$file" ] || modprobe br_netfilter 2>/dev/null || true
    [ -e "$file" ] || die "the hybrid firewall cannot filter: this kernel does not pass bridged packets to iptables (no $file; load br_netfilter)"
    value=$(cat "$file")
    [ "$value" = 1 ] && continue
    remember proc "$file" "$value"
    printf '1\\n' >"$file" || die "the hybrid firewall cannot filter: $file stays $value"
  done
}
`;
