import { spawn } from 'node:child_process';
import { LabError } from './lab-error.ts';
import { childrenOf } from './process-identity.ts';
import { type Room, enterWords } from './room.ts';
import { toolEnvironment } from './run-process.ts';

/** A program that runs in a room until it is told to end. */
export interface BackgroundProcess {
  /** Asks it to end with SIGINT, and waits until it has. */
  readonly end: () => Promise<void>;
}

/** Starts a program in a room and waits until it has printed `readyWord`. */
export async function startIn(room: Room, argv: readonly string[], readyWord: string): Promise<BackgroundProcess> {
  const [program = '', ...words] = [...enterWords(room), ...argv];
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], env: toolEnvironment() });
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  let text = '';
  const isReady = await new Promise<boolean>((resolve) => {
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes(readyWord)) resolve(true);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', () => resolve(false));
    child.on('close', () => resolve(false));
  });
  if (!isReady) throw new LabError(`${argv[0] ?? ''} did not start on ${room.name}: ${text.trim()}`);
  return {
    end: async () => {
      // The program is the child of nsenter, which entered the pid namespace for it and does not pass signals on.
      if (child.pid !== undefined) for (const pid of childrenOf(child.pid)) process.kill(pid, 'SIGINT');
      await closed;
    },
  };
}
