import { spawn } from 'node:child_process';

/** How a command is run. */
export interface CommandOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Collects what is printed in place of showing it. */
  readonly quiet?: boolean;
  /** Ends the command when it takes longer. */
  readonly timeoutMs?: number;
}

/** How a command ended. */
export interface CommandResult {
  /** The exit code; 1 when a signal ended it, 127 when it could not be started. */
  readonly code: number;
  /** What it printed, when `quiet`. */
  readonly output: string;
}

/** Exit code of a program that was interrupted. */
const INTERRUPTED = 130;

/** Runs a program with arguments as they are (no shell) and waits for its end. It never outlives this process or its time. */
export async function runCommand(program: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const { env = {}, quiet = false, timeoutMs } = options;
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    detached: true, // a group of its own, so that whatever it started ends with it
  });
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const end = () => {
    endGroup(child.pid);
  };
  const interrupt = () => {
    end();
    process.exit(INTERRUPTED);
  };
  const timer = timeoutMs === undefined ? undefined : setTimeout(end, timeoutMs);
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const result = await new Promise<CommandResult>((ended) => {
    child.once('error', (error) => {
      ended({ code: 127, output: error.message });
    });
    child.once('close', (code) => {
      ended({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') });
    });
  });
  clearTimeout(timer);
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  return result;
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // it has ended by itself
  }
}
