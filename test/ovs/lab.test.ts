import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { known } from '#core/base';
import { type LabState, type LabVerdict, labDown, labStatus, labUp, labVerify, runOnHost } from '#lab';
import { ARTICLE, compileText, inGuest, printedOn } from './lab-fixture.ts';
import { isThere, machineState, pidNamespaceOf, processesIn, whyNoLab } from './lab-machine.ts';

const why = whyNoLab();
if (why !== undefined) console.log(`no lab on real Open vSwitch: ${why}`);

const EXPECTATIONS = `
expect "tcp opens where the VM listens" vm-1 reaches vm-2 with tcp 80
expect "a closed port answers too" vm-1 reaches vm-4 with udp 53
expect "the router answers" vm-1 reaches 10.0.2.254 with icmp
expect "what fits passes" vm-1 reaches vm-2 with icmp df size 1400
expect "what does not fit is lost" vm-1 never reaches vm-2 with icmp df size 1450
expect "nobody is there" vm-1 never reaches 10.0.1.77 with icmp
`;
const { compiled, expectations } = compileText(
  ARTICLE.replace('vm vm-2 on compute-1 {', 'vm vm-2 on compute-1 { listens tcp 80 ') + EXPECTATIONS,
);
// Below /run, as the lab's own folder is: a room has another /run, and must find its scripts all the same.
const base = mkdtempSync(path.join(why === undefined ? '/run' : tmpdir(), 'ostopo-lab-test-'));
const root = path.join(base, 'labs');
const before = machineState();

