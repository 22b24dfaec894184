import { readFileSync } from 'node:fs';

/** A process that will not be mistaken for another one that has its pid later: the pid, and when it started, in clock ticks since the machine did. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTicks: string;
}

/** Who has this pid now; `undefined` when nobody has (proc_pid_stat(5): the start time is field 22, the name before it may hold blanks). */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const stat = readProc(`${pid}/stat`);
  const startTicks = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return startTicks === undefined ? undefined : { pid, startTicks };
}

/** Whether the process is still there; a zombie, which only waits to be collected, is not. */
export function isAlive({ pid, startTicks }: ProcessIdentity): boolean {
  return identifyProcess(pid)?.startTicks === startTicks && !/^State:\s+[ZX]/m.test(readProc(`${pid}/status`) ?? '');
}

/** The processes a process has started itself. */
export function childrenOf(pid: number): number[] {
  return (readProc(`${pid}/task/${pid}/children`) ?? '').split(' ').filter(Boolean).map(Number);
}

/** The pid a process has inside its own pid namespace. */
export function innerPid(pid: number): number | undefined {
  const pids = /^NSpid:\s+(.*)$/m.exec(readProc(`${pid}/status`) ?? '')?.[1]?.split(/\s+/);
  return pids?.length ? Number(pids.at(-1)) : undefined;
}

/** Which start of the machine this is: pids of an earlier one mean nothing. */
export function bootId(): string {
  return readProc('sys/kernel/random/boot_id')?.trim() ?? '';
}

function readProc(name: string): string | undefined {
  try {
    return readFileSync(`/proc/${name}`, 'utf8');
  } catch {
    return undefined; // the process has ended
  }
}
