// Checks cases in a thread of its own, one after the other, until all are taken: a thread that never ends can be ended.
import { parentPort, workerData } from 'node:worker_threads';
import { checkText } from './check-text.ts';
import { shrinkText } from './shrink-text.ts';
import { type FuzzFailure, type FuzzShare, NEXT } from './run-fuzz.ts';
import { createFuzzTexts } from './texts.ts';

const { seed, end, counters, slot } = workerData as FuzzShare; // what run-fuzz.ts gives
const textOf = createFuzzTexts(seed);

for (let index = take(); index < end; index = take()) {
  const message = await failureOf(textOf(index));
  if (message === undefined) continue;
  const text = await shrinkText(textOf(index), async (smaller) => firstLine(await failureOf(smaller)) === firstLine(message));
  const failure: FuzzFailure = { index, message, text };
  parentPort?.postMessage(failure);
}

/** The next case nobody has taken, entered as the one this thread is at. */
function take(): number {
  const index = Atomics.add(counters, NEXT, 1);
  Atomics.store(counters, slot, index);
  return index;
}

async function failureOf(text: string): Promise<string | undefined> {
  try {
    await checkText(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** Without numbers, which change as a text gets smaller. */
function firstLine(message: string | undefined): string | undefined {
  return message?.split('\n')[0]?.replaceAll(/\d+/g, '#');
}
