/** Counting differences. */
export const COMPARE_FRAME = `differences=0

# The host is not as setup.sh would make it.
differs() { # TEXT
  printf '  %s\\n' "$*"
  differences=$((differences + 1))
}

# A value that has to be another one.
compare() { # WHAT FOUND WANTED
  [ "$2" = "$3" ] || differs "$1 is \${2:-not set}, would become \${3:-empty}"
}

# Each line of a comparison by diff or diff-flows counts: - goes, + comes.
differs_by_lines() { # WHAT LINES
  local line
  [ -n "$2" ] || return 0
  printf '  %s:\\n' "$1"
  while IFS= read -r line; do
    differs "  $line"
  done <<<"$2"
}

end_check() {
  if [ "$differences" = 0 ]; then
    printf '%s: as it should be, setup.sh would change nothing\\n' "$OSTOPO_OWNER"
    exit 0
  fi
  printf '%s: setup.sh would change what is listed above (%s)\\n' "$OSTOPO_OWNER" "$differences"
  exit 1
}
`;
