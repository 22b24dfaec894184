import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { known } from '#core/base';
import type { KeepalivedPlan, NamespacePlan } from '#core/plan';
import { type LabState, type ProcessResult, labDown, labUp, labVerify, runOnHost } from '#lab';
import { compileText, printedOn } from './lab-fixture.ts';
import { whyNoLab } from './lab-machine.ts';

const why = whyNoLab();
if (why !== undefined) console.log(`no failover of a distributed router with real keepalived: ${why}`);

const root = mkdtempSync(path.join(tmpdir(), 'ostopo-lab-distributed-failover-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The example on three network hosts, so that two of them may fail, with a guest beside a standby. */
const text = readFileSync(new URL('../../examples/distributed-ha.ostopo', import.meta.url), 'utf8')
  .replace('hosts-per-router 2', 'hosts-per-router 3')
  .replace(
    'host net-[1..2] { roles network  tunnel-ip 192.168.1.[1..2]',
    'host net-[1..3] { roles network, compute  tunnel-ip 192.168.1.[1..3]',
  )
  .replace('  floating-ip', '  vm db-2 on net-3 { port db { security inside } }\n\n  floating-ip')
  .concat('expect shop.db-2 reaches internet with icmp via net-1\n');

/** A standby takes over after three advertisements of two seconds and a skew; twice that is late even on a busy machine. */
const TAKEOVER_SECONDS = 16;

interface Replica {
  readonly host: string;
  readonly namespace: NamespacePlan;
  readonly keepalived: KeepalivedPlan;
}

describe.skipIf(why !== undefined)('a distributed router with standbys of its source NAT', () => {
  const { compiled, expectations } = compileText(text);
  const replicas = compiled.hosts.flatMap(({ plan }) =>
    plan.namespaces.flatMap((namespace): Replica[] =>
      namespace.keepalived ? [{ host: plan.name, namespace, keepalived: namespace.keepalived }] : [],
    ),
  );
  let lab: LabState;

  beforeAll(async () => {
    lab = await labUp(compiled, { root });
  }, 300_000);
  afterAll(() => labDown('north', root));

  /** The hosts among those given whose `snat-` namespace has the addresses of the gateway. */
  const withAddresses = async (hosts: readonly string[]) => {
    const has = await Promise.all(
      replicas.map(async ({ host, namespace }) => {
        const device = known(
          namespace.devices.find(({ prefix }) => prefix === 'qg-'),
          'a gateway',
        ).name;
        return (await printedOn(lab, host, 'ip', '-n', namespace.name, '-o', 'address', 'show', 'dev', device)) === '' ? [] : [host];
      }),
    );
    return has.flat().filter((host) => hosts.includes(host));
  };
  /** Waits until a guest hears from the host on the internet. */
  const goesOn = (host: string, guest: string): Promise<ProcessResult> =>
    runOnHost(lab, host, [
      'timeout',
      String(TAKEOVER_SECONDS),
      'bash',
      '-c',
      `until ip netns exec vm-shop.${guest} ping -n -c 1 -W 1 198.51.100.1; do :; done`,
    ]);

  it('has keepalived in `snat-` of every network host, and the addresses on the one planned as active alone', async () => {
    expect(replicas.map(({ host, namespace }) => `${host} ${namespace.kind}`)).toEqual(['net-1 snat', 'net-2 snat', 'net-3 snat']);
    expect(await withAddresses(replicas.map(({ host }) => host))).toEqual(['net-1']);
  });

  it('carries traffic as the traces say', async () => {
    const verdicts = await labVerify(compiled, expectations, { root });
    expect(verdicts.flatMap(({ conversations }) => conversations.flatMap(({ differences }) => differences))).toEqual([]);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(expectations.map(() => 'as-expected'));
  }, 120_000);

  it('has every host as the scripts say, by --check', async () => {
    for (const { plan } of compiled.hosts) {
      const checked = await runOnHost(lab, plan.name, ['bash', `/run/lab/${plan.name}/setup.sh`, '--check']);
      expect(`${plan.name}: ${checked.stdout}`).toContain('as it should be');
    }
  });

  it('goes on through a standby when keepalived of the active host ends, and when the next host is dead', async () => {
    const hosts = replicas.map(({ host }) => host);
    const { keepalived } = known(replicas[0], 'the active replica');
    await runOnHost(lab, 'net-1', ['bash', '-c', `kill "$(cat /run/ostopo/ha_confs/${keepalived.routerUuid}.pid)"`]);
    expect(await goesOn('hv-2', 'db-1')).toMatchObject({ exitCode: 0 });
    expect(await goesOn('net-3', 'db-2')).toMatchObject({ exitCode: 0 });
    const others = hosts.filter((host) => host !== 'net-1');
    const [second = ''] = await withAddresses(others);
    expect(others).toContain(second);

    await runOnHost(lab, second, ['bash', '-c', 'kill -9 "$(cat /run/openvswitch/ovs-vswitchd.pid)"']);
    expect(await goesOn('hv-2', 'db-1')).toMatchObject({ exitCode: 0 });
    expect(await withAddresses(others.filter((host) => host !== second))).toHaveLength(1);
  }, 120_000);

  it('routes between subnets and translates floating addresses all the while', async () => {
    const verdicts = await labVerify(
      compiled,
      expectations.filter(({ via }) => via === 'host:hv-1'),
      { root },
    );
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['as-expected', 'as-expected']);
  }, 120_000);

  it('leaves neither keepalived nor its files after teardown.sh', async () => {
    const { host, keepalived } = known(replicas[0], 'a replica');
    await runOnHost(lab, host, ['bash', `/run/lab/${host}/setup.sh`, '--phase', 'services']);
    const pid = await printedOn(lab, host, 'cat', `/run/ostopo/ha_confs/${keepalived.routerUuid}.pid`);
    await runOnHost(lab, host, ['bash', `/run/lab/${host}/teardown.sh`]);
    expect(await printedOn(lab, host, 'bash', '-c', 'ls -A /run/ostopo/ha_confs 2>&1')).toContain('No such file');
    expect(await printedOn(lab, host, 'bash', '-c', `ls -d /proc/${pid.trim()} 2>&1`)).toContain('No such file');
    expect(await printedOn(lab, host, 'ip', 'netns', 'list')).not.toContain('snat-');
  });
});
