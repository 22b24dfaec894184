import { LEASE_SECONDS } from '../dnsmasq.ts';

/** dnsmasq. */
export const DHCP = `# Starts the network's dnsmasq in the namespace. One that runs reads its files again if they changed since it last did, and is started anew if its options did.
dhcp_server() { # NAMESPACE NETWORK-UUID DNSMASQ-ARGUMENT...
  local name=$1 network=$2
  local from=$here/dhcp/$network to=$OSTOPO_STATE/dhcp/$network file pid
  shift 2
  remember dnsmasq "$network"
  run mkdir -p "$to"
  if ! has_dhcp_files "$network"; then
    run rm -f "$to/.read" # until dnsmasq has read what is copied now
    for file in host addn_hosts opts interface; do
      run cp "$from/$file" "$to/$file"
    done
  fi
  if pid=$(dnsmasq_pid "$network") && ! has_arguments "$pid" dnsmasq "$@"; then
    end_process dnsmasq_pid "$network"
  fi
  if pid=$(dnsmasq_pid "$network"); then
    [ -e "$to/.read" ] || run kill -HUP "$pid"
  else
    begin_leases "$network"
    run ip netns exec "$name" dnsmasq "$@" || die "dnsmasq of network $network did not start"
  fi
  run touch "$to/.read"
}

# As Neutron begins them: every guest's IPv4 address is leased for a whole term from now, for which the copied file has 0; IPv6 leases, whose numbers only guests know,
# and the server's own name are kept from an earlier run.
begin_leases() { # NETWORK-UUID
  local from=$here/dhcp/$1 to=$OSTOPO_STATE/dhcp/$1 now mac address rest expiry
  if [ "$mode" = dry-run ]; then
    run cp "$from/leases" "$to/leases"
    # shellcheck disable=SC2016 # for whoever runs what is printed
    printf '  sed -i "s/^0 /$(($(date +%%s) + %s)) /" %q\\n' ${LEASE_SECONDS} "$to/leases"
    return 0
  fi
  printf -v now '%(%s)T' -1
  {
    [ ! -e "$to/leases" ] || grep '^duid ' "$to/leases" || true
    sed "s/^0 /$((now + ${LEASE_SECONDS})) /" "$from/leases"
    if [ -e "$to/leases" ]; then
      while read -r expiry mac address rest; do
        [ "\${address#*:}" = "$address" ] || ! grep -qF "[$address]" "$to/host" || printf '%s\\n' "$expiry $mac $address $rest"
      done <"$to/leases"
    fi
  } >"$to/leases.new"
  mv "$to/leases.new" "$to/leases"
}

has_dhcp_files() { # NETWORK-UUID
  local file
  for file in host addn_hosts opts interface; do
    ask cmp -s "$here/dhcp/$1/$file" "$OSTOPO_STATE/dhcp/$1/$file" || return 1
  done
}

# A pid may belong to another process by now: dnsmasq is known by the pid file on its command line.
dnsmasq_pid() { # NETWORK-UUID
  local file=$OSTOPO_STATE/dhcp/$1/pid pid
  ask [ -s "$file" ] || return 1
  pid=$(cat "$file")
  tr '\\0' '\\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF -e "--pid-file=$file" || return 1
  printf '%s' "$pid"
}

undo_dnsmasq() { # NETWORK-UUID
  end_process dnsmasq_pid "$1"
  rm -rf "\${OSTOPO_STATE:?}/dhcp/\${1:?}"
}
`;
