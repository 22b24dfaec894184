/** Processes of the agents. */
export const COMPARE_SERVICES = `namespace_daemon() { # NAMESPACE FILE PROGRAM WORD...
  daemon_pid "$2" >/dev/null || differs "$3 does not run in $1"
  ask cmp -s "$here/$2" "$OSTOPO_STATE/$2" || differs "$3 in $1 has another configuration, would be started anew"
}

dhcp_server() { # NAMESPACE NETWORK-UUID DNSMASQ-ARGUMENT...
  local network=$2 pid
  shift 2
  if ! pid=$(dnsmasq_pid "$network"); then
    differs "dnsmasq of network $network does not run"
    return 0
  fi
  has_arguments "$pid" dnsmasq "$@" || differs "dnsmasq of network $network runs with other options, would be started anew"
  { has_dhcp_files "$network" && [ -e "$OSTOPO_STATE/dhcp/$network/.read" ]; } ||
    differs "dnsmasq of network $network has other files, would read them again"
}

router_replica() { # NAMESPACE ROUTER-UUID
  keepalived_pid "$2" >/dev/null || differs "keepalived of router $2 does not run"
  { has_replica_file "$2" && [ -e "$OSTOPO_STATE/ha_confs/$2/.read" ]; } ||
    differs "keepalived of router $2 has another file, would read it again"
}
`;
