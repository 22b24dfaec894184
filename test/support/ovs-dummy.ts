import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { printAddress } from '#core/net';
import type { CompiledBridge, CompiledHost } from '#core/compile';
import { printLoadableFlow, printMeter } from '#core/openflow';
import type { BridgePort } from '#core/plan';
import { type Unixctl, connectUnixctl } from './unixctl.ts';

const run = promisify(execFile);

/** A real Open vSwitch of one host on the dummy datapath: the real parser, tables and translation, with no packet on any wire. It needs no root. */
export interface DummySwitch {
  readonly unixctl: Unixctl;
  /** `ovs-ofctl -O OpenFlow13 dump-flows --no-stats`, line by line without the leading blank. */
  readonly dumpFlows: (bridge: string) => Promise<readonly string[]>;
  /** Ends its processes and removes its folder. */
  readonly stop: () => Promise<void>;
}

/** Bridge that carries the tunnels; it stands for the network card. */
export const UNDERLAY_BRIDGE = 'ostopo-under';

/** Why there can be no real Open vSwitch here, or `undefined` when there can. */
export function whyNoOvs(): string | undefined {
  const missing = ['ovs-vswitchd', 'ovsdb-server', 'ovsdb-tool', 'ovs-vsctl', 'ovs-ofctl'].filter(
    (tool) => spawnSync(tool, ['--version'], { env: ENV }).status !== 0,
  );
  return missing.length === 0 ? undefined : `not installed: ${missing.join(', ')}`;
}

