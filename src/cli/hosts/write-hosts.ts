import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { HostMemory } from '#core/compile';
import type { DescribedHost } from '#core/compile/script';
import type { Deployment, HostPlan } from '#core/plan';
import { type SharedHosts, type WrittenShare, writeShare } from './write-share.ts';

/** How hosts are written. */
export interface WritingOptions {
  readonly threads?: number;
  /** What was written of an earlier version into the same folder, and is still there: hosts for which nothing changed stay as they are. */
  readonly memory?: HostMemory<DescribedHost>;
}

/**
 * Compiles hosts and writes their folders, and gives what the manifest says of each, in the order of the deployment. Hosts hang on nothing of each other: those of a
 * large cloud are dealt out to all processors. What is written does not depend on who writes it.
 */
export async function writeHosts(
  deployment: Deployment,
  hosts: readonly HostPlan[],
  folder: string,
  { threads, memory = new HostMemory() }: WritingOptions = {},
): Promise<readonly DescribedHost[]> {
  const done = new Map(memory.recall(deployment, hosts));
  memory.forget();
  const wanted = new Set(hosts.filter(({ id }) => !done.has(id)));
  for (const [place, host] of await writeAnew(deployment, wanted, folder, threads ?? threadsFor(wanted))) {
    const plan = deployment.hosts[place];
    if (plan) done.set(plan.id, host);
  }
  memory.keep(deployment, done);
  return deployment.hosts.flatMap(({ id }) => done.get(id)?.made ?? []);
}

async function writeAnew(deployment: Deployment, wanted: ReadonlySet<HostPlan>, folder: string, threads: number): Promise<WrittenShare> {
  const shared: SharedHosts = {
    deployment: { ...deployment }, // threads take plain data only, and its hosts are made when they are asked for
    chosen: deployment.hosts.flatMap((host, place) => (wanted.has(host) ? [place] : [])),
    folder,
    begun: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
  };
  const helpers = Array.from({ length: threads - 1 }, () => startHelper(shared));
  return (await whenAllEnded([...helpers, new Promise<WrittenShare>((resolve) => resolve(writeShare(shared)))])).flat();
}

/** Ports on the hosts to be written from which another thread is worth its start, the copy of the deployment, and its warming up. */
const MANY_PORTS = 8000;

/** Each thread holds the whole deployment. */
const MOST_THREADS = 8;

function threadsFor(hosts: Iterable<HostPlan>): number {
  let ports = 0;
  for (const { bridges } of hosts) for (const bridge of bridges) ports += bridge.ports.filter(({ kind }) => kind === 'vif').length;
  return ports < MANY_PORTS ? 1 : Math.min(availableParallelism(), MOST_THREADS);
}

/** The helper lies beside this file, as source and as bundle (esbuild.mjs). */
const HELPER = new URL(import.meta.url.endsWith('.ts') ? './host-helper.ts' : './host-helper.mjs', import.meta.url);

function startHelper(shared: SharedHosts): Promise<WrittenShare> {
  return new Promise((resolve, reject) => {
    new Worker(HELPER, { workerData: shared })
      .once('message', resolve)
      .once('error', reject)
      .once('exit', (code) => {
        reject(new Error(`a thread that writes hosts ended with ${code}`)); // without effect where it has said more
      });
  });
}

/** Nobody writes any more when this fails. */
async function whenAllEnded<T>(running: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(running);
  return Promise.all(running);
}
