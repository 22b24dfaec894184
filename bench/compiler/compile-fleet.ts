// `node compile-fleet.ts PORTS HOSTS FOLDER`: compiles a generated cloud into FOLDER, host after host, and prints what that took as one line of JSON.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createHostCompiler } from '#core/compile';
import { createHostWriter } from '#core/compile/script';
import { PlanMemory, planDeployment } from '#core/plan';
import { parseOstopo } from '#language';
import { generateFleet, withOneVmMore } from './generate-fleet.ts';

/** What compiling took, in milliseconds of the clock. */
export interface CompilerMeasurement {
  readonly parseMs: number;
  /** From the parsed model to all hosts' files on disk. */
  readonly compileMs: number;
  readonly flows: number;
  readonly bytes: number;
  /** The same once more with one VM more, from the model as it is parsed anew. */
  readonly oneVmMs: number;
  /** Hosts whose files the VM changed. */
  readonly hostsChanged: number;
  readonly memoryMb: number;
}

const [ports = 1000, hosts = 20] = process.argv.slice(2, 4).map(Number);
const folder = process.argv[4] ?? '';
const text = generateFleet({ ports, hosts });
const memory = new PlanMemory();
/** What was written, by its file. */
const known = new Map<string, string>();

const parsed = timed(() => parseOstopo(text).topology);
const first = timed(() => compileInto(parsed.result));
const more = parseOstopo(withOneVmMore(text)).topology;
const second = timed(() => compileInto(more));
const measured: CompilerMeasurement = {
  parseMs: parsed.ms,
  compileMs: first.ms,
  flows: first.result.flows,
  bytes: first.result.bytes,
  oneVmMs: second.ms,
  hostsChanged: second.result.changed,
  memoryMb: Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024,
};
console.log(JSON.stringify(measured));

function compileInto(topology: Parameters<typeof planDeployment>[0]): { flows: number; bytes: number; changed: number } {
  const { deployment } = planDeployment(topology, undefined, memory);
  const [compile, write] = [createHostCompiler(deployment), createHostWriter(deployment)];
  let [flows, bytes, changed] = [0, 0, 0];
  for (const plan of deployment.hosts) {
    const host = compile(plan);
    let isChanged = false;
    for (const [name, content] of write(host)) isChanged = put(name, content) || isChanged;
    changed += isChanged ? 1 : 0;
    for (const bridge of host.bridges) flows += bridge.flows.length;
  }
  return { flows, bytes, changed };

  function put(name: string, content: string): boolean {
    const file = path.join(folder, name);
    bytes += content.length;
    if (known.get(file) === hash(content)) return false;
    known.set(file, hash(content));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return true;
  }
}

function hash(content: string): string {
  return createHash('md5').update(content).digest('base64');
}

function timed<T>(run: () => T): { readonly ms: number; readonly result: T } {
  const start = performance.now();
  const result = run();
  return { ms: performance.now() - start, result };
}
