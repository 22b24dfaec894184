import { describe, expect, it } from 'vitest';
import { judgeFiles, whyUnjudged } from './judge-files.ts';

describe.skipIf(whyUnjudged !== undefined)('a fault in a file', () => {
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
    const { stdout, stderr } = judgeFiles(new Map([[`host/${file}`, `${text}\n`]]));
    expect([stderr, stdout]).toEqual(['', expect.stringContaining(said)]);
  });
});
