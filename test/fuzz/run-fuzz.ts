import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { createFuzzTexts } from './texts.ts';

/** Which cases are checked: those from `start` to before `end` of a seed. */
export interface FuzzRun {
  readonly seed: number;
  readonly start: number;
  readonly end: number;
  readonly threads: number;
}

/** What a thread is given. */
export interface FuzzShare {
  readonly seed: number;
  readonly end: number;
  /** The next case at `NEXT`, then the one each thread is at. */
  readonly counters: Int32Array<SharedArrayBuffer>;
  readonly slot: number;
}

/** A case that fails, and the smallest text found that fails in the same way. */
export interface FuzzFailure {
  readonly index: number;
  readonly message: string;
  readonly text: string;
}

/** Where the number of the next case stands among the counters. */
export const NEXT = 0;

/** A thread that is as long at one case will never leave it: a step that takes more than two seconds fails by itself. */
const MOST_CASE_MS = 120_000;
const LOOK_MS = 250;

/** Checks cases on several threads. `onFailure` hears of each failure at once, `onProgress` now and then of how many cases were taken. */
export async function runFuzz(
  { seed, start, end, threads }: FuzzRun,
  onFailure: (failure: FuzzFailure) => void,
  onProgress: (next: number) => void = () => undefined,
): Promise<void> {
  const counters = new Int32Array(new SharedArrayBuffer(4 * (threads + 1)));
  Atomics.store(counters, NEXT, start);
  const watch = async (slot: number): Promise<void> => {
    const stuckAt = await runThread({ seed, end, counters, slot }, onFailure, () =>
      onProgress(Math.min(end, Atomics.load(counters, NEXT))),
    );
    if (stuckAt === undefined) return;
    onFailure({ index: stuckAt, message: 'it never ends', text: createFuzzTexts(seed)(stuckAt) });
    await watch(slot);
  };
  await Promise.all(Array.from({ length: threads }, (_, i) => watch(i + 1)));
}

/** Runs a thread to its end; gives the case it was stuck at, if it was. */
async function runThread(share: FuzzShare, onFailure: (failure: FuzzFailure) => void, onLook: () => void): Promise<number | undefined> {
  const worker = new Worker(new URL('./fuzz-worker.ts', import.meta.url), { workerData: share, execArgv: [] });
  worker.on('message', onFailure);
  const ended = new Promise<'ended'>((resolve, reject) => {
    worker.once('exit', () => resolve('ended'));
    worker.once('error', reject);
  });
  let at = Atomics.load(share.counters, share.slot);
  let since = performance.now();
  while ((await Promise.race([ended, sleep(LOOK_MS)])) !== 'ended') {
    onLook();
    const now = Atomics.load(share.counters, share.slot);
    if (now !== at) [at, since] = [now, performance.now()];
    else if (performance.now() - since > MOST_CASE_MS) {
      await worker.terminate();
      return at;
    }
  }
  return undefined;
}
