import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deployment, Lock } from '#core/plan';
import { analyseText, lockText, printedLock, readBack } from './locked.ts';

const CLOUD = `
fabric f { overlay vxlan { vni 10..99 }  underlay 10.9.0.0/24 { mtu 1550 }  physical p { vlan 100..199 } }
host net-b { roles network  tunnel-ip 10.9.0.2  bridge br-ex { physical p } }
host net-d { roles network  tunnel-ip 10.9.0.4  bridge br-ex { physical p } }
host hv-c { roles compute  tunnel-ip 10.9.0.13  bridge br-ex { physical p } }
host hv-e { roles compute  tunnel-ip 10.9.0.15 }
tenant m {
  network green { subnet green-v4 10.0.1.0/24 }
  network red { subnet red-v4 10.0.2.0/24  subnet red-v6 fd00::/64 }
  network wire { physical p  subnet wire-v4 10.0.3.0/24 }
  router join { interface green-v4  interface red-v4 }
  vm d on hv-c { port red  port green }
  vm k on hv-e { port red }
  vm s on hv-c { port wire  port green }
}
`;

/** What every element has, whatever else there is: of ports also their numbers on br-int and their devices. */
function valuesOf({ networks, ports, routers, vms, hosts: machines }: Deployment): ReadonlyMap<string, string> {
  const values = new Map<string, unknown>();
  for (const { id, uuid, segment } of networks) values.set(id, { uuid, segment });
  for (const { subnets } of networks) for (const { id, uuid } of subnets) values.set(id, uuid);
  for (const { id, uuid, mac, addresses, hosts } of ports) {
    values.set(id, { uuid, mac, hosts });
    for (const { subnet, address } of addresses) values.set(`${id} ${subnet}`, address);
  }
  for (const { id, uuid, hosts } of routers) values.set(id, { uuid, hosts });
  for (const { id, uuid, instanceName } of vms) values.set(id, { uuid, instanceName });
  for (const host of machines) {
    for (const { network, vlan } of host.localVlans) values.set(`${host.id} ${network}`, vlan);
    for (const bridge of host.bridges) for (const port of bridge.ports) values.set(`${host.id} ${bridge.name} ${port.name}`, port.ofport);
  }
  return new Map(
    [...values].map(([key, value]) => [key, JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v))]),
  );
}

/** What of `before` has other values in `after`. */
function moved(before: Deployment, after: Deployment): readonly string[] {
  const [was, is] = [valuesOf(before), valuesOf(after)];
  return [...was].flatMap(([key, value]) => (is.has(key) && is.get(key) !== value ? [`${key}: ${value} → ${String(is.get(key))}`] : []));
}

const inTenant = (line: string) => CLOUD.replace('tenant m {', `tenant m {\n  ${line}`);

const ADDITIONS: readonly (readonly [string, string])[] = [
  ['a VM before the others', inTenant('vm a on hv-c { port red  port green }')],
  ['a VM between them', inTenant('vm dd on hv-c { port red }')],
  ['a second port of a VM', CLOUD.replace('vm k on hv-e { port red }', 'vm k on hv-e { port green  port red }')],
  ['a network before the others', inTenant('network a { subnet a-v4 10.0.9.0/24 }  vm n on hv-c { port a }')],
  ['a VLAN network', inTenant('network cable { physical p  subnet c-v4 10.0.8.0/24 }  vm n on hv-c { port cable }')],
  ['a subnet of a network that has one', CLOUD.replace('subnet red-v4', 'subnet a-v4 10.0.7.0/24  subnet red-v4')],
  ['a router', inTenant('router a')],
  ['a compute host with a tunnel', `${CLOUD}host a { roles compute  tunnel-ip 10.9.0.200 }`],
  ['a network host', `${CLOUD}host a-net { roles network  tunnel-ip 10.9.0.1 }`],
  [
    'a bridge’s network card',
    CLOUD.replace(
      'host hv-c { roles compute  tunnel-ip 10.9.0.13  bridge br-ex { physical p }',
      'host hv-c { roles compute  tunnel-ip 10.9.0.13  bridge br-ex { interface eth0  physical p }',
    ),
  ],
  ['a whole tenant before the others', `tenant a { network red { subnet s 10.0.0.0/24 }  vm a on hv-c { port red } }\n${CLOUD}`],
];

