/** iptables and ipset. */
export const FIREWALL = `# A namespace belongs to this script alone: its tables are replaced as a whole.
namespace_rules() { # NAMESPACE IPTABLES-OR-IP6TABLES FILE
  has_family "$2" || return 0
  run_with_input "$3" ip netns exec "$1" "$2-restore" -w || die "$2-restore refused $3 in $1"
}

# The host's own tables may hold rules of others: only the chains of the file are replaced, and a jump from a built-in chain that is there is not added again.
host_rules() { # IPTABLES-OR-IP6TABLES FILE
  has_family "$1" || return 0
  remember rules "$1"
  if [ "$mode" = dry-run ]; then
    run_with_input "$2" "$1-restore" -w --noflush
  else
    new_rules "$1" <"$2" | "$1-restore" -w --noflush || die "$1-restore refused $2"
  fi
}

new_rules() { # IPTABLES-OR-IP6TABLES
  local line table='' chain target
  while IFS= read -r line; do
    case $line in
      '*'*) table=\${line#'*'} ;;
      '-A '[A-Z]*' -j '*)
        read -r _ chain _ target <<<"$line"
        "$1" -w -t "$table" -C "$chain" -j "$target" 2>/dev/null && continue
        ;;
    esac
    printf '%s\\n' "$line"
  done
}

has_family() { # IPTABLES-OR-IP6TABLES
  [ "$1" = iptables ] || [ "$mode" = dry-run ] || [ -e /proc/net/if_inet6 ]
}

# Filled under another name and swapped in, so that no packet meets a half-filled set.
address_set() { # SET FILE
  local set=$1 file=$2
  remember ipset "$set"
  if [ "$mode" = dry-run ]; then
    run_with_input "$file" ipset restore
    return 0
  fi
  ipset destroy "$set-n" 2>/dev/null || true
  grep '^create ' "$file" | ipset restore -exist
  sed "s/ $set / $set-n /" <"$file" | ipset restore
  ipset swap "$set-n" "$set"
  ipset destroy "$set-n"
}

undo_ipset() { # SET
  ipset destroy "$1-n" 2>/dev/null
  ! ipset list -n "$1" >/dev/null 2>&1 || ipset destroy "$1"
}

undo_rules() { # IPTABLES-OR-IP6TABLES
  local table rules chain target
  for table in raw nat filter; do
    rules=$("$1" -w -t "$table" -S) || return 1
    while read -r _ chain _ target; do
      "$1" -w -t "$table" -D "$chain" -j "$target"
    done < <(grep -E '^-A [A-Z]+ -j (neutron-openvswi-[A-Za-z]+|neutron-filter-top)$' <<<"$rules")
    while read -r _ chain; do
      "$1" -w -t "$table" -F "$chain"
    done < <(own_chains <<<"$rules")
    while read -r _ chain; do
      "$1" -w -t "$table" -X "$chain"
    done < <(own_chains <<<"$rules")
  done
}

own_chains() {
  grep -E '^-N (neutron-openvswi-|neutron-filter-top$)' || true
}
`;
