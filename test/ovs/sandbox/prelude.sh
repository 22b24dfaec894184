# Sourced first in a sandbox: a /run of its own, an Open vSwitch of its own, and the network cards the host's scripts expect.
set -eu
mount -n -t tmpfs -o mode=0755 sandbox /run
mkdir /run/netns /run/lock
mount -n -t sysfs sandbox /sys
ip link set dev lo up
export OVS_RUNDIR=/run/openvswitch OVS_DBDIR=/run/openvswitch/db OVS_LOGDIR=/run/openvswitch/log OVS_SYSCONFDIR=/run/openvswitch/etc
export OSTOPO_STATE=/run/ostopo OSTOPO_DATAPATH=netdev OSTOPO_GUESTS=netns
mkdir -p "$OVS_DBDIR" "$OVS_LOGDIR" "$OVS_SYSCONFDIR"
ovsdb-tool create "$OVS_DBDIR/conf.db"
ovsdb-server "$OVS_DBDIR/conf.db" --remote="punix:$OVS_RUNDIR/db.sock" --pidfile --log-file --no-chdir --detach -vconsole:off 2>/dev/null
ovs-vsctl --timeout=10 --no-wait init
ovs-vswitchd "unix:$OVS_RUNDIR/db.sock" --pidfile --log-file --no-chdir --detach -vconsole:off 2>/dev/null

card() { # DEVICE [ADDRESS/LENGTH]
  ip link show dev "$1" >/dev/null 2>&1 || ip link add name "$1" type veth peer name "$1-far"
  ip link set dev "$1" up
  ip link set dev "$1-far" up
  [ -z "${2-}" ] || ip addr add "$2" dev "$1"
}

# Everything of the host that setup.sh may change, as text to compare: without counters, ids of rows and what is different on every run.
host_state() {
  local name
  echo '## Open vSwitch'
  ovs-vsctl -f csv --no-headings --columns=name,datapath_type,fail_mode,protocols,other_config,external_ids list Bridge | sort
  ovs-vsctl -f csv --no-headings --columns=name,tag,other_config,external_ids list Port | sort
  ovs-vsctl -f csv --no-headings --columns=name,type,options,ofport,external_ids list Interface | sort
  for name in $(ovs-vsctl list-br); do
    echo "## flows of $name"
    ovs-ofctl -O OpenFlow13 --no-stats dump-flows "$name" | grep -v hard_timeout | sort
    ovs-ofctl -O OpenFlow13 dump-meters "$name" | tail -n +2 | sort
  done
  network_state host ''
  for name in $(ip netns list | cut -d ' ' -f 1 | sort); do network_state "$name" "ip netns exec $name"; done
  echo '## processes'
  for name in /proc/[0-9]*/cmdline; do
    tr '\0' ' ' <"$name" 2>/dev/null | grep -E '^(/[a-z/]*/)?(dnsmasq|radvd|keepalived|haproxy|conntrackd|python3) ' || true
  done | sort -u
  echo '## files'
  [ ! -d "$OSTOPO_STATE" ] || (cd "$OSTOPO_STATE" && find . -type f ! -name pid ! -name '*.pid' ! -name 'leases*' ! -path './ostopo/*' -exec sha256sum {} + | sort -k 2)
}

network_state() { # TITLE PREFIX
  local words
  read -ra words <<<"$2" || true
  echo "## $1"
  "${words[@]}" ip -br link | awk '{ sub(/@.*/, "", $1); print $1, $2 }' | grep -v '^ovs-netdev' | sort
  "${words[@]}" ip -d -o link | sed -nE 's/^[0-9]+: ([^:@]*).* mtu ([0-9]+).*/\1 mtu \2/p' | sort
  "${words[@]}" ip -o link | sed -nE 's/^[0-9]+: ([^:@]*).* master ([^ ]+).*/\1 master \2/p' | sort
  "${words[@]}" ip -o addr | awk '{ print $2, $3, $4 }' | grep -v ' fe80:' | sort
  "${words[@]}" ip route show table all | grep -vE '^(broadcast|local|fe80|multicast|anycast|ff00)' | sort
  "${words[@]}" ip -6 route show table all | grep -vE 'fe80|^(local|multicast|anycast|ff00)' | sort
  "${words[@]}" ip rule
  for table in iptables ip6tables; do
    "${words[@]}" "$table-save" | sed -E '/^(#|COMMIT)/d; s/ \[[0-9]+:[0-9]+\]$//; /^:[A-Z]+ ACCEPT$/d; /^\*/d' | sort
  done
  "${words[@]}" ipset save | sed "s, initval .*,," | sort
  "${words[@]}" tc qdisc show | grep -v 'noqueue\|fq_codel\|pfifo_fast' | sort || true
  "${words[@]}" sysctl -e net.ipv4.ip_forward net.ipv4.conf.all.arp_ignore net.ipv4.conf.all.arp_announce net.ipv6.conf.all.forwarding net.netfilter.nf_conntrack_tcp_be_liberal
}

# Fails, and shows how, where two states are not the same.
same_state() { # FILE FILE WHAT
  diff -U0 "$1" "$2" >&2 || { echo "not the same: $3" >&2; return 1; }
}
