import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { known, qualifiedName } from '#core/base';
import { printAddress } from '#core/net';
import type { KeepalivedPlan, NamespacePlan } from '#core/plan';
import { type LabState, type ProcessResult, labDown, labUp, labVerify, runOnHost } from '#lab';
import { compileText, printedOn } from './lab-fixture.ts';
import { whyNoLab } from './lab-machine.ts';

const why = whyNoLab();
if (why !== undefined) console.log(`no failover with real keepalived: ${why}`);

const root = mkdtempSync(path.join(tmpdir(), 'ostopo-lab-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The example on three network hosts, so that two of them may fail. */
const text = readFileSync(new URL('../../examples/ha.ostopo', import.meta.url), 'utf8').replace('hosts-per-router 2', 'hosts-per-router 3');

/** A standby takes over after three advertisements of two seconds and a skew; twice that is late even on a busy machine. */
const TAKEOVER_SECONDS = 16;

/** What keepalived 2.2 says of any file that Neutron writes: a link-local address has its scope by itself, and an instance watches its own interface anyway. */
const SAID_OF_NEUTRONS = [
  /Cannot specify scope for IPv6 addresses .* - ignoring scope$/,
  /Ignoring track_interface \S+ since own interface$/,
];

interface Replica {
  readonly host: string;
  readonly namespace: NamespacePlan;
  readonly keepalived: KeepalivedPlan;
}

describe.skipIf(why !== undefined)('a highly available router with real keepalived', () => {
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
  afterAll(() => labDown('spare', root));

  /** The hosts among those given whose replica has the router's addresses. */
  const withAddresses = async (hosts: readonly string[]) => {
    const has = await Promise.all(
      replicas.map(async ({ host, namespace }) => {
        const device = known(
          namespace.devices.find(({ prefix }) => prefix === 'qr-'),
          'an interface',
        ).name;
        return (await printedOn(lab, host, 'ip', '-n', namespace.name, '-o', 'address', 'show', 'dev', device)) === '' ? [] : [host];
      }),
    );
    return has.flat().filter((host) => hosts.includes(host));
  };
  const behindRouter = known(
    compiled.deployment.ports.find(({ id }) => id === 'port:shop.pg.back')?.addresses[0],
    'the address of pg',
  ).address;
  const isTakenOver = (): Promise<ProcessResult> =>
    runOnHost(lab, 'hv-1', [
      'timeout',
      String(TAKEOVER_SECONDS),
      'bash',
      '-c',
      `until ip netns exec vm-shop.web ping -n -c 1 -W 1 ${printAddress(behindRouter)}; do :; done`,
    ]);

  it('is on every host, and the addresses are on the one planned as active alone', async () => {
    const active = replicas.find(({ keepalived }) => keepalived.active)?.host;
    expect(replicas.map(({ host }) => host)).toEqual(['net-1', 'net-2', 'net-3']);
    expect(compiled.deployment.routers[0]?.hosts.map(qualifiedName)[0]).toBe(active);
    expect(await withAddresses(replicas.map(({ host }) => host))).toEqual([active]);
  });

  it('carries traffic as the traces say', async () => {
    const verdicts = await labVerify(compiled, expectations, { root });
    expect(verdicts.flatMap(({ conversations }) => conversations.flatMap(({ differences }) => differences))).toEqual([]);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(expectations.map(() => 'as-expected'));
  }, 120_000);

  it('has every replica as the scripts say, by --check', async () => {
    for (const { host } of replicas) {
      const checked = await runOnHost(lab, host, ['bash', `/run/lab/${host}/setup.sh`, '--check']);
      expect(`${host}: ${checked.stdout}`).toContain('as it should be');
    }
  });

  it('gives keepalived files in which it finds no more than in those of Neutron', async () => {
    for (const { host, namespace, keepalived } of replicas) {
      const file = `/run/lab/${host}/ha_confs/${keepalived.routerUuid}/keepalived.conf`;
      const { stdout, stderr } = await runOnHost(lab, host, [
        'ip',
        'netns',
        'exec',
        namespace.name,
        'keepalived',
        '--config-test',
        '-f',
        file,
      ]);
      const said = `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
      expect(said.filter((line) => !SAID_OF_NEUTRONS.some((usual) => usual.test(line)))).toEqual([]);
    }
  });

  it('goes on through a standby when keepalived of the active host ends, and when the next host is dead', async () => {
    const hosts = replicas.map(({ host }) => host);
    const [first = ''] = await withAddresses(hosts);
    const { keepalived } = known(
      replicas.find(({ host }) => host === first),
      'the active replica',
    );
    await runOnHost(lab, first, ['bash', '-c', `kill "$(cat /run/ostopo/ha_confs/${keepalived.routerUuid}.pid)"`]);
    expect(await isTakenOver()).toMatchObject({ exitCode: 0 });
    const others = hosts.filter((host) => host !== first);
    const [second = ''] = await withAddresses(others);
    expect(others).toContain(second);

    await runOnHost(lab, second, ['bash', '-c', 'kill -9 "$(cat /run/openvswitch/ovs-vswitchd.pid)"']);
    expect(await isTakenOver()).toMatchObject({ exitCode: 0 });
    expect(await withAddresses(others.filter((host) => host !== second))).toHaveLength(1);
  }, 120_000);

  it('leaves neither keepalived nor its files after teardown.sh', async () => {
    const { host, keepalived } = known(replicas[0], 'a replica');
    await runOnHost(lab, host, ['bash', `/run/lab/${host}/setup.sh`, '--phase', 'services']);
    const pid = await printedOn(lab, host, 'cat', `/run/ostopo/ha_confs/${keepalived.routerUuid}.pid`);
    await runOnHost(lab, host, ['bash', `/run/lab/${host}/teardown.sh`]);
    expect(await printedOn(lab, host, 'bash', '-c', 'ls -A /run/ostopo/ha_confs 2>&1')).toContain('No such file');
    expect(await printedOn(lab, host, 'bash', '-c', `ls -d /proc/${pid.trim()} 2>&1`)).toContain('No such file');
  });
});
