import { isThere, whyNoLab } from '../lab-machine.ts';
import { enterSandbox } from '../sandbox/enter-sandbox.ts';

const TOOLS = ['shellcheck', 'keepalived', 'radvd', 'haproxy'];
const missing = TOOLS.filter((tool) => !isThere(tool));

/** Why files cannot be judged here, if so. */
export const whyUnjudged = whyNoLab() ?? (missing.length > 0 ? `not installed: ${missing.join(', ')}` : undefined);
if (whyUnjudged !== undefined) console.log(`compiled files are not given to the programs that read them: ${whyUnjudged}`);

/**
 * For each kind of file the program that judges it, as a bash function of the file's path. What a file is not known by here fails the test. Where
 * files name each other (dnsmasq's, a rule and its address set), `setup.sh --dry-run` or the file beside it says how.
 */
const JUDGES = `
ovs-vsctl add-br judge -- set Bridge judge datapath_type=netdev protocols=OpenFlow10,OpenFlow13,OpenFlow14
judge_flows() { # loads without a word, and reads back as it was written: "normalization changed ofp_match" is a word
  ovs-ofctl -O OpenFlow13 del-meters judge
  sed -n "s/^  meter [^ ]* [0-9]* '\\\\(.*\\\\)'$/\\\\1/p" "\${1%/flows/*}/setup.sh" 2>/dev/null | while read -r meter; do
    ovs-ofctl -O OpenFlow13 add-meter judge "$meter"
  done
  ovs-ofctl -O OpenFlow13 parse-flows "$1" 2>&1 >/dev/null | grep -A 2 normalization
  ovs-ofctl -O OpenFlow13 --bundle replace-flows judge "$1"
  ovs-ofctl -O OpenFlow13 diff-flows judge "$1"
  grep -E 'WARN|ERR' "$OVS_LOGDIR/ovs-vswitchd.log" && : >"$OVS_LOGDIR/ovs-vswitchd.log"
}
judge_rules() { # FILE PROGRAM: with the address sets of its host
  for set in "\${1%/*}"/*.ipset; do [ ! -e "$set" ] || grep ^create "$set" | ipset restore -exist; done
  "$2-restore" --test <"$1"
}
judge_ipset() { ipset restore -exist <"$1"; ipset destroy; }
judge_script() { # -x would read lib.sh again for each: test/script does that once; SC2034: what only lib.sh uses
  shellcheck --exclude=SC1091,SC2034 "$1"
}
judge_setup() { # its dnsmasq command lines, with the host's files in place
  cp -r "\${1%/*}" /run/host
  OSTOPO_STATE=/run/host bash /run/host/setup.sh --dry-run | sed -n 's/^  ip netns exec [^ ]* \\(dnsmasq .*\\)/\\1 --test/p' >/run/dnsmasq.sh
  bash -e /run/dnsmasq.sh 2>&1 | grep -v 'syntax check OK'
  rm -rf /run/host
}
judge_keepalived() { # with the devices that it names; what is left out it says of Neutron's own files too
  devices=$(grep -oE '(qr|qg|sg|ha)-[^ ]+' "$1" | sort -u)
  for device in $devices; do ip link add "$device" type veth; done
  keepalived --config-test --use-file "$1" 2>&1 | grep -vE 'Cannot specify scope for IPv6 addresses|Ignoring track_interface .* own interface'
  for device in $devices; do ip link del "$device"; done
}
judge() {
  case $1 in
    */flows/*.flows) judge_flows "$1" ;;
    */iptables/*.v4.rules) judge_rules "$1" iptables ;;
    */iptables/*.v6.rules) judge_rules "$1" ip6tables ;;
    */iptables/*.ipset) judge_ipset "$1" ;;
    */setup.sh) judge_script "$1"; judge_setup "$1" ;;
    */teardown.sh) judge_script "$1" ;;
    */lib.sh | */compare.sh | */dhcp/*/*) ;; # those of every host, in test/script; dnsmasq's, by setup.sh
    *keepalived*.conf) judge_keepalived "$1" ;;
    *radvd*.conf) radvd --configtest --config "$1" 2>&1 | grep -v 'syntax ok' ;;
    *haproxy*) haproxy -c -f "$1" 2>&1 | grep -v 'Configuration file is valid' ;;
    *) echo "no program is known that judges this file" ;;
  esac
}
cd "$files"
find . -type f -exec sha256sum {} + | sort -u -k 1,1 | cut -c 67- | sort | while read -r file; do # each content once
  said=$(judge "$file" 2>&1 || true)
  [ -z "$said" ] || printf '%s: %s\\n' "$file" "$said"
done
`;

/** Gives each file to the program that it is for; what any of them says stands in `stdout`. */
export function judgeFiles(files: ReadonlyMap<string, string>): ReturnType<typeof enterSandbox> {
  return enterSandbox(files, JUDGES);
}
