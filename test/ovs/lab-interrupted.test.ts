import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompiledFabric } from '#core/compile';
import { type LabState, labDown, labStatus, labUp, labVerify, runOnHost } from '#lab';
import { ARTICLE, compileText, inGuest, printedOn } from './lab-fixture.ts';
import { machineState, whyNoLab } from './lab-machine.ts';

const why = whyNoLab();
if (why !== undefined) console.log(`no interrupted lab on real Open vSwitch: ${why}`);

const { compiled } = compileText(ARTICLE);
const before = machineState();
const root = mkdtempSync(path.join(tmpdir(), 'ostopo-lab-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.skipIf(why !== undefined)('a lab that does not come up', () => {
  it('is removed again when a setup.sh fails half-way, and says which and why', async () => {
    await expect(labUp(withImpossibleDevice(compiled), { root })).rejects.toThrow(
      /setup\.sh on compute-1 failed .*a-name-longer-than-linux-takes/,
    );
    expect(machineState()).toEqual(before);
    expect(existsSync(root)).toBe(false);
    expect(labStatus('lab', root)).toBe('none');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('is removed again on %s', async (signal) => {
    const said = await interruptWhileStarting(signal, 'compute-1: setup.sh');
    expect(said).toContain(`refused: interrupted by ${signal}`);
    expect(machineState()).toEqual(before);
    expect(existsSync(root)).toBe(false);
  });

  it('that was killed outright is broken, and down removes what it left', async () => {
    await interruptWhileStarting('SIGKILL', 'compute-1: setup.sh');
    expect(labStatus('lab', root)).toBe('broken');
    await expect(labVerify(compiled, [], { root })).rejects.toThrow('the lab of fabric lab is broken');
    expect(await labDown('lab', root)).toBe(true);
    expect(machineState()).toEqual(before);
    expect(labStatus('lab', root)).toBe('none');
  });

  it('that was killed outright is removed by the next, which comes up', async () => {
    await interruptWhileStarting('SIGKILL', 'compute-1: setup.sh');
    const lab = await labUp(compiled, { root });
    expect([lab.phase, labStatus('lab', root)]).toEqual(['up', 'up']);
    expect(await labDown('lab', root)).toBe(true);
    expect(machineState()).toEqual(before);
  });
});

describe.skipIf(why !== undefined)('setup.sh and teardown.sh', () => {
  let lab: LabState;

  beforeAll(async () => {
    lab = await labUp(compiled, { root });
  });
  afterAll(() => labDown('lab', root));

  it('run again, setup.sh changes nothing, and the switch forgets nothing it has learnt', async () => {
    await inGuest(lab, 'compute-0', 'vm-1', 'ping', '-c1', '-W2', '10.0.1.88');
    const first = await hostState(lab, 'compute-0');
    const learnt = await learntMacs(lab);
    expect(learnt).toContain('fa:16:3e:72:ad:53');
    expect(await setUp(lab, 'compute-0')).toBe(0);
    expect(await hostState(lab, 'compute-0')).toEqual(first);
    expect(await learntMacs(lab)).toEqual(expect.arrayContaining(learnt)); // more may have come in meanwhile
  });

  // The kill comes before the Nth command of the script; a whole run has more than 500.
  it.each([90, 270, 450])('killed before command %i, setup.sh completes when it is run again', async (command) => {
    const whole = await hostState(lab, 'compute-1');
    expect(await tearDown(lab, 'compute-1')).toBe(0);
    expect(await killedAt(lab, 'compute-1', command)).toBe(137);
    expect(await hostState(lab, 'compute-1')).not.toEqual(whole);
    expect(await setUp(lab, 'compute-1')).toBe(0);
    expect(await hostState(lab, 'compute-1')).toEqual(whole);
    expect((await inGuest(lab, 'compute-1', 'vm-2', 'ping', '-c5', '-i0.2', '-W2', '10.0.1.85')).exitCode).toBe(0);
  });

  it.each([
    ['compute-1', 180],
    ['controller-0', 400],
  ] as const)('teardown.sh removes what setup.sh of %s made before it was killed at command %i', async (host, command) => {
    await tearDown(lab, host);
    const bare = await hostState(lab, host);
    expect(await killedAt(lab, host, command)).toBe(137);
    expect(await hostState(lab, host)).not.toEqual(bare);
    expect(await tearDown(lab, host)).toBe(0);
    expect(await hostState(lab, host)).toEqual(bare);
    expect(await setUp(lab, host)).toBe(0);
  });

  it('teardown.sh puts back what the kernel was told about bridged packets', async () => {
    const file = '/proc/sys/net/bridge/bridge-nf-call-iptables';
    await tearDown(lab, 'compute-1');
    await printedOn(lab, 'compute-1', 'bash', '-c', `echo 0 >${file}`);
    expect(await setUp(lab, 'compute-1')).toBe(0);
    expect(await printedOn(lab, 'compute-1', 'cat', file)).toBe('1\n');
    expect(await tearDown(lab, 'compute-1')).toBe(0);
    expect(await printedOn(lab, 'compute-1', 'cat', file)).toBe('0\n');
  });

  it('without stand-ins for VMs, setup.sh keeps taps ready and leaves those that libvirt made', async () => {
    await tearDown(lab, 'compute-1');
    await printedOn(lab, 'compute-1', 'ip', 'tuntap', 'add', 'dev', 'tape7e23f1b-07', 'mode', 'tap');
    expect((await runOnHost(lab, 'compute-1', ['env', 'OSTOPO_GUESTS=none', 'bash', script('compute-1', 'setup.sh')])).exitCode).toBe(0);
    const inBridge = await printedOn(
      lab,
      'compute-1',
      'bash',
      '-c',
      'ip -br link show master qbre7e23f1b-07; ip -br link show master qbr3210e8ec-c0',
    );
    expect(inBridge.match(/^tap\S+/gm)).toEqual(['tape7e23f1b-07', 'tap3210e8ec-c0']);
    expect(await tearDown(lab, 'compute-1')).toBe(0);
    expect((await printedOn(lab, 'compute-1', 'ip', '-br', 'link')).match(/^tap\S+/gm)).toEqual(['tape7e23f1b-07']);
    await printedOn(lab, 'compute-1', 'ip', 'link', 'del', 'tape7e23f1b-07');
  });

  it.each([
    ['a datapath there is not', 'OSTOPO_DATAPATH=fast', 'OSTOPO_DATAPATH is system or netdev, not fast'],
    ['no Open vSwitch', 'OVS_RUNDIR=/nowhere', 'ovs-vswitchd does not answer: start Open vSwitch first'],
  ])('with %s, setup.sh says so in one line and changes nothing', async (_what, setting, line) => {
    await tearDown(lab, 'compute-0');
    const bare = await hostState(lab, 'compute-0');
    const { exitCode, stderr } = await runOnHost(lab, 'compute-0', ['env', setting, 'bash', script('compute-0', 'setup.sh')]);
    expect([exitCode, stderr]).toEqual([1, `lab@compute-0: ${line}\n`]);
    expect(await hostState(lab, 'compute-0')).toEqual(bare);
  });

  it('without its tunnel address, setup.sh says so in one line and changes nothing', async () => {
    await tearDown(lab, 'compute-0');
    await printedOn(lab, 'compute-0', 'ip', 'address', 'del', '192.168.255.19/24', 'dev', 'eth0');
    const { exitCode, stderr } = await runOnHost(lab, 'compute-0', ['bash', script('compute-0', 'setup.sh')]);
    expect([exitCode, stderr]).toEqual([1, 'lab@compute-0: the tunnel address 192.168.255.19/24 is on no interface of this host\n']);
    expect((await hostState(lab, 'compute-0')).bridges).toBe('');
  });

  it('teardown.sh leaves the host as it was before, and has nothing to do the second time', async () => {
    expect(await tearDown(lab, 'controller-0')).toBe(0);
    const bare = await hostState(lab, 'controller-0');
    expect(bare.bridges).toBe('');
    expect(bare.namespaces).toBe('');
    expect(bare.rules).not.toContain('neutron');
    expect(bare.addresses).toMatch(/^eth0@\S+ +UP +192\.168\.255\.15\/24/m);
    expect(bare.processes).toBe('');
    expect(bare.state).toBe('');
    expect(await tearDown(lab, 'controller-0')).toBe(0);
    expect(await hostState(lab, 'controller-0')).toEqual(bare);
  });
});

function script(host: string, name: string): string {
  return `/run/lab/${host}/${name}`;
}

async function setUp(lab: LabState, host: string): Promise<number | undefined> {
  const { exitCode, stderr } = await runOnHost(lab, host, ['bash', script(host, 'setup.sh')]);
  if (exitCode !== 0) console.log(stderr);
  return exitCode;
}

async function tearDown(lab: LabState, host: string): Promise<number | undefined> {
  const { exitCode, stderr } = await runOnHost(lab, host, ['bash', script(host, 'teardown.sh')]);
  if (exitCode !== 0) console.log(stderr);
  return exitCode;
}

/** Runs setup.sh and has the shell kill itself, without a chance to tidy up, before its Nth command. */
async function killedAt(lab: LabState, host: string, command: number): Promise<number | undefined> {
  const program = 'last=$1 n=0 file=$2; set --; set -T; trap \'[ $((n += 1)) -ne "$last" ] || kill -9 $$\' DEBUG; . "$file"';
  return (
    await runOnHost(lab, host, ['bash', '-c', `bash -c "$0" killed "$@"; exit $?`, program, String(command), script(host, 'setup.sh')])
  ).exitCode;
}

/** All that setup.sh makes, as text to compare: without counters, and without numbers the kernel gives anew. */
async function hostState(lab: LabState, host: string): Promise<Record<string, string>> {
  const print = (...argv: string[]) => printedOn(lab, host, ...argv);
  const [bridges, ports, links, addresses, namespaces, v4, v6, sets, flows, processes, state] = await Promise.all([
    print('ovs-vsctl', '--columns=name,fail_mode,datapath_type,other_config,external_ids', 'list', 'Bridge'),
    print('ovs-vsctl', '--columns=name,tag,other_config,external_ids', 'list', 'Port'),
    print(
      'bash',
      '-c',
      'ip -o link | sed -E "s/^[0-9]+: //; s/ link.netnsid [0-9]+//; s/@if[0-9]+//; s/NO-CARRIER,//" | grep -oE "^[^:]+: <[^>]*> mtu [0-9]+"; for n in /run/netns/*; do [ ! -e "$n" ] || ip -n "${n##*/}" -br -4 addr | sed -E "s/@[^ ]*//; s/ +/ /g"; done',
    ),
    print('ip', '-br', '-4', 'address'),
    print('bash', '-c', 'ip netns list | sed "s/ .*//" | sort'),
    print('iptables-save'),
    print('ip6tables-save'),
    print('bash', '-c', 'ipset save | sed "s/ hashsize.*//" | sort'),
    print(
      'bash',
      '-c',
      'for b in $(ovs-vsctl list-br); do ovs-ofctl -O OpenFlow13 --no-stats dump-flows "$b" | grep -v hard_timeout=300,; done',
    ),
    print('bash', '-c', 'for d in /run/ostopo/dhcp/*/pid; do [ ! -e "$d" ] || tr "\\0" " " <"/proc/$(cat "$d")/cmdline"; done'),
    print('bash', '-c', 'cd /run/ostopo 2>/dev/null && find . -type f ! -name pid ! -name leases | sort'),
  ]);
  const rules = (v4 + v6).replace(/\[\d+:\d+\]/g, '').replace(/^#.*$/gm, '');
  return {
    bridges: sorted(bridges),
    ports: sorted(ports),
    links: sorted(links),
    addresses,
    namespaces,
    rules,
    sets,
    flows,
    processes,
    state,
  };
}

/** `ovs-vsctl list` prints records in no order. */
function sorted(text: string): string {
  return text
    .split(/\n\n|\n(?!\w+ +:)/)
    .sort()
    .join('\n')
    .trim();
}

async function learntMacs(lab: LabState): Promise<string[]> {
  const flows = await printedOn(lab, 'compute-0', 'ovs-ofctl', '-O', 'OpenFlow13', '--no-stats', 'dump-flows', 'br-tun', 'table=20');
  return [...flows.matchAll(/dl_dst=(\S+)/g)].flatMap((match) => match[1] ?? []).sort();
}

/** A fabric whose compute-1 asks for a device that Linux cannot make. */
function withImpossibleDevice(fabric: CompiledFabric): CompiledFabric {
  const hosts = fabric.hosts.map((host) => {
    if (host.plan.name !== 'compute-1') return host;
    return {
      ...host,
      plan: { ...host.plan, hybridPlugs: host.plan.hybridPlugs.map((plug) => ({ ...plug, qbr: 'a-name-longer-than-linux-takes' })) },
    };
  });
  return { ...fabric, hosts };
}

/** Starts a lab in a process of its own and sends the signal as soon as it says the words; gives back all it said. */
function interruptWhileStarting(signal: NodeJS.Signals, words: string): Promise<string> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./start-lab.ts', import.meta.url)), root], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve) => {
    let said = '';
    const read = (chunk: Buffer) => {
      const isNew = !said.includes(words);
      said += chunk.toString();
      if (isNew && said.includes(words)) child.kill(signal);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('close', () => resolve(said));
  });
}
