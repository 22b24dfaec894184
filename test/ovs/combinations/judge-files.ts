import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PIPELINE } from '#core/compile';
import { writeHostScripts } from '#core/compile/script';
import { printFlow } from '#core/openflow';
import { type Combination, combinationsOf, exampleNames } from './combinations.ts';
import { isThere, whyNoLab } from './lab-machine.ts';
import { enterSandbox } from './sandbox/enter-sandbox.ts';

const TOOLS = ['shellcheck', 'keepalived', 'radvd', 'haproxy'];
const missing = TOOLS.filter((tool) => !isThere(tool));
const why = whyNoLab() ?? (missing.length > 0 ? `not installed: ${missing.join(', ')}` : undefined);
if (why !== undefined) console.log(`compiled files are not given to the programs that read them: ${why}`);

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

const all = new Map(why === undefined ? exampleNames().map((name) => [name, combinationsOf(name)]) : []);

describe.skipIf(why !== undefined).each(exampleNames())('%s in every combination it allows', (name) => {
  const allowed = all.get(name) ?? [];

  it('is allowed in some combination with each firewall, but for trunks beside the hybrid one', () => {
    const firewalls = ['none', 'iptables-hybrid', 'openvswitch'];
    const found = firewalls.filter((firewall) => allowed.some((combination) => combination.name.startsWith(firewall)));
    expect(found).toEqual(name === 'trunk' ? ['none', 'openvswitch'] : firewalls);
  });

  it('has flows that their tables declare', () => {
    for (const { name: combination, compiled } of allowed) {
      const undeclared = compiled.hosts.flatMap(({ bridges }) =>
        bridges.flatMap(({ plan, flows }) =>
          flows.filter((flow) => {
            const table = PIPELINE.find(({ bridge, number }) => bridge === plan.kind && number === flow.table);
            return !table || flow.match.some(({ field }) => !table.matches.includes(field));
          }),
        ),
      );
      expect([combination, undeclared.map(printFlow)]).toEqual([combination, []]);
    }
  });

  it('has files that the programs they are for take without a word', () => {
    const { stdout, stderr, status } = enterSandbox(uniqueHosts(allowed), JUDGES);
    expect([status, stderr, stdout]).toEqual([0, '', '']);
  }, 280_000);
});

describe.skipIf(why !== undefined)('a fault in a file', () => {
  it.each([
    ['flows/br-int.flows', 'table=0,priority=1,tcp_dst=80,actions=drop', 'normalization changed ofp_match'],
    ['flows/br-tun.flows', 'table=0,priority=1,in_port=2,actions=meter:5,NORMAL', 'OFPMMFC_INVALID_METER'],
    ['iptables/host.v4.rules', '*filter\n-A INPUT -m set --match-set none src -j DROP\nCOMMIT', "Set none doesn't exist"],
    ['iptables/host.v6.rules', '*filter\n-A INPUT -s 10.0.0.1 -j DROP\nCOMMIT', 'ip6tables-restore'],
    ['iptables/a.ipset', 'create a hash:net family inet\nadd a fd00::1', 'Error in line 2'],
    ['setup.sh', 'echo "  ip netns exec qdhcp-x dnsmasq --dhcp-range=nonsense"', 'bad dhcp-range'],
    ['setup.sh', 'rm $1', 'SC2086'],
    ['ha/keepalived.conf', 'vrrp_instance a {', "missing '}'"],
    ['ra/radvd.conf', 'interface a { AdvSendAdvert maybe; };', 'syntax error'],
    ['metadata/haproxy.cfg', 'listen a\n  bind nowhere', 'nowhere'],
    ['new/file', '', 'no program is known'],
  ])('%s: %s is found', (file, text, said) => {
    const { stdout, stderr } = enterSandbox(new Map([[`host/${file}`, `${text}\n`]]), JUDGES);
    expect([stderr, stdout]).toEqual(['', expect.stringContaining(said)]);
  });
});

/** The folders of all hosts of all combinations, each content once: most hosts are the same in many. */
function uniqueHosts(combinations: readonly Combination[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const { compiled } of combinations) {
    const folders = Map.groupBy(writeHostScripts(compiled), ([file]) => file.split('/')[0] ?? '');
    for (const [folder, own] of folders) {
      if (folder === 'manifest.json') continue;
      const hash = createHash('sha256').update(JSON.stringify(own)).digest('hex').slice(0, 12);
      for (const [file, text] of own) files.set(`${hash}/${file}`, text);
    }
  }
  return files;
}