describe.skipIf(why !== undefined)("the article's lab on real Open vSwitch", () => {
  let lab: LabState;
  let verdicts: readonly LabVerdict[];

  beforeAll(async () => {
    lab = await labUp(compiled, { root });
    verdicts = await labVerify(compiled, expectations, { root });
  });

  afterAll(async () => {
    await labDown('lab', root);
    rmSync(base, { recursive: true, force: true });
  });

  it('holds every expectation with real packets, and the underlay carries what the trace says', () => {
    expect(
      verdicts.map(({ expectation, verdict, conversations }) => [expectation.name, verdict, conversations.flatMap((c) => c.differences)]),
    ).toEqual(expectations.map(({ name }) => [name, 'as-expected', []]));
    expect(verdicts.every(({ conversations }) => conversations.every(({ predicted }) => predicted !== undefined))).toBe(true);
  });

  it('carries the routed ping as VNI 22, 99, 99, 22 with TTL 64, 63, 64, 63', () => {
    const routed = verdicts.find(({ expectation }) => expectation.via !== undefined)?.conversations[0];
    expect(routed?.observed.map(({ outerSource, outerDestination, vni, ttl }) => [outerSource, outerDestination, vni, ttl])).toEqual([
      ['192.168.255.19', '192.168.255.15', 22, 64],
      ['192.168.255.15', '192.168.255.26', 99, 63],
      ['192.168.255.26', '192.168.255.15', 99, 64],
      ['192.168.255.15', '192.168.255.19', 22, 63],
    ]);
    expect(routed?.output).toContain('ttl=63');
  });

  it("has learnt the article's entries in table 20", async () => {
    const table20 = (host: string) =>
      printedOn(lab, host, 'ovs-ofctl', '-O', 'OpenFlow13', '--no-stats', 'dump-flows', 'br-tun', 'table=20');
    const learnt = (vlan: number, mac: string, vni: string, port: number) =>
      `table=20, hard_timeout=300, priority=1,vlan_tci=0x000${vlan}/0x0fff,dl_dst=${mac} actions=load:0->NXM_OF_VLAN_TCI[],load:${vni}->NXM_NX_TUN_ID[],output:${port}`;
    const onCompute = await table20('compute-0');
    expect(onCompute).toContain(learnt(1, 'fa:16:3e:72:ad:53', '0x16', ofport('compute-0', 'vxlan-c0a8ff1a')));
    expect(onCompute).toContain(learnt(1, 'fa:16:3e:c4:64:70', '0x16', ofport('compute-0', 'vxlan-c0a8ff0f')));
    expect(await table20('controller-0')).toContain(learnt(2, 'fa:16:3e:6c:ad:9c', '0x63', ofport('controller-0', 'vxlan-c0a8ff1a')));
  });

  it("has the article's MAC tables in br-int", async () => {
    const macTable = async (host: string) => {
      const lines = (await printedOn(lab, host, 'ovs-appctl', 'fdb/show', 'br-int')).split('\n').slice(1);
      return lines.map((line) => line.trim().split(/\s+/)).map(([port, vlan, mac]) => [mac, portName(host, Number(port)), Number(vlan)]);
    };
    expect(await macTable('compute-0')).toEqual(
      expect.arrayContaining([
        ['fa:16:3e:44:98:20', 'qvo95d96a75-a0', 1],
        ['fa:16:3e:83:ad:a4', 'qvo5bd37136-47', 1],
        ['fa:16:3e:72:ad:53', 'patch-tun', 1],
        ['fa:16:3e:c4:64:70', 'patch-tun', 1],
      ]),
    );
    expect(await macTable('compute-1')).toEqual(expect.arrayContaining([['fa:16:3e:6c:ad:9c', 'qvo3210e8ec-c0', 2]]));
    expect(await macTable('controller-0')).toEqual(
      expect.arrayContaining([
        ['fa:16:3e:c4:64:70', 'qr-0c52b15f-8f', 1],
        ['fa:16:3e:6c:ad:9c', 'patch-tun', 2],
      ]),
    );
  });

  it("has the article's ports on every bridge", async () => {
    const shown = (await printedOn(lab, 'controller-0', 'ovs-appctl', 'dpif/show')).replace(/ \d+\/\w+:.*/g, '').split(/\s+/);
    const names = [
      'tapca25a97e-64',
      'tap22015e46-0b',
      'qr-0c52b15f-8f',
      'qr-92fa49b5-54',
      'eth0',
      'vxlan-c0a8ff13',
      'vxlan-c0a8ff1a',
      'phy-br-ex',
      'int-br-ex',
      'patch-tun',
      'patch-int',
    ];
    expect(names.filter((name) => !shown.includes(name))).toEqual([]);
  });

  it("has the article's namespaces, and the router its two connected routes", async () => {
    const namespaces = (await printedOn(lab, 'controller-0', 'ip', 'netns', 'list'))
      .split('\n')
      .flatMap((line) => line.split(' ')[0] ?? []);
    expect(namespaces.filter(Boolean).sort()).toEqual([
      'qdhcp-67a3798c-32c0-4c18-8502-2531247e3cc2',
      'qdhcp-7d541e74-1c36-4e1d-a7c4-0968c8dbc638',
      'qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe',
    ]);
    const routes = await printedOn(lab, 'controller-0', 'ip', '-n', 'qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe', 'route');
    expect(
      routes
        .trim()
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual([
      '10.0.1.0/24 dev qr-0c52b15f-8f proto kernel scope link src 10.0.1.254',
      '10.0.2.0/24 dev qr-92fa49b5-54 proto kernel scope link src 10.0.2.254',
    ]);
  });

  it('leases a guest its address, route and MTU by DHCP', async (test) => {
    if (!isThere('udhcpc')) return test.skip('udhcpc is not installed');
    const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-lease-'));
    test.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const script = path.join(folder, 'lease.sh');
    writeFileSync(script, '#!/bin/sh\n[ "$1" != bound ] || echo "leased $ip/$mask from $serverid mtu $mtu routes $staticroutes"\n', {
      mode: 0o755,
    });
    await inGuest(lab, 'compute-1', 'vm-4', 'ip', 'address', 'flush', 'dev', 'eth0', 'scope', 'global');
    const { stdout, stderr } = await inGuest(
      lab,
      'compute-1',
      'vm-4',
      'udhcpc',
      '-i',
      'eth0',
      '-n',
      '-q',
      '-f',
      '-t',
      '3',
      '-T',
      '2',
      '-O',
      'mtu',
      '-O',
      'staticroutes',
      '-s',
      script,
    );
    expect(stdout + stderr).toContain(
      'leased 10.0.2.8/24 from 10.0.2.1 mtu 1450 routes 169.254.169.254/32 10.0.2.254 0.0.0.0/0 10.0.2.254',
    );
    const leases = await printedOn(lab, 'controller-0', 'cat', '/run/ostopo/dhcp/7d541e74-1c36-4e1d-a7c4-0968c8dbc638/leases');
    expect(leases).toMatch(/^\d{10} fa:16:3e:6c:ad:9c 10\.0\.2\.8 host-10-0-2-8 (\*|01:fa:16:3e:6c:ad:9c)$/m);
    await inGuest(lab, 'compute-1', 'vm-4', 'ip', 'address', 'replace', '10.0.2.8/24', 'dev', 'eth0');
    await inGuest(lab, 'compute-1', 'vm-4', 'ip', 'route', 'replace', 'default', 'via', '10.0.2.254');
  });

  it('lets no guest send with an address that is not its own', async () => {
    await inGuest(lab, 'compute-0', 'vm-3', 'ip', 'address', 'add', '10.0.1.91/24', 'dev', 'eth0');
    const spoofed = await inGuest(lab, 'compute-0', 'vm-3', 'ping', '-c1', '-W1', '-I', '10.0.1.91', '10.0.1.85');
    await inGuest(lab, 'compute-0', 'vm-3', 'ip', 'address', 'del', '10.0.1.91/24', 'dev', 'eth0');
    expect(spoofed.stdout).toContain('100% packet loss');
    expect((await inGuest(lab, 'compute-0', 'vm-3', 'ping', '-c1', '-W1', '10.0.1.85')).exitCode).toBe(0);
  });

  it('lets nobody into a VM whom its security group does not name', async () => {
    const fromDhcpServer = ['ip', 'netns', 'exec', 'qdhcp-67a3798c-32c0-4c18-8502-2531247e3cc2', 'ping', '-c1', '-W1', '10.0.1.85'];
    expect((await runOnHost(lab, 'controller-0', fromDhcpServer)).stdout).toContain('100% packet loss');
  });

  it('says that it is up when it is brought up again, and stays up', async () => {
    await expect(labUp(compiled, { root })).rejects.toThrow('up already');
    expect(labStatus('lab', root)).toBe('up');
  });

  it('refuses to verify another model than it was made from', async () => {
    const other = compileText(ARTICLE.replace('vni 22', 'vni 23'));
    await expect(labVerify(other.compiled, [], { root })).rejects.toThrow('the model has changed');
  });

  it('has touched nothing of the machine', () => {
    expect(machineState()).toEqual(before);
  });

  it('leaves nothing behind', async () => {
    const pidNamespace = known(pidNamespaceOf(lab.underlay.holder.pid), 'the pid namespace of the lab');
    expect(processesIn(pidNamespace).length).toBeGreaterThan(10);
    expect(await labDown('lab', root)).toBe(true);
    expect(processesIn(pidNamespace)).toEqual([]);
    expect(existsSync(path.join(root, 'lab'))).toBe(false);
    expect(machineState()).toEqual(before);
    expect(labStatus('lab', root)).toBe('none');
    expect(await labDown('lab', root)).toBe(false);
  });
});

function hostPorts(host: string): readonly { readonly name: string; readonly ofport: number; readonly bridge: string }[] {
  const plan = compiled.deployment.hosts.find(({ name }) => name === host);
  return (
    plan?.bridges.flatMap((bridge) => bridge.ports.map(({ name, ofport: number }) => ({ name, ofport: number, bridge: bridge.name }))) ?? []
  );
}

function ofport(host: string, port: string): number {
  return hostPorts(host).find(({ name }) => name === port)?.ofport ?? NaN;
}

function portName(host: string, number: number): string | undefined {
  return hostPorts(host).find((port) => port.bridge === 'br-int' && port.ofport === number)?.name;
}
