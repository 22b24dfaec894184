// `node compile-fleet.ts PORTS HOSTS FOLDER`: compiles a generated cloud into FOLDER as the command line does, and prints what that took as one line of JSON.
import { readFileSync } from 'node:fs';
import { writeHosts } from '#cli';
import { HostMemory } from '#core/compile';
import { type DescribedHost, printManifest } from '#core/compile/script';
import type { Topology } from '#core/model';
import { PlanMemory, planDeployment } from '#core/plan';
import { parseOstopo } from '#language';
import { generateFleet, withOneVmMore } from './generate-fleet.ts';

/** What compiling took, in milliseconds of the clock. */
export interface CompilerMeasurement {
  readonly parseMs: number;
  /** From the parsed model to all hosts' files on disk. */
  readonly compileMs: number;
  /** The same in processor time of all threads. */
  readonly processorMs: number;
  readonly flows: number;
  readonly bytes: number;
  /** The same once more with one VM more, from the model as it is parsed anew. */
  readonly oneVmMs: number;
  /** What of that went into the plan. */
  readonly oneVmPlanMs: number;
  /** Hosts whose files the VM changed, which are written whole, and what is in them. */
  readonly hostsChanged: number;
  readonly flowsChanged: number;
  readonly bytesChanged: number;
  readonly memoryMb: number;
}

/** What the manifest says of a host, as far as it is counted here. */
interface CountedHost {
  readonly hash: string | null;
  readonly bridges: readonly { readonly flows: number }[];
  readonly files: readonly { readonly bytes: number }[];
}

const [ports = 1000, hosts = 20] = process.argv.slice(2, 4).map(Number);
const folder = process.argv[4] ?? '';
const text = generateFleet({ ports, hosts });
const memory = { plan: new PlanMemory(), hosts: new HostMemory<DescribedHost>() };

const parsed = await timed(() => parseOstopo(text).topology);
const first = await timed(() => compileInto(parsed.result));
const more = parseOstopo(withOneVmMore(text)).topology;
const second = await timed(() => compileInto(more));
const before = new Set(first.result.hosts.map(({ hash }) => hash));
const changed = second.result.hosts.filter(({ hash }) => !before.has(hash));
const measured: CompilerMeasurement = {
  parseMs: parsed.ms,
  compileMs: first.ms,
  processorMs: first.processorMs,
  flows: countFlows(first.result.hosts),
  bytes: countBytes(first.result.hosts),
  oneVmMs: second.ms,
  oneVmPlanMs: second.result.planMs,
  hostsChanged: changed.length,
  flowsChanged: countFlows(changed),
  bytesChanged: countBytes(changed),
  memoryMb: Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024,
};
console.log(JSON.stringify(measured));

async function compileInto(topology: Topology): Promise<{ readonly hosts: readonly CountedHost[]; readonly planMs: number }> {
  const start = performance.now();
  const { deployment } = planDeployment(topology, undefined, memory.plan);
  const { hosts: plans } = deployment;
  const planMs = performance.now() - start;
  const manifest = printManifest(deployment.fabric.name, await writeHosts(deployment, plans, folder, { memory: memory.hosts }));
  const { hosts: counted } = JSON.parse(manifest) as { readonly hosts: readonly CountedHost[] }; // docs/schemas/manifest.json
  return { hosts: counted, planMs };
}

function countFlows(counted: readonly CountedHost[]): number {
  return sum(counted.flatMap(({ bridges }) => bridges.map(({ flows }) => flows)));
}

function countBytes(counted: readonly CountedHost[]): number {
  return sum(counted.flatMap(({ files }) => files.map(({ bytes }) => bytes)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}

async function timed<T>(run: () => T | Promise<T>): Promise<{ readonly ms: number; readonly processorMs: number; readonly result: T }> {
  const [start, used] = [performance.now(), process.cpuUsage()];
  const result = await run();
  const { user, system } = process.cpuUsage(used);
  return { ms: performance.now() - start, processorMs: (user + system) / 1000, result };
}
