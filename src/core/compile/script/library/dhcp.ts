/** dnsmasq. */
export const DHCP = `# Starts the network's dnsmasq in the namespace; one that runs reads its files again if they changed.
dhcp_server() { # NAMESPACE NETWORK-UUID DNSMASQ-ARGUMENT...
  local name=$1 network=$2 file pid changed=no
  local from=$here/dhcp/$network to=$OSTOPO_STATE/dhcp/$network
  shift 2
  remember dnsmasq "$network"
  mkdir -p "$to"
  for file in host addn_hosts opts interface; do
    cmp -s "$from/$file" "$to/$file" && continue
    cp "$from/$file" "$to/$file"
    changed=yes
  done
  if pid=$(dnsmasq_pid "$network"); then
    [ "$changed" = no ] || kill -HUP "$pid"
  else
    cp "$from/leases" "$to/leases"
    ip netns exec "$name" dnsmasq "$@" || die "dnsmasq of network $network did not start"
  fi
}

# A pid may belong to another process by now: dnsmasq is known by the pid file on its command line.
dnsmasq_pid() { # NETWORK-UUID
  local file=$OSTOPO_STATE/dhcp/$1/pid pid
  [ -s "$file" ] || return 1
  pid=$(cat "$file")
  tr '\\0' '\\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF -e "--pid-file=$file" || return 1
  printf '%s' "$pid"
}
`;
