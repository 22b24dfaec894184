/** Packet filters: what is loaded against what the kernel makes of the file in a network namespace of its own. */
export const COMPARE_FIREWALL = `namespace_rules() { # NAMESPACE IPTABLES-OR-IP6TABLES FILE
  local found wanted
  has_family "$2" || return 0
  if ! ask ip netns exec "$1" true; then
    differs "$1 has no packet filter"
    return 0
  fi
  found=$(ip netns exec "$1" "$2-save" | plain_rules)
  wanted=$(loaded_rules "$2" "$3" | plain_rules) || die "$2-restore cannot read $3"
  compare_rules "$2 of $1" "$found" "$wanted"
}

host_rules() { # IPTABLES-OR-IP6TABLES FILE
  local found wanted
  has_family "$1" || return 0
  found=$("$1-save" | plain_rules | own_rules)
  wanted=$(loaded_rules "$1" "$2" | plain_rules | own_rules) || die "$1-restore cannot read $2"
  compare_rules "$1" "$found" "$wanted"
}

compare_rules() { # WHAT FOUND WANTED
  differs_by_lines "$1" "$(diff -U0 <(printf '%s' "\${2:+$2$'\\n'}") <(printf '%s' "\${3:+$3$'\\n'}") | grep -E '^[-+][^-+]' || true)"
}

# The rules of the file as iptables-save prints them.
loaded_rules() { # IPTABLES-OR-IP6TABLES FILE
  # shellcheck disable=SC2016
  unshare --net bash -c 'set -e
    for file in "$3"/iptables/*.ipset; do [ ! -e "$file" ] || ipset restore -exist <"$file"; done
    "$1-restore" <"$2"
    "$1-save"' loaded_rules "$1" "$2" "$here"
}

# Without comments, counters and empty built-in chains, each line with its table; chains in alphabetical order, because iptables keeps them in any.
plain_rules() {
  sed -E '/^(#|COMMIT)/d; s/ \\[[0-9]+:[0-9]+\\]$//; /^:[A-Z]+ ACCEPT$/d' | awk '/^\\*/ { table = $1; next } { print (/^:/ ? 0 : 1), table, $0 }' |
    sort -s -k1,1 -k2,2 -k3,3 -k4,4 | cut -d ' ' -f 2-
}

# Of a host's tables only what setup.sh puts there.
own_rules() {
  grep -E '^\\*[a-z]+ (:|-A )(neutron-openvswi-|neutron-filter-top)| -j (neutron-openvswi-[A-Za-z]+|neutron-filter-top)$' || true
}

address_set() { # SET FILE
  local found wanted
  if ! found=$(ask ipset save "$1"); then
    differs "address set $1 is missing"
    return 0
  fi
  # shellcheck disable=SC2016
  wanted=$(unshare --net bash -c 'set -e; ipset restore <"$2"; ipset save "$1"' address_set "$1" "$2") || die "ipset cannot read $2"
  compare_rules "address set $1" "$(members <<<"$found")" "$(members <<<"$wanted")"
}

members() {
  grep '^add ' | sort || true
}
`;
