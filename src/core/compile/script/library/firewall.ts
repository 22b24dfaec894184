/** iptables and ipset. */
export const FIREWALL = `# A namespace belongs to this script alone: its tables are replaced as a whole.
namespace_rules() { # NAMESPACE IPTABLES-OR-IP6TABLES FILE
  has_family "$2" || return 0
  ip netns exec "$1" "$2-restore" -w <"$3" || die "$2-restore refused $3 in $1"
}

# The host's own tables may hold rules of others: only the chains of the file are replaced, and a jump from a built-in chain that is there is not added again.
host_rules() { # IPTABLES-OR-IP6TABLES FILE
  has_family "$1" || return 0
  remember rules "$1"
  new_rules "$1" <"$2" | "$1-restore" -w --noflush || die "$1-restore refused $2"
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
  [ "$1" = iptables ] || [ -e /proc/net/if_inet6 ]
}

# Filled under another name and swapped in, so that no packet meets a half-filled set.
address_set() { # SET FILE
  local set=$1 file=$2
  remember ipset "$set"
  ipset destroy "$set-n" 2>/dev/null || true
  grep '^create ' "$file" | ipset restore -exist
  sed "s/ $set / $set-n /" <"$file" | ipset restore
  ipset swap "$set-n" "$set"
  ipset destroy "$set-n"
}
`;
