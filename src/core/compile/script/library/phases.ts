/** The command line of setup.sh. */
export const PHASES = `usage() {
  cat <<END
usage: setup.sh [--phase NAME]... [--dry-run | --check]
  --phase NAME  only this phase: \${phases[*]}
  --dry-run     print the commands for a host that has nothing yet; reads and changes nothing, and needs no root
  --check       compare this host with what setup.sh would make, and change nothing: 0 it is the same, 1 it differs, 2 it could not be compared
END
}

set_up() { # OPTION...
  local name chosen=()
  while [ $# -gt 0 ]; do
    case $1 in
      --phase)
        [ $# -ge 2 ] || bad_usage '--phase wants a name'
        chosen+=("$2")
        shift
        ;;
      --phase=*) chosen+=("\${1#*=}") ;;
      --dry-run | --check)
        [ "$mode" = make ] || [ "$mode" = "\${1#--}" ] || bad_usage '--dry-run and --check exclude each other'
        mode=\${1#--}
        ;;
      -h | --help)
        usage
        exit 0
        ;;
      *) bad_usage "unknown option: $1" ;;
    esac
    shift
  done
  for name in "\${chosen[@]}"; do
    case " \${phases[*]} " in *" $name "*) ;; *) bad_usage "there is no phase $name" ;; esac
  done
  if [ "$mode" = check ]; then begin_check; fi
  if [ "$mode" != dry-run ]; then requirements; fi
  for name in "\${phases[@]}"; do
    [ "\${#chosen[@]}" = 0 ] || case " \${chosen[*]} " in *" $name "*) ;; *) continue ;; esac
    declare -F "phase_$name" >/dev/null || continue
    [ "$mode" = make ] || printf '# phase %s\\n' "$name"
    "phase_$name"
  done
  if [ "$mode" = check ]; then end_check; fi
}

bad_usage() {
  printf 'setup.sh: %s\\n' "$*" >&2
  usage >&2
  exit 2
}

begin_check() {
  failure=2
  require_tools awk cut diff sort unshare
  set -E
  trap 'exit 2' ERR
  # shellcheck source=compare.sh
  . "$here/compare.sh"
}
`;
