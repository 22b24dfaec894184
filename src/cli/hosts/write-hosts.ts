import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { sortedBy } from '#core/base';
import type { DescribedHost } from '#core/compile/script';
import type { Deployment, HostPlan } from '#core/plan';
import { type SharedHosts, type WrittenShare, writeShare } from './write-share.ts';

/**
 * Compiles hosts and writes their folders, and gives what the manifest says of each, in the order of the deployment. Hosts hang on nothing of each other: those of a
 * large cloud are dealt out to all processors. What is written does not depend on who writes it.
 */
export async function writeHosts(
  deployment: Deployment,
  hosts: readonly HostPlan[],
  folder: string,
  threads: number = threadsFor(deployment),
): Promise<readonly DescribedHost[]> {
  const wanted = new Set(hosts);
  const shared: SharedHosts = {
    deployment: { ...deployment }, // threads take plain data only, and its hosts are made when they are asked for
    chosen: deployment.hosts.flatMap((host, place) => (wanted.has(host) ? [place] : [])),
    folder,
    begun: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
  };
  const helpers = Array.from({ length: threads - 1 }, () => startHelper(shared));
  const shares = await whenAllEnded([...helpers, new Promise<WrittenShare>((resolve) => resolve(writeShare(shared)))]);
  return sortedBy(shares.flat(), ([place]) => place).map(([, host]) => host);
}

/** Ports from which another thread is worth its start, the copy of the deployment, and its warming up. */
const MANY_PORTS = 8000;

/** Each thread holds the whole deployment. */
const MOST_THREADS = 8;

function threadsFor({ ports }: Deployment): number {
  return ports.length < MANY_PORTS ? 1 : Math.min(availableParallelism(), MOST_THREADS);
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
