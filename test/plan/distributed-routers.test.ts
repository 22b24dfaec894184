import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { known } from '#core/base';
import { createLock, planDeployment } from '#core/plan';
import { parseOstopo } from '#language';

const EXAMPLE = readFileSync(new URL('../../examples/distributed.ostopo', import.meta.url), 'utf8');

function plan(text: string) {
  return planDeployment(parseOstopo(text).topology).deployment;
}

/** `HOST KIND` of every namespace that is no DHCP service's. */
function namespaces(text: string): readonly string[] {
  return plan(text).hosts.flatMap(({ name, namespaces: own }) =>
    own.filter(({ kind }) => kind !== 'dhcp').map(({ kind }) => `${name} ${kind}`),
  );
}

describe('a distributed router', () => {
  it('is on the host of its gateway and on every host with its guests, and translates where the guest is', () => {
    expect(namespaces(EXAMPLE)).toEqual(['hv-1 router', 'hv-1 fip', 'hv-2 router', 'net-1 router', 'net-1 snat']);
  });

  it('gives each host a MAC of its own', () => {
    const macs = plan(EXAMPLE).hosts.map(({ dvrMac }) => known(dvrMac, 'a MAC') >> 24n);
    expect(macs).toEqual([0xfa163fn, 0xfa163fn, 0xfa163fn]);
    expect(plan(EXAMPLE.replace('dvr on', 'dvr off')).hosts.every(({ dvrMac }) => dvrMac === undefined)).toBe(true);
  });

  it('sends what has no floating address by a rule and a table that are the number of its interface’s address', () => {
    const local = plan(EXAMPLE).hosts.find(({ name }) => name === 'hv-2')?.namespaces[0];
    expect(local?.policyRules.map(({ priority, table }) => [priority, table])).toEqual([
      [0x0a000201, 0x0a000201],
      [0x0a000101, 0x0a000101],
    ]);
  });

  it('translates centrally what is for a guest whose host has no way out', () => {
    const text = EXAMPLE.replace(
      'host hv-1 { roles compute  tunnel-ip 192.168.0.11  bridge br-ex { physical outside  interface eth1 } }',
      'host hv-1 { roles compute  tunnel-ip 192.168.0.11 }',
    );
    expect(text).not.toBe(EXAMPLE);
    expect(plan(text).floatingIps).toMatchObject([{ host: 'host:net-1', centralised: true }]);
    expect(namespaces(text)).not.toContain('hv-1 fip');
  });

  it('keeps its source NAT where the lock has it when network hosts come', () => {
    const source = EXAMPLE.replace(
      'host net-1 { roles network  tunnel-ip 192.168.0.1 ',
      'host net-[1..1] { roles network  tunnel-ip 192.168.0.[1..1] ',
    );
    const more = source.replaceAll('[1..1]', '[1..9]');
    const before = parseOstopo(source).topology;
    const lock = createLock(before, planDeployment(before).deployment);
    const { topology } = parseOstopo(more);
    expect(plan(more).routers[0]?.hosts[0]).not.toBe('host:net-1');
    expect(planDeployment(topology, lock).deployment.routers[0]?.hosts[0]).toBe('host:net-1');
  });

  it('has a namespace for each of its ports, also where there is no network host and so no router', () => {
    const { hosts } = plan(EXAMPLE.replace('roles network', 'roles storage'));
    for (const { bridges, namespaces: own } of hosts)
      for (const port of bridges.flatMap(({ ports }) => ports))
        if (port.kind === 'vif' && port.namespace !== undefined) expect(own.map(({ name }) => name)).toContain(port.namespace);
  });
});