const ENV = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` };
const SCHEMA = '/usr/share/openvswitch/vswitch.ovsschema';

/** Starts a real Open vSwitch with a host's bridges and loads the compiled flows; any complaint about a flow is an error. */
export async function startDummySwitch(host: CompiledHost): Promise<DummySwitch> {
  const directory = await mkdtemp(join(tmpdir(), 'ostopo-ovs-'));
  const env = { ...ENV, OVS_RUNDIR: directory, OVS_LOGDIR: directory, OVS_DBDIR: directory, OVS_SYSCONFDIR: directory };
  const daemons: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(daemons.map(endProcess));
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await startDaemons(directory, env, daemons);
    const vsctl = async (args: readonly string[]): Promise<string> =>
      complaintFree(await run('ovs-vsctl', ['--timeout=20', ...args], { env }));
    await vsctl(bridgeCommands(host));
    const unixctl = await connectUnixctl(join(directory, 'ovs-vswitchd.ctl'));
    await setUpUnderlay(unixctl, host);
    for (const bridge of host.bridges) await loadFlows(directory, env, bridge);
    const dumpFlows: DummySwitch['dumpFlows'] = async (bridge) => {
      const { stdout } = await run('ovs-ofctl', ['-O', 'OpenFlow13', 'dump-flows', '--no-stats', bridge], { env, maxBuffer: 1 << 28 });
      return stdout
        .split('\n')
        .filter((line) => line.includes('actions='))
        .map((line) => line.trim());
    };
    return { unixctl, dumpFlows, stop: async () => (unixctl.close(), stop()) };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startDaemons(directory: string, env: NodeJS.ProcessEnv, daemons: ChildProcess[]): Promise<void> {
  const start = (command: string, args: readonly string[]): void => void daemons.push(spawn(command, args, { env, stdio: 'ignore' }));
  await run('ovsdb-tool', ['create', join(directory, 'conf.db'), SCHEMA], { env });
  const remote = join(directory, 'db.sock');
  start('ovsdb-server', [
    join(directory, 'conf.db'),
    `--remote=punix:${remote}`,
    `--unixctl=${join(directory, 'ovsdb-server.ctl')}`,
    '-vconsole:off',
  ]);
  await appearance(remote);
  await run('ovs-vsctl', ['--no-wait', '--timeout=10', 'init'], { env });
  const control = join(directory, 'ovs-vswitchd.ctl');
  start('ovs-vswitchd', [
    `unix:${remote}`,
    `--unixctl=${control}`,
    '--enable-dummy',
    '--disable-system',
    '--disable-system-route',
    '-vconsole:off',
  ]);
  await appearance(control);
}

async function appearance(path: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (existsSync(path)) return;
    await delay(50);
  }
  throw new Error(`expected ${path} within 10 seconds`);
}

function endProcess(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill();
  });
}

function bridgeCommands({ bridges }: CompiledHost): readonly string[] {
  const add = (name: string): readonly string[] => [
    '--',
    'add-br',
    name,
    '--',
    'set',
    'Bridge',
    name,
    'datapath_type=dummy',
    'fail_mode=secure',
    'protocols=OpenFlow10,OpenFlow13',
  ];
  const underlay = [
    ...add(UNDERLAY_BRIDGE),
    '--',
    'del-fail-mode',
    UNDERLAY_BRIDGE,
    '--',
    'add-port',
    UNDERLAY_BRIDGE,
    'under0',
    '--',
    'set',
    'Interface',
    'under0',
    'type=dummy',
  ];
  return [
    ...underlay,
    ...bridges.flatMap(({ plan }) => [...add(plan.name), ...plan.ports.flatMap((port) => portCommand(plan.name, port))]),
  ];
}

function portCommand(bridge: string, port: BridgePort): readonly string[] {
  const tag = (port.kind === 'vif' || port.kind === 'patch') && port.tag !== undefined ? [`tag=${port.tag}`] : [];
  return [
    '--',
    'add-port',
    bridge,
    port.name,
    ...tag,
    '--',
    'set',
    'Interface',
    port.name,
    `ofport_request=${port.ofport}`,
    ...interfaceSettings(port),
  ];
}

function interfaceSettings(port: BridgePort): readonly string[] {
  switch (port.kind) {
    case 'patch':
      return ['type=patch', `options:peer=${port.peer.port}`];
    case 'tunnel':
      return [`type=${port.type}`, 'options:key=flow', `options:remote_ip=${printAddress(port.remoteIp)}`];
    case 'vif':
      return port.attachment === 'patch' ? ['type=patch', `options:peer=${port.peer.port}`] : ['type=dummy'];
    case 'uplink':
    case 'trunk-tap':
      return ['type=dummy'];
  }
}

/** The dummy datapath sends into a tunnel only where it knows the way: an address, a route and the neighbours' MACs. */
async function setUpUnderlay(unixctl: Unixctl, { plan, bridges }: CompiledHost): Promise<void> {
  if (!plan.tunnel) return;
  const { address, length } = plan.tunnel.address;
  await unixctl.call('netdev-dummy/ip4addr', UNDERLAY_BRIDGE, `${printAddress(address)}/${length}`);
  await unixctl.call('ovs/route/add', `${printAddress(address)}/${length}`, UNDERLAY_BRIDGE);
  const tunnels = bridges.flatMap((bridge) => bridge.plan.ports.filter((port) => port.kind === 'tunnel'));
  for (const { remoteIp, ofport } of tunnels) {
    await unixctl.call('tnl/arp/set', UNDERLAY_BRIDGE, printAddress(remoteIp), `02:00:00:00:00:${ofport.toString(16).padStart(2, '0')}`);
  }
}

async function loadFlows(directory: string, env: NodeJS.ProcessEnv, { plan, flows, meters }: CompiledBridge): Promise<void> {
  for (const meter of meters)
    complaintFree(await run('ovs-ofctl', ['-O', 'OpenFlow13', 'add-meter', plan.name, printMeter(meter)], { env }));
  const file = join(directory, `${plan.name}.flows`);
  await writeFile(file, flows.map((flow) => `${printLoadableFlow(flow)}\n`).join(''));
  complaintFree(await run('ovs-ofctl', ['-O', 'OpenFlow13', 'replace-flows', plan.name, file], { env }));
}

/** These tools report what they changed or refused on stderr with exit code 0. */
function complaintFree({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string {
  if (stderr.trim() !== '') throw new Error(`expected no complaint, found:\n${stderr}`);
  return stdout;
}
