import type { Random } from '#test/random-text';

/** A cloud in which most of what one network's addresses depend on stands elsewhere: routers, shared networks, floating addresses, hosts, locks. */
export const NEIGHBOURS = `fabric f { overlay vxlan { vni 10..99 }  physical dc { vlan 100..120 } dvr on }
host h-[1..2] { roles compute, network  tunnel-ip 10.9.0.[1..2]  bridge br-ex { physical dc } }
tenant provider {
  network public { external  shared  physical dc  subnet public-4 203.0.113.0/28 { dhcp off } }
  network common { shared  subnet common-4 10.1.0.0/28 { pool 10.1.0.3..10.1.0.9 } }
}
tenant a {
  network own { subnet own-4 10.2.0.0/28  subnet own-6 fd00:2::/64 { ipv6 slaac } }
  router edge { external public  interface own-4  interface own-6 }
  vm one on h-1 { port own  port common { ip 10.1.0.5 } }
  vm two on h-2 { port common  port own { ip 10.2.0.3 } }
  floating-ip 203.0.113.5 to one.own
}
tenant b {
  network own { subnet own-4 10.2.0.0/28 }
  router edge { interface own-4  interface common-4 { ip 10.1.0.4 } }
  vm one on h-1 { port common  port own }
  vm two on h-2 { port common { mac fa:16:3e:00:00:07 } }
  floating-ip 203.0.113.2 to two.common { from public }
}
`;

/** What moves numbers, addresses and names most. */
const TELLING: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bip 10\.\d+\.0\.\d+/, ['ip 10.1.0.3', 'ip 10.2.0.4', 'ip 10.1.0.14', '']],
  [/\bpool \S+/, ['pool 10.1.0.2..10.1.0.3', 'pool 10.1.0.4..10.1.0.6', '']],
  [/\bmac \S+/, ['mac fa:16:3e:00:00:08', '']],
  [/\bfabric \w+/, ['fabric f', 'fabric g']],
  [/\bshared\b/, ['shared with a', 'shared with b', '']],
  [/203\.0\.113\.\d+ to/, ['203.0.113.3 to', '203.0.113.6 to']],
  [/\bipv6 \S+/, ['ipv6 slaac', 'ipv6 dhcpv6-stateful', '']],
  [/\bdhcp off\b/, ['dhcp on', '']],
  [/\bhost h-\[1\.\.\d\]/, ['host h-[1..2]', 'host h-[1..3]', 'host h-[1..1]']],
  [/\/28\b/, ['/29', '/27', '/28 { dhcp off }']],
  [/\bvm two\b/, ['vm aa', 'vm zz']],
  [/\bport common\b/, ['port common as x', 'port own']],
  [/\bvni \S+/, ['vni 12..14', 'vni 30..99']],
];

/** The text with one of its telling words replaced by another. */
export function withTellingEdit(text: string, random: Random): string {
  const [pattern, others] = random.pick(TELLING as [(typeof TELLING)[number]]); // it has some
  const all = [...text.matchAll(new RegExp(pattern, 'g'))];
  const found = all[random.below(all.length)];
  return found ? text.slice(0, found.index) + random.pick(others as [string]) + text.slice(found.index + found[0].length) : text;
}
