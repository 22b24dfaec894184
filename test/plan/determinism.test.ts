import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyse } from '#core/plan';
import { createOstopoReader } from '#language';

const FABRIC = 'fabric lab { overlay vxlan { vni 1..50 }  underlay 10.255.0.0/24  physical dc { vlan 10..20 }  firewall iptables-hybrid }';
const HOSTS = [
  'host net-a { roles network  tunnel-ip 10.255.0.2  bridge br-ex { physical dc  interface eth0 } }',
  'host net-b { roles network  tunnel-ip 10.255.0.3 }',
  'host hv-1 { roles compute  tunnel-ip 10.255.0.11  local-vlan red.app 3 }',
  'host hv-2 { roles compute  tunnel-ip 10.255.0.12  bridge br-ex { physical dc } }',
];
const RED = [
  'network app { subnet app-v4 10.0.0.0/24  subnet app-b 10.0.9.0/24 }',
  'network db { subnet db-v4 10.0.1.0/24 }',
  'network lan { physical dc }',
  'router edge { interface app-v4  interface db-v4 }',
  'security-group web { allow ingress tcp 80, 443  allow ingress icmp from group web }',
  'vm web-[1..3] on hv-1, hv-2, hv-1 { port app { security web } }',
  'vm pg on hv-2 { port db { ip 10.0.1.20 }  port lan }',
];
const GREEN = ['network app { subnet app-v4 10.0.0.0/24 }', 'vm box on hv-1 { port app }', 'vm cup on hv-2 { port app }'];

const reader = createOstopoReader();

/** The deployment as text, numbers and all. */
function planText(hosts: readonly string[], red: readonly string[], green: readonly string[]): string {
  const text = [...hosts, FABRIC, `tenant green { ${green.join('\n')} }`, `tenant red { ${red.join('\n')} }`].join('\n');
  const { deployment, findings } = analyse(reader.read(text).topology);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return JSON.stringify(deployment, (_, value: unknown) => (typeof value === 'bigint' ? `0x${value.toString(16)}` : value));
}

test('the order of the text does not change the plan', () => {
  const expected = planText(HOSTS, RED, GREEN);
  const shuffled = (lines: readonly string[]) => fc.shuffledSubarray([...lines], { minLength: lines.length });
  fc.assert(
    fc.property(shuffled(HOSTS), shuffled(RED), shuffled(GREEN), (hosts, red, green) => {
      expect(planText(hosts, red, green)).toBe(expected);
    }),
    { numRuns: 25, seed: 42 },
  );
});

test('services stay where they are when a network is added', () => {
  const places = (red: readonly string[]) => {
    const text = [...HOSTS, FABRIC, `tenant red { ${red.join('\n')} }`].join('\n');
    return new Map(
      analyse(reader.read(text).topology)
        .deployment.ports.filter(({ owner }) => owner !== 'compute:nova')
        .map(({ id, hosts }) => [id, hosts]),
    );
  };
  const before = places(RED);
  const after = places([...RED, 'network aaa { subnet aaa-v4 10.7.0.0/24 }']);
  for (const [id, host] of before) expect([id, after.get(id)]).toEqual([id, host]);
  expect(after.size).toBe(before.size + 1);
});