describe('with a lock', () => {
  const before = analyseText(CLOUD);
  const lock = lockText(CLOUD);

  it('the model itself is what it was', () => {
    expect(moved(before.deployment, analyseText(CLOUD, lock).deployment)).toEqual([]);
    expect(before.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(valuesOf(before.deployment).size).toBeGreaterThan(50);
  });

  it.each(ADDITIONS)('adding %s moves nothing of the others', (_, text) => {
    const after = analyseText(text, lock);
    expect(after.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(moved(before.deployment, after.deployment)).toEqual([]);
    expect(valuesOf(after.deployment).size).toBeGreaterThan(valuesOf(before.deployment).size);
  });

  it('and without it many of them do, so that the test can fail', () => {
    const movers = ADDITIONS.filter(([, text]) => moved(before.deployment, analyseText(text).deployment).length > 0);
    expect(movers.length).toBeGreaterThanOrEqual(9);
  });

  it('removing anything moves nothing of the rest', () => {
    const statements = [...CLOUD.matchAll(/^ {2}(?:vm|router).*$/gm)].map(([line]) => line);
    expect(statements).toHaveLength(4);
    for (const line of statements) expect(moved(before.deployment, analyseText(CLOUD.replace(line, ''), lock).deployment)).toEqual([]);
  });

  it('any order and mixture of edits moves nothing that stays', () => {
    const vm = fc
      .tuple(fc.constantFrom('a', 'e', 'h', 'z'), fc.constantFrom('hv-c', 'hv-e'), fc.constantFrom('red', 'green', 'wire'))
      .map(([name, host, network]) => `vm ${name} on ${host} { port ${network} }`);
    const network = fc
      .constantFrom('b', 'h', 'z')
      .map((name) => `network ${name} { subnet ${name}-v4 10.5.${String(name.charCodeAt(0))}.0/24 }`);
    const additions = fc.uniqueArray(fc.oneof(vm, network), { maxLength: 5, selector: (line) => line.slice(0, 10) });
    fc.assert(
      fc.property(additions, additions, (first, second) => {
        const one = inTenant(first.join('\n'));
        const two = inTenant([...first, ...second].join('\n'));
        const locked = lockText(one, lock);
        expect(moved(analyseText(one, locked).deployment, analyseText(two, locked).deployment)).toEqual([]);
        expect(moved(before.deployment, analyseText(two, locked).deployment)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a lock file', () => {
  it.each(readdirSync('examples').filter((name) => name.endsWith('.ostopo')))(
    'of examples/%s says all that is derived: with another fabric name nothing moves',
    (name) => {
      const text = readFileSync(`examples/${name}`, 'utf8');
      const renamed = text.replace(/^fabric [\w-]+/m, 'fabric quite-another');
      expect(renamed).not.toBe(text);
      expect(moved(analyseText(text).deployment, analyseText(renamed, lockText(text)).deployment)).toEqual([]);
    },
  );

  it('is the same whatever the order in the text, and when it is written again', () => {
    const written = printedLock(CLOUD);
    expect(printedLock(CLOUD, readBack(written))).toBe(written);
    const hosts = CLOUD.split('\n').filter((line) => line.startsWith('host'));
    expect(printedLock([...hosts.toReversed(), CLOUD.replaceAll(/^host.*$/gm, '')].join('\n'))).toBe(written);
  });

  it('has a line per element, sorted', () => {
    const lines = printedLock(CLOUD).split('\n');
    const elements = lines
      .filter((line) => /^ {4}"(?:vm|port|network|subnet|dhcp|router|interface|security-group):/.test(line))
      .map((line) => line.trim().split('"')[1] ?? '');
    expect(elements.length).toBeGreaterThan(20);
    expect(elements).toEqual([...elements].sort());
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^ {4}"port:m\.k\.red": \{ "uuid": "[-0-9a-f]{36}", "mac": "fa:16:3e:[:0-9a-f]{8}", "addresses": \["10\.0\.2\.\d+", "fd00::\w+"\], "host": "host:hv-e", "ofport": \d+ \},$/,
      ),
    );
  });

  it('drops what is gone, and keeps what could not be planned this time', () => {
    const lock: Lock = lockText(CLOUD);
    expect(lockText(CLOUD.replace(/^ {2}vm k.*$/m, ''), lock).elements.has('port:m.k.red' as never)).toBe(false);
    const broken = lockText(CLOUD.replace('vm k on hv-e', 'vm k on nowhere'), lock);
    expect(broken.elements.get('port:m.k.red' as never)).toEqual(lock.elements.get('port:m.k.red' as never));
  });

  it('lets a VM that moves keep its address and MAC, and give way with its port number', () => {
    const lock = lockText(CLOUD);
    const after = analyseText(CLOUD.replace('vm k on hv-e', 'vm k on hv-c'), lock).deployment;
    const changes = moved(analyseText(CLOUD).deployment, after);
    expect(changes.filter((change) => !change.startsWith('port:m.k.red:'))).toEqual([]);
    const port = (deployment: Deployment) => deployment.ports.find(({ id }) => id === 'port:m.k.red');
    expect(port(after)?.addresses).toEqual(port(analyseText(CLOUD).deployment)?.addresses);
    expect(port(after)?.mac).toBe(port(analyseText(CLOUD).deployment)?.mac);
  });
});
