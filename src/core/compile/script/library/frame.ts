/** Settings from the environment, messages, and the record of what was made. */
export const FRAME = `# Settings. Every one may be set in the environment.
OSTOPO_STATE=\${OSTOPO_STATE:-/var/lib/neutron}     # dnsmasq's files and the record of what setup.sh made
OSTOPO_DATAPATH=\${OSTOPO_DATAPATH:-system}          # system (the kernel's) or netdev (Open vSwitch's own, in user space)
OSTOPO_GUESTS=\${OSTOPO_GUESTS:-none}                # netns: a network namespace stands in for each VM
OSTOPO_GUEST_ADDRESSES=\${OSTOPO_GUEST_ADDRESSES:-static} # dhcp: leave the guests without addresses, to ask for them
OSTOPO_UNDERLAY_DEV=\${OSTOPO_UNDERLAY_DEV:-}        # netdev only: the network card that carries the tunnels; found by its address when empty

PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
LC_ALL=C
export PATH LC_ALL
journal=$OSTOPO_STATE/ostopo/$OSTOPO_OWNER

die() {
  printf '%s: %s\\n' "$OSTOPO_OWNER" "$*" >&2
  exit 1
}

# Everything is written down before it is made, so that teardown.sh removes exactly that, also after a run that was cut short.
remember() { # KIND WORD...
  has_made "$@" && return 0
  if [ ! -d "$OSTOPO_STATE" ]; then
    mkdir -p "\${journal%/*}"
    printf 'folder\\n' >>"$journal"
  fi
  mkdir -p "\${journal%/*}"
  (IFS=$'\\t' && printf '%s\\n' "$*" >>"$journal")
}

has_made() { # KIND WORD...
  [ -f "$journal" ] && grep -qxF -e "$(IFS=$'\\t' && printf '%s' "$*")" "$journal"
}
`;
