import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { planDeployment } from '#core/plan';
import { parseOstopo } from '#language';
import type { CompilerMeasurement } from './compiler/compile-fleet.ts';
import { generateFleet } from './compiler/generate-fleet.ts';
import { northboundOperations, oneMorePort } from './compiler/northbound.ts';
import { type NorthdMeasurement, measureNorthd, northdMissing } from './compiler/northd.ts';
import { printTable } from './print-table.ts';

const PORTS_PER_HOST = 200;

/** How long a whole cloud takes to compile, and ovn-northd for the same cloud as ML2/OVN writes it, in the same run unless `alone`. */
export async function benchCompiler(sizes: readonly number[], alone: boolean): Promise<void> {
  const missing = alone ? 'it was not asked for' : northdMissing();
  const lines: string[][] = [];
  const held: string[][] = [];
  const bounds: string[] = [];
  for (const ports of sizes) {
    const hosts = Math.max(8, Math.round(ports / PORTS_PER_HOST));
    const own = compileFleet(ports, hosts);
    const northd = missing === undefined ? await northdOf(ports, hosts) : undefined;
    lines.push(printOwn(ports, hosts, own), ...(northd ? printNorthd(ports, own, northd) : []));
    held.push(...compareWithTargets(ports, own, northd));
    bounds.push(tellBounds(ports, own));
  }
  printTable(
    [
      'compiler',
      'ports',
      'hosts',
      'parse ms',
      'all files ms',
      'processor ms',
      'flows',
      'flows/s',
      'one VM ms',
      'hosts changed',
      'memory MB',
    ],
    lines,
  );
  if (missing !== undefined) console.log(`\nnothing to compare with: ${missing}`);
  console.log('');
  printTable(['what', 'ports', 'target', 'figure', ''], held);
  console.log(`\nWhat bounds them:\n${bounds.join('\n')}`);
  console.log(`\nThe targets are meant for 40000 ports. Load of the machine now: ${loadavg()[0]?.toFixed(1) ?? '?'}.`);
}

/** What keeps the figures from being better, for a size. */
function tellBounds(ports: number, own: CompilerMeasurement): string {
  const { flows, processorMs, oneVmMs, oneVmPlanMs, hostsChanged, flowsChanged, bytesChanged } = own;
  const perFlow = (processorMs * 1000) / flows;
  return `${String(ports)} ports: a flow, which is an object that the emulator can run, put in order and written with its reason, takes ${perFlow.toFixed(1)} µs of processor time on ${String(availableParallelism())} processors. \
One VM changes ${String(hostsChanged)} hosts, whose ${String(flowsChanged)} flows (${(bytesChanged / 1e6).toFixed(0)} MB of files) are written whole; ${oneVmPlanMs.toFixed(0)} of the ${oneVmMs.toFixed(0)} ms go into the plan, which is made anew by one thread. ovn-northd writes no host's flows at all.`;
}

/** Lines of a table: what, for which size, the target, the figure, and whether it is kept. */
function compareWithTargets(ports: number, own: CompilerMeasurement, northd: NorthdMeasurement | undefined): string[][] {
  const line = (what: string, target: string, figure: string, isKept: boolean) => [
    what,
    String(ports),
    target,
    figure,
    isKept ? 'ok' : 'missed',
  ];
  const flowsPerSecond = (own.flows / own.compileMs) * 1000;
  const lines = [
    line('flows written', '≥ 1000000 /s', `${flowsPerSecond.toFixed(0)} /s`, flowsPerSecond >= 1_000_000),
    line('memory', '≤ 2000 MB', `${own.memoryMb.toFixed(0)} MB`, own.memoryMb <= 2000),
  ];
  if (!northd) return lines;
  const [cold, one] = [northd.coldMs / own.compileMs, northd.onePortMs / own.oneVmMs];
  return [
    line('all files, beside ovn-northd', '≥ 10 × as fast', `${cold.toFixed(1)} ×`, cold >= 10),
    line('one VM, beside ovn-northd', '≥ 20 × as fast', `${one.toFixed(1)} ×`, one >= 20),
    ...lines,
  ];
}

function compileFleet(ports: number, hosts: number): CompilerMeasurement {
  const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-fleet-'));
  try {
    const script = path.join(import.meta.dirname, 'compiler/compile-fleet.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, String(ports), String(hosts), folder], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as CompilerMeasurement; // its own output
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function northdOf(ports: number, hosts: number): Promise<NorthdMeasurement> {
  const { deployment } = planDeployment(parseOstopo(generateFleet({ ports, hosts })).topology);
  return measureNorthd(northboundOperations(deployment), oneMorePort(deployment, 2));
}

function printOwn(ports: number, hosts: number, own: CompilerMeasurement): string[] {
  const { parseMs, compileMs, processorMs, flows, oneVmMs, hostsChanged, memoryMb } = own;
  const figures = [parseMs, compileMs, processorMs, flows, (flows / compileMs) * 1000, oneVmMs, hostsChanged, memoryMb];
  return ['ostopo', String(ports), String(hosts), ...figures.map((figure) => figure.toFixed(0))];
}

function printNorthd(
  ports: number,
  own: CompilerMeasurement,
  { coldMs, coldProcessorMs, onePortMs, logicalFlows, memoryMb }: NorthdMeasurement,
): string[][] {
  const figures = [
    coldMs.toFixed(0),
    coldProcessorMs.toFixed(0),
    logicalFlows.toFixed(0),
    '',
    onePortMs.toFixed(0),
    '',
    memoryMb.toFixed(0),
  ];
  const times = (theirs: number, ours: number) => `${(theirs / ours).toFixed(1)} ×`;
  return [
    ['ovn-northd', String(ports), '', '', ...figures],
    [
      '  as much',
      '',
      '',
      '',
      times(coldMs, own.compileMs),
      times(coldProcessorMs, own.processorMs),
      '',
      '',
      times(onePortMs, own.oneVmMs),
      '',
      times(memoryMb, own.memoryMb),
    ],
  ];
}
