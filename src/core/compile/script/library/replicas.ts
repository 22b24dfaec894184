/** keepalived. */
export const REPLICAS = `# Starts the router's keepalived in the namespace. One that runs reads its file again if that changed since it last did.
router_replica() { # NAMESPACE ROUTER-UUID
  local name=$1 router=$2 to=$OSTOPO_STATE/ha_confs pid
  local file=$to/$router/keepalived.conf
  remember keepalived "$router"
  run mkdir -p "$to/$router"
  if ! has_replica_file "$router"; then
    run rm -f "$to/$router/.read" # until keepalived has read what is copied now
    run cp "$here/ha_confs/$router/keepalived.conf" "$file"
  fi
  if pid=$(keepalived_pid "$router"); then
    [ -e "$to/$router/.read" ] || run kill -HUP "$pid"
  else
    run rm -f "$to/$router.pid" "$to/$router.pid-vrrp" # left by one that was killed
    run ip netns exec "$name" keepalived -P -f "$file" -p "$to/$router.pid" -r "$to/$router.pid-vrrp" ||
      die "keepalived of router $router did not start"
    [ "$mode" = dry-run ] || wait_for keepalived_pid "$router" || die "keepalived of router $router did not stay"
  fi
  run touch "$to/$router/.read"
}

has_replica_file() { # ROUTER-UUID
  ask cmp -s "$here/ha_confs/$1/keepalived.conf" "$OSTOPO_STATE/ha_confs/$1/keepalived.conf"
}

# Known by the pid file on its command line, as dnsmasq is.
keepalived_pid() { # ROUTER-UUID
  local file=$OSTOPO_STATE/ha_confs/$1.pid pid
  ask [ -s "$file" ] || return 1
  pid=$(cat "$file")
  tr '\\0' '\\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF -e "$file" || return 1
  printf '%s' "$pid"
}

undo_keepalived() { # ROUTER-UUID
  local to=\${OSTOPO_STATE:?}/ha_confs
  end_process keepalived_pid "$1"
  rm -rf "$to/\${1:?}" "$to/$1.pid" "$to/$1.pid-vrrp"
  [ ! -d "$to" ] || rmdir --ignore-fail-on-non-empty "$to"
}
`;
