import { spawn } from 'node:child_process';
import { LabError } from './lab-error.ts';
import { type ProcessIdentity, childrenOf, identifyProcess, innerPid, isAlive } from './process-identity.ts';
import { type ProcessOptions, type ProcessResult, runProcess, toolEnvironment } from './run-process.ts';

/**
 * A room is a process that holds namespaces open. The lab's own room has a pid, a mount and a network namespace: when its first process
 * ends, the kernel ends every other process in it, whatever they are. Each host is a room inside with its own mount and network namespaces. `/run` of
 * a room is its own, so that named namespaces (`qrouter-…`), pid files and locks of one host are seen by no other host and not by the machine.
 */
export interface Room {
  readonly name: string;
  /** The process that holds the namespaces, numbered as the machine sees it. */
  readonly holder: ProcessIdentity;
  /** The same process, numbered as the lab sees it. */
  readonly innerPid: number;
}

/** The lab's own room: `keeper` is the process outside that takes the whole lab with it when it ends. */
export interface LabRoom extends Room {
  readonly keeper: ProcessIdentity;
}

/**
 * Run inside fresh namespaces with the folder of the scripts ($1) and an empty folder to build the new /run in ($2): puts a /run of its own there with the scripts in
 * /run/lab, and stays. As the first process of a pid namespace it also collects the children that daemons leave behind, which a shell does by itself.
 */
const HOLD = `set -e
mount -n -t tmpfs -o mode=0755 lab "$2"
mkdir "$2/lab" "$2/netns" "$2/lock" "$2/mount"
mount -n --bind "$1" "$2/lab"
mount -n --move "$2" /run
mount -n -t sysfs lab /sys
ip link set dev lo up
echo ready
exec </dev/null >/dev/null 2>&1
while :; do sleep 86400 & wait "$!" || :; done`;

/** Opens the lab's room. */
export async function openLabRoom(scripts: string, emptyFolder: string): Promise<LabRoom> {
  const unshare = ['unshare', '--pid', '--fork', '--kill-child=SIGKILL', '--mount-proc', '--mount', '--net', '--propagation', 'private'];
  const keeper = await startHolder([...unshare, '--', 'bash', '-c', HOLD, 'ostopo-lab', scripts, emptyFolder]);
  return { name: 'underlay', keeper, ...heldBy(childrenOf(keeper.pid)[0]) };
}

/** Opens a host's room inside the lab's, whose `/run` it starts from: the machine's own is out of sight in there. */
export async function openHostRoom(lab: Room, name: string): Promise<Room> {
  const unshare = ['unshare', '--mount', '--net', '--propagation', 'private'];
  const entered = await startHolder([
    ...enterWords(lab),
    ...unshare,
    '--',
    'bash',
    '-c',
    HOLD,
    `ostopo-lab-${name}`,
    '/run/lab',
    '/run/mount',
  ]);
  return { name, ...heldBy(childrenOf(entered.pid)[0]) };
}

/** The words in front of a command that make it run in the room. */
export function enterWords({ holder }: Room): string[] {
  return ['nsenter', '--target', String(holder.pid), '--pid', '--mount', '--net', '--'];
}

/** Runs a command in the room to its end. */
export function runIn(room: Room, argv: readonly string[], options: ProcessOptions = {}): Promise<ProcessResult> {
  return runProcess([...enterWords(room), ...argv], options);
}

/** Runs a command in the room that has to succeed; `what` says in a word what for. */
export async function mustRunIn(room: Room, what: string, argv: readonly string[], options: ProcessOptions = {}): Promise<string> {
  const result = await runIn(room, argv, options);
  if (result.exitCode === 0) return result.stdout;
  const why = result.timedOut ? 'no end in sight' : `exit code ${result.exitCode ?? 'none'}`;
  throw new LabError(`${what} on ${room.name} failed (${why}): ${lastLines(result.stderr || result.stdout)}`);
}

/** Ends the whole lab: with the first process of its pid namespace the kernel ends all others. Waits until they are gone. */
export async function closeLabRoom(room: Pick<LabRoom, 'keeper' | 'holder'>): Promise<void> {
  for (const held of [room.holder, room.keeper]) {
    if (isAlive(held)) killQuietly(held.pid);
  }
  const deadline = Date.now() + 10_000;
  while (isAlive(room.holder) || isAlive(room.keeper)) {
    if (Date.now() > deadline) throw new LabError(`process ${room.holder.pid} of the lab does not end`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function startHolder(argv: readonly string[]): Promise<ProcessIdentity> {
  const [program = '', ...words] = argv;
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: toolEnvironment() });
  const said = await new Promise<string>((resolve) => {
    let text = '';
    const end = (more: string) => resolve(`${text}${more}`);
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('ready\n')) end('');
    });
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', (error) => end(error.message));
    child.on('close', () => end(''));
  });
  child.stdout.destroy();
  child.stderr.destroy();
  child.unref();
  const identity = child.pid === undefined ? undefined : identifyProcess(child.pid);
  if (!said.endsWith('ready\n') || !identity) throw new LabError(`this machine cannot make the lab's namespaces: ${lastLines(said)}`);
  return identity;
}

function heldBy(pid: number | undefined): Pick<Room, 'holder' | 'innerPid'> {
  const holder = pid === undefined ? undefined : identifyProcess(pid);
  const inner = pid === undefined ? undefined : innerPid(pid);
  if (!holder || inner === undefined) throw new LabError('this machine cannot make the lab’s namespaces: the first process ended at once');
  return { holder, innerPid: inner };
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // ended between the look and the signal
  }
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-6).join(' | ');
}
