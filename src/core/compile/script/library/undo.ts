/** Removal of what the record says was made, the latest first. */
export const UNDO = `# Removes everything setup.sh wrote down, whatever became of it meanwhile; what cannot be removed now stays in the record.
undo_all() {
  remove_switch_objects
  [ -f "$journal" ] || return 0
  local kind words folder=kept kept=()
  has_made folder && folder=made
  while IFS=$'\\t' read -r kind words; do
    undo_one "$kind" "$words" || kept+=("$kind"$'\\t'"$words")
  done < <(tac "$journal")
  if [ "\${#kept[@]}" = 0 ]; then
    rm -f "$journal"
    rmdir --ignore-fail-on-non-empty "\${journal%/*}"
    [ ! -d "$OSTOPO_STATE/dhcp" ] || rmdir --ignore-fail-on-non-empty "$OSTOPO_STATE/dhcp"
    [ "$folder" = kept ] || rmdir --ignore-fail-on-non-empty "$OSTOPO_STATE"
  else
    printf '%s\\n' "\${kept[@]}" | tac >"$journal"
    die "could not remove: \${kept[*]}"
  fi
}

undo_one() { # KIND WORDS
  local words
  IFS=$'\\t' read -ra words <<<"$2"
  case $1 in
    dnsmasq) stop_dnsmasq "\${words[0]}" ;;
    rules) remove_rules "\${words[0]}" ;;
    ipset) ipset destroy "\${words[0]}-n" 2>/dev/null; ! ipset list -n "\${words[0]}" >/dev/null 2>&1 || ipset destroy "\${words[0]}" ;;
    device) ! device_exists "\${words[0]}" || ip link del dev "\${words[0]}" ;;
    netns) [ ! -e "/run/netns/\${words[0]}" ] || ip netns del "\${words[0]}" ;;
    address) ! device_exists "\${words[0]}" || ip addr del "\${words[1]}" dev "\${words[0]}" 2>/dev/null || true ;;
    folder) true ;; # goes last, when it is empty
    proc) printf '%s\\n' "\${words[1]}" >"\${words[0]}" ;;
    moved) ! device_exists "\${words[0]}" || [ -n "$(device_of_address "\${words[2]}")" ] || ip addr replace "\${words[2]}" dev "\${words[0]}" ;;
    *) return 1 ;;
  esac
}

# The database says which bridges and ports are ours. An address that moved to a bridge goes back to its network card first.
remove_switch_objects() {
  local kind card name address item
  if [ -f "$journal" ]; then
    while IFS=$'\\t' read -r kind card name address; do
      [ "$kind" = moved ] && device_exists "$card" && holds_address "$name" "$address" && move_address "$name" "$card" "$address"
    done <"$journal"
  fi
  for item in $(marked Port); do
    vsctl --if-exists del-port "$item"
  done
  for item in $(marked Bridge); do
    vsctl --if-exists del-br "$item"
  done
}

marked() { # Bridge|Port
  vsctl --bare --columns=name find "$1" external_ids:ostopo="\\"$OSTOPO_OWNER\\""
}

stop_dnsmasq() { # NETWORK-UUID
  local pid
  if pid=$(dnsmasq_pid "$1"); then
    kill "$pid"
    for _ in {1..100}; do
      dnsmasq_pid "$1" >/dev/null || break
      sleep 0.05
    done
    ! pid=$(dnsmasq_pid "$1") || kill -9 "$pid"
  fi
  rm -rf "\${OSTOPO_STATE:?}/dhcp/\${1:?}"
}

remove_rules() { # IPTABLES-OR-IP6TABLES
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
