/** Removal of what the record says was made, the latest first. Each part of the library brings the `undo_KIND` of what it remembers. */
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
  declare -F "undo_$1" >/dev/null || return 1
  "undo_$1" "\${words[@]}"
}

undo_folder() { # goes last, when it is empty
  true
}
`;
