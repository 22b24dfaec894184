// `npm run bench [-- PORTS…]`: how long an editor waits for the language server, for three sizes of model, and for the YAML server beside it.
import { mkdirSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { type Measurement, type Task, measureServer, percentile } from './measure-server.ts';
import type { ServerCommand } from './running-server.ts';
import { containerlabTask, modelTask } from './tasks.ts';
import { fetchYamlServer } from './yaml-server.ts';

const repository = path.resolve(import.meta.dirname, '..');
const cache = path.join(repository, '.cache/bench');
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100, 1000, 10_000];

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

mkdirSync(cache, { recursive: true });
const ours = await buildServer();
const yaml = fetchYamlServer(cache);
const rows: string[][] = [];
const ratios: string[][] = [];
for (const size of sizes) {
  const own = await measure(ours, modelTask(size), size);
  const other = 'unavailable' in yaml ? undefined : await measure(yaml, containerlabTask(size), size);
  if (other) ratios.push([String(size), ...RATIOS.map((of) => ratio(of(other), of(own)))]);
}
printTable(['server', 'ports', 'open ms', 'key p50', 'key p95', 'key cpu', 'compl p50', 'compl p95', 'compl cpu', 'memory MB'], rows);
if ('unavailable' in yaml) console.log(`\nnothing to compare with: ${yaml.unavailable}`);
else {
  console.log('\nhow many times as long the YAML server takes (memory: how many times as much):');
  printTable(['ports', 'open', 'key p50', 'key p95', 'key cpu', 'compl p95', 'compl cpu', 'memory'], ratios);
}
console.log(
  `\n“cpu” is processor time of the server per keystroke or completion. Load of the machine now: ${loadavg()[0]?.toFixed(1) ?? '?'} on ${String(availableParallelism())} cores.`,
);

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

async function measure(command: ServerCommand, task: Task, size: number): Promise<Measurement> {
  const measured = await measureServer(command, task);
  const { openMs, keystrokesMs, keystrokeCpuMs, completionsMs, completionCpuMs, memoryMb } = measured;
  rows.push([
    command.name,
    String(size),
    ...[
      openMs,
      percentile(keystrokesMs, 0.5),
      percentile(keystrokesMs, 0.95),
      keystrokeCpuMs,
      percentile(completionsMs, 0.5),
      percentile(completionsMs, 0.95),
      completionCpuMs,
      memoryMb,
    ].map((value) => value.toFixed(0)),
  ]);
  return measured;
}

function ratio(other: number, own: number): string {
  return own > 0 ? (other / own).toFixed(1) : '–';
}

function printTable(heading: readonly string[], lines: readonly (readonly string[])[]): void {
  const widths = heading.map((title, i) => Math.max(title.length, ...lines.map((line) => line[i]?.length ?? 0)));
  for (const line of [heading, ...lines])
    console.log(line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '));
}
