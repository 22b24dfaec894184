/** Settings from the environment, messages, and the two ways to a command: `run` changes something, `ask` does not. */
export const FRAME = `# Settings. Every one may be set in the environment.
OSTOPO_STATE=\${OSTOPO_STATE:-/var/lib/neutron}     # dnsmasq's files and the record of what setup.sh made
OSTOPO_DATAPATH=\${OSTOPO_DATAPATH:-system}          # system (the kernel's) or netdev (Open vSwitch's own, in user space)
OSTOPO_GUESTS=\${OSTOPO_GUESTS:-none}                # netns: a network namespace stands in for each VM
OSTOPO_GUEST_ADDRESSES=\${OSTOPO_GUEST_ADDRESSES:-static} # dhcp: leave the guests without addresses, to ask for them
OSTOPO_UNDERLAY_DEV=\${OSTOPO_UNDERLAY_DEV:-}        # netdev only: the network card that carries the tunnels; found by its address when empty

PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
LC_ALL=C
export PATH LC_ALL
mode="make"  # make, dry-run or check: see set_up
failure=1    # exit code of die; --check has 1 for another meaning

die() {
  printf '%s: %s\\n' "$OSTOPO_OWNER" "$*" >&2
  exit "$failure"
}

# Every command that changes something; a dry run prints it instead.
run() { # COMMAND...
  if [ "$mode" = dry-run ]; then print_command "$@"; else "$@"; fi
}

run_quietly() { # COMMAND...
  if [ "$mode" = dry-run ]; then print_command "$@"; else "$@" >/dev/null 2>&1; fi
}

run_with_input() { # FILE COMMAND...
  local file=$1
  shift
  if [ "$mode" = dry-run ]; then printf '%s <%q\\n' "$(print_command "$@")" "$file"; else "$@" <"$file"; fi
}

write_line() { # FILE TEXT
  if [ "$mode" = dry-run ]; then printf '  echo %q >%q\\n' "$2" "$1"; else printf '%s\\n' "$2" >"$1"; fi
}

# Every question about the host whose answer decides what is run. A dry run asks nothing: it is about a host that has nothing yet.
ask() { # COMMAND...
  [ "$mode" != dry-run ] && "$@" 2>/dev/null
}

print_command() { # WORD...
  local line
  printf -v line '%q ' "$@"
  printf '  %s\\n' "\${line% }"
}
`;
