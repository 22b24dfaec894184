/** The record of what was made, which teardown.sh removes. */
export const JOURNAL = `journal=$OSTOPO_STATE/ostopo/$OSTOPO_OWNER

# Everything is written down before it is made, so that teardown.sh removes exactly that, also after a run that was cut short.
remember() { # KIND WORD...
  [ "$mode" = make ] || return 0
  has_made "$@" && return 0
  if [ ! -d "$OSTOPO_STATE" ]; then
    mkdir -p "\${journal%/*}"
    printf 'folder\\n' >>"$journal"
  fi
  mkdir -p "\${journal%/*}"
  (IFS=$'\\t' && printf '%s\\n' "$*" >>"$journal")
}

has_made() { # KIND WORD...
  [ "$mode" != dry-run ] && [ -f "$journal" ] && grep -qxF -e "$(IFS=$'\\t' && printf '%s' "$*")" "$journal"
}
`;
