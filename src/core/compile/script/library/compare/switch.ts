/** Bridges, ports and flows against the running switch. */
export const COMPARE_SWITCH = `bridge() { # NAME [PROTOCOLS]
  if ! ask ovs-vsctl --timeout=20 br-exists "$1"; then
    differs "bridge $1 is missing"
    return 0
  fi
  compare_columns Bridge "$1" "\${bridge_columns[@]}" protocols="\${2-$bridge_protocols}"
}

trunk_bridge() { # NAME
  if ask ovs-vsctl --timeout=20 br-exists "$1"; then
    compare_columns Bridge "$1" datapath_type="$OSTOPO_DATAPATH"
  else
    differs "bridge $1 is missing"
  fi
}

add_port() { # BRIDGE PORT NUMBER [-- set TABLE RECORD COLUMN=VALUE...]...
  local name=$1 port=$2 number=$3 table record columns found
  shift 3
  if ! found=$(ask ovs-vsctl --timeout=20 port-to-br "$port"); then
    differs "port $port of $name is missing"
    return 0
  fi
  compare "bridge of port $port" "$found" "$name"
  compare_columns Interface "$port" ofport="$number"
  while [ $# -gt 0 ]; do
    table=$3 record=$4 columns=()
    shift 4
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
      columns+=("$1")
      shift
    done
    compare_columns "$table" "$record" "\${columns[@]}"
  done
}

compare_columns() { # TABLE RECORD COLUMN=VALUE...
  local table=$1 record=$2 column found=() i=0
  shift 2
  mapfile -t found < <(ovs-vsctl --timeout=20 --if-exists get "$table" "$record" "\${@%%=*}")
  for column in "$@"; do
    compare "\${table,} $record: \${column%%=*}" "$(plain_value "\${found[i]-}")" "$(plain_value "\${column#*=}")"
    i=$((i + 1))
  done
}

# A value of the database without what only says of which type it is.
plain_value() { # VALUE
  case $1 in
    '"'*'"') printf '%s' "$1" | sed 's/^"//; s/"$//' ;;
    '['*']') printf '%s' "$1" | sed 's/^\\[//; s/\\]$//; s/, /,/g' ;;
    *) printf '%s' "$1" ;;
  esac
}

load_flows() { # BRIDGE FILE
  local lines
  if ! ask ovs-vsctl --timeout=20 br-exists "$1"; then
    differs "bridge $1 has no flows"
    return 0
  fi
  lines=$(flow_differences "$1" "$2")
  differs_by_lines "flows of $1" "$lines"
}
`;
