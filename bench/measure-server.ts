import type { Position } from 'vscode-languageserver/node';
import { type RunningServer, type ServerCommand, startServer } from './running-server.ts';

/** What is done with a file: where something is typed, and where completion is asked for. */
export interface Task {
  readonly text: string;
  /** Typed letter by letter; then deleted again, and so on. */
  readonly typed: string;
  readonly at: Position;
  readonly keystrokes: number;
  readonly completions: readonly Position[];
  readonly completionRounds: number;
}

/** What came of it. Times are in milliseconds, as the editor waits for them. */
export interface Measurement {
  readonly openMs: number;
  /** From the change to the diagnostics, sorted. */
  readonly keystrokesMs: readonly number[];
  /** Processor time of the server for each keystroke: what is left when other programs are left out of the clock. */
  readonly keystrokeCpuMs: number;
  /** Each right after a keystroke, as an editor asks, so that nothing is there from the last one. */
  readonly completionsMs: readonly number[];
  readonly completionCpuMs: number;
  readonly memoryMb: number;
}

/** Opens the file in a fresh server, types, completes, and looks at the clock. */
export async function measureServer(command: ServerCommand, task: Task): Promise<Measurement> {
  const server = await startServer(command);
  try {
    const openMs = await timed(() => server.open(task.text));
    const typing = startTyping(server, task);
    await typeKeystrokes(typing, Math.ceil(task.keystrokes / 4)); // the program is compiled while it runs
    const beforeTyping = server.usage().cpuMs;
    const keystrokesMs = await typeKeystrokes(typing, task.keystrokes);
    const afterTyping = server.usage().cpuMs;
    const completionsMs: number[] = [];
    let completionCpuMs = 0;
    for (let round = 0; round < task.completionRounds; round++) {
      for (const position of task.completions) {
        await typing.next();
        const before = server.usage().cpuMs;
        completionsMs.push(await timed(() => server.complete(position)));
        completionCpuMs += server.usage().cpuMs - before;
      }
    }
    return {
      openMs,
      keystrokesMs: keystrokesMs.sort(ascending),
      keystrokeCpuMs: (afterTyping - beforeTyping) / keystrokesMs.length,
      completionsMs: completionsMs.sort(ascending),
      completionCpuMs: completionCpuMs / Math.max(1, completionsMs.length),
      memoryMb: server.usage().memoryMb,
    };
  } finally {
    server.stop();
  }
}

async function typeKeystrokes(typing: Typing, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) times.push(await timed(() => typing.next()));
  return times;
}

/** What is typed into a server, a keystroke at a time: the text comes letter by letter, goes again, and so on. */
interface Typing {
  /** Resolves when the diagnostics of the next keystroke are there. */
  next(): Promise<void>;
}

function startTyping(server: RunningServer, { typed, at }: Task): Typing {
  const steps = keystrokesOf(typed);
  let done = 0;
  return {
    async next() {
      const isDeleting = Math.floor(done / steps.length) % 2 === 1;
      const step = steps[isDeleting ? steps.length - 1 - (done % steps.length) : done % steps.length];
      done += 1;
      if (!step) return;
      const start = { line: at.line, character: at.character + step.column };
      const end = { line: at.line, character: start.character + (isDeleting ? step.text.length : 0) };
      await server.edit({ start, end }, isDeleting ? '' : step.text);
    },
  };
}

interface Keystroke {
  readonly column: number;
  readonly text: string;
}

/** Letter by letter, except that editors put the closing brace in with the opening one, and type over it. */
function keystrokesOf(typed: string): readonly Keystroke[] {
  return Array.from(typed, (letter, column) => ({ column, text: letter === '{' ? '{}' : letter })).filter(({ text }) => text !== '}');
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** The value that `part` of the sorted values do not exceed: 0.5 the median, 0.95 the 95th percentile. */
export function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? NaN;
}
