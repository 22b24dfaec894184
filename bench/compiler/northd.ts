import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation } from './northbound.ts';

/** What ovn-northd took for one cloud. */
export interface NorthdMeasurement {
  readonly version: string;
  /** From its start, with the northbound database there and the southbound one empty, until the latter says it is up to date. */
  readonly coldMs: number;
  /** Its own processor time for that. */
  readonly coldProcessorMs: number;
  /** From the transaction that adds a port until the southbound database says it is up to date: its own share, by its stopwatch. */
  readonly onePortMs: number;
  readonly logicalFlows: number;
  readonly memoryMb: number;
}

/** Whether the programs are there, and if not what to install. */
export function northdMissing(): string | undefined {
  const missing = ['ovn-northd', 'ovsdb-server', 'ovsdb-tool', 'ovsdb-client'].filter((program) => spawnSync(program, ['--version']).error);
  return missing.length === 0 ? undefined : `not installed: ${missing.join(', ')} (Debian: ovn-central)`;
}

const SCHEMAS = '/usr/share/ovn';

/** Runs ovn-northd on a northbound database in a folder of its own; nothing of it is left afterwards. */
export async function measureNorthd(cloud: readonly Operation[], onePort: readonly Operation[]): Promise<NorthdMeasurement> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-northd-'));
  const children: ChildProcess[] = [];
  const start = (program: string, args: readonly string[]): ChildProcess => {
    const child = spawn(program, args, { stdio: 'ignore', env: { ...process.env, OVN_RUNDIR: folder, OVS_RUNDIR: folder } });
    children.push(child);
    return child;
  };
  try {
    const [north, south] = [createDatabase(folder, 'nb', cloud, start), createDatabase(folder, 'sb', [], start)];
    await Promise.all([north.ready, south.ready]);
    transact(south, 'OVN_Southbound', [{ op: 'insert', table: 'SB_Global', row: {} }]);

    const began = performance.now();
    const args = [`--ovnnb-db=unix:${north.socket}`, `--ovnsb-db=unix:${south.socket}`, '--log-file=/dev/null', '-vconsole:off'];
    const northd = start('ovn-northd', [...args, `--unixctl=${folder}/northd.ctl`]);
    await reached(south, 1);
    const coldMs = performance.now() - began;
    const coldProcessorMs = processorMs(northd.pid ?? 0);
    const logicalFlows = countFlows(south);

    control(folder, 'stopwatch/reset');
    transact(north, 'OVN_Northbound', onePort);
    await reached(south, 2);
    return {
      version: firstLine(spawnSync('ovn-northd', ['--version'], { encoding: 'utf8' }).stdout),
      coldMs,
      coldProcessorMs,
      onePortMs: longest(control(folder, 'stopwatch/show', 'ovn-northd-loop')),
      logicalFlows,
      memoryMb: peakMb(northd.pid ?? 0),
    };
  } finally {
    for (const child of children.toReversed()) child.kill();
    await Promise.all(children.map((child) => ended(child)));
    rmSync(folder, { recursive: true, force: true });
  }
}

function ended(child: ChildProcess): Promise<unknown> {
  return child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : Promise.resolve();
}

interface Database {
  readonly socket: string;
  readonly ready: Promise<void>;
}

type Start = (program: string, args: readonly string[]) => ChildProcess;

function createDatabase(folder: string, name: 'nb' | 'sb', rows: readonly Operation[], start: Start): Database {
  const [file, socket] = [path.join(folder, `${name}.db`), path.join(folder, `${name}.sock`)];
  mkdirSync(folder, { recursive: true });
  run('ovsdb-tool', ['create', file, `${SCHEMAS}/ovn-${name}.ovsschema`]);
  start('ovsdb-server', [file, `--remote=punix:${socket}`, `--unixctl=${folder}/${name}.ctl`, '--log-file=/dev/null', '-vconsole:off']);
  const ready = waitFor(() => spawnSync('ovsdb-client', ['--timeout=1', 'list-dbs', `unix:${socket}`]).status === 0).then(() => {
    if (rows.length > 0) transact({ socket }, 'OVN_Northbound', rows);
  });
  return { socket, ready };
}

/** The program that speaks OVSDB takes a transaction as one argument only, so it is spoken to over its socket. */
function transact({ socket }: Pick<Database, 'socket'>, database: string, operations: readonly Operation[]): void {
  const request = JSON.stringify({ id: 1, method: 'transact', params: [database, ...operations] });
  const file = `${socket}.request`;
  writeFileSync(file, request);
  const script = path.join(import.meta.dirname, 'send-request.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, socket, file], { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(`${database}: ${stderr || stdout}`);
}

/** What the southbound database says it has: the configuration's number. */
async function reached(south: Database, configuration: number): Promise<void> {
  const args = ['--timeout=30', '--format=json', 'dump', `unix:${south.socket}`, 'OVN_Southbound', 'SB_Global', 'nb_cfg'];
  await waitFor(() => {
    const { stdout } = spawnSync('ovsdb-client', args, { encoding: 'utf8' });
    return stdout.includes(`"data":[[${String(configuration)}]]`);
  });
}

function countFlows(south: Database): number {
  const where = JSON.stringify(['OVN_Southbound', { op: 'select', table: 'Logical_Flow', where: [], columns: ['_uuid'] }]);
  const { stdout } = spawnSync('ovsdb-client', ['--timeout=120', 'transact', `unix:${south.socket}`, where], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  return stdout.split(`"_uuid"`).length - 1;
}

function control(folder: string, ...command: readonly string[]): string {
  return run('ovs-appctl', ['-t', `${folder}/northd.ctl`, ...command]);
}

/** The `Maximum` of a stopwatch in milliseconds. */
function longest(stopwatch: string): number {
  return Number(/Maximum:\s*([\d.]+)/.exec(stopwatch)?.[1] ?? Number.NaN);
}

/** The processor time of a process so far: `utime` and `stime` of proc(5), in hundredths of a second. */
function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The most memory a process ever held. */
function peakMb(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

async function waitFor(isSo: () => boolean): Promise<void> {
  for (const deadline = Date.now() + TIMEOUT_MS; !isSo(); await sleep(POLL_MS))
    if (Date.now() > deadline) throw new Error(`ovn-northd was not done after ${String(TIMEOUT_MS / 1000)} s`);
}

const TIMEOUT_MS = 600_000;
const POLL_MS = 10;

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
