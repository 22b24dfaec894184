import { mkdirSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { type Measurement, measureServer, percentile } from './measure-server.ts';
import { printTable } from './print-table.ts';
import type { ServerCommand } from './running-server.ts';
import { containerlabTask, modelTask } from './tasks.ts';
import { compareWithTargets } from './targets.ts';
import { fetchYamlServer } from './yaml-server.ts';

const repository = path.resolve(import.meta.dirname, '..');
const cache = path.join(repository, '.cache/bench');

/** What is compared. */
const RATIOS: readonly ((measured: Measurement) => number)[] = [
  ({ openMs }) => openMs,
  ({ keystrokesMs }) => percentile(keystrokesMs, 0.5),
  ({ keystrokesMs }) => percentile(keystrokesMs, 0.95),
  ({ keystrokeCpuMs }) => keystrokeCpuMs,
  ({ completionsMs }) => percentile(completionsMs, 0.95),
  ({ completionCpuMs }) => completionCpuMs,
  ({ memoryMb }) => memoryMb,
];

/** How long an editor waits for the language server, for each size of model in ports, and for the YAML server beside it unless `alone`; printed as tables. */
export async function benchServer(sizes: readonly number[], alone: boolean): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const ours = await buildServer();
  const yaml = alone ? { unavailable: 'it was not asked for' } : fetchYamlServer(cache);
  const rows: string[][] = [];
  const ratios: string[][] = [];
  const measured = new Map<number, Measurement>();
  for (const size of sizes) {
    const own = await measureServer(ours, modelTask(size));
    measured.set(size, own);
    rows.push(figures(ours.name, size, own));
    if ('unavailable' in yaml) continue;
    const other = await measureServer(yaml, containerlabTask(size));
    rows.push(figures(yaml.name, size, other));
    ratios.push([String(size), ...RATIOS.map((of) => ratio(of(other), of(own)))]);
  }
  printTable(['server', 'ports', 'open ms', 'key p50', 'key p95', 'key cpu', 'compl p50', 'compl p95', 'compl cpu', 'memory MB'], rows);
  if ('unavailable' in yaml) console.log(`\nnothing to compare with: ${yaml.unavailable}`);
  else {
    console.log('\nhow many times as long the YAML server takes (memory: how many times as much):');
    printTable(['ports', 'open', 'key p50', 'key p95', 'key cpu', 'compl p95', 'compl cpu', 'memory'], ratios);
  }
  console.log('');
  printTable(['what', 'ports', 'target', 'figure', ''], compareWithTargets(measured));
  console.log(
    `\n“cpu” is processor time of the server per keystroke or completion. Load of the machine now: ${loadavg()[0]?.toFixed(1) ?? '?'} on ${String(availableParallelism())} cores.`,
  );
}

/** The server as it is shipped, for Node. */
async function buildServer(): Promise<ServerCommand> {
  const outfile = path.join(cache, 'server.cjs');
  await esbuild.build({
    entryPoints: [path.join(repository, 'server/main.ts')],
    absWorkingDir: repository,
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
  return {
    name: 'ostopo',
    program: [process.execPath, outfile, '--stdio'],
    languageId: 'ostopo',
    uri: 'file:///bench/bench.ostopo',
    settings: {},
  };
}

function figures(name: string, size: number, measured: Measurement): string[] {
  const { openMs, keystrokesMs, keystrokeCpuMs, completionsMs, completionCpuMs, memoryMb } = measured;
  const keys = [percentile(keystrokesMs, 0.5), percentile(keystrokesMs, 0.95), keystrokeCpuMs];
  const completions = [percentile(completionsMs, 0.5), percentile(completionsMs, 0.95), completionCpuMs];
  return [name, String(size), ...[openMs, ...keys, ...completions, memoryMb].map((value) => value.toFixed(0))];
}

function ratio(other: number, own: number): string {
  return own > 0 ? (other / own).toFixed(1) : '–';
}
