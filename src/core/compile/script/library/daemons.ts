/** Daemons of the L3 agent. */
export const DAEMONS = `# Starts a daemon in the namespace. One that runs with another configuration is started anew.
namespace_daemon() { # NAMESPACE FILE PROGRAM WORD...: the last word is the option for its configuration
  local name=$1 file=$2 from=$here/$2 to=$OSTOPO_STATE/$2
  shift 2
  remember daemon "$file"
  if ! ask cmp -s "$from" "$to"; then
    end_process daemon_pid "$file"
    run mkdir -p "\${to%/*}"
    run cp "$from" "$to"
  fi
  daemon_pid "$file" >/dev/null ||
    run env "OSTOPO_STATE=$OSTOPO_STATE" ip netns exec "$name" "$@" "$to" -p "$to.pid" || die "$1 did not start in $name"
}

# A pid may belong to another process by now: the daemon is known by the pid file on its command line.
daemon_pid() { # FILE
  local file=$OSTOPO_STATE/$1.pid pid
  ask [ -s "$file" ] || return 1
  read -r pid <"$file"
  tr '\\0' '\\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF -e "$file" || return 1
  printf '%s' "$pid"
}

undo_daemon() { # FILE
  local file=\${OSTOPO_STATE:?}/\${1:?}
  end_process daemon_pid "$1"
  rm -f "$file" "$file.pid"
  [ ! -d "\${file%/*}" ] || rmdir --ignore-fail-on-non-empty "\${file%/*}"
}
`;
