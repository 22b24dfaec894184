import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CompiledFabric } from '#core/compile';
import { hostFolder, writeHostScripts } from '#core/compile/script';
import { printPrefix } from '#core/net';

/** What a script said in a sandbox. */
export interface SandboxResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const PRELUDE = path.join(import.meta.dirname, 'prelude.sh');

/**
 * Runs bash text on a host of its own: fresh pid, mount and network namespaces with an Open vSwitch, the folder $scripts with the host's compiled
 * scripts, and the functions of prelude.sh. When the text ends, the kernel ends whatever is left in there.
 */
export function runInSandbox(fabric: CompiledFabric, host: string, text: string): SandboxResult {
  const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-sandbox-'));
  try {
    for (const [name, content] of writeHostScripts(fabric)) write(path.join(folder, name), content);
    const script = [
      `. "$1"`,
      `scripts=${path.join(folder, hostFolder(host))}`,
      `logs=${folder}`,
      ...cards(fabric, host),
      text,
    ].join('\n');
    const unshare = ['--pid', '--fork', '--kill-child=SIGKILL', '--mount-proc', '--mount', '--net', '--propagation', 'private'];
    const { status, stdout, stderr } = spawnSync('unshare', [...unshare, '--', 'bash', '-c', script, 'sandbox', PRELUDE], {
      encoding: 'utf8',
      timeout: 300_000,
      killSignal: 'SIGKILL',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin`, LC_ALL: 'C' },
    });
    return { status, stdout, stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same, of a text that has to succeed. */
export function printedInSandbox(fabric: CompiledFabric, host: string, text: string): string {
  const { status, stdout, stderr } = runInSandbox(fabric, host, text);
  if (status !== 0) throw new Error(`the sandbox ended with ${status ?? 'a signal'}: ${stderr}\n${stdout}`);
  return stdout;
}

function write(file: string, content: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content, { mode: file.endsWith('.sh') ? 0o755 : 0o644 });
}

/** The network cards of the host: one per uplink, and one with the tunnel address where that is on none of the bridges. */
function cards(fabric: CompiledFabric, host: string): string[] {
  const plan = fabric.hosts.find((candidate) => candidate.plan.name === host)?.plan;
  if (!plan) throw new Error(`no host ${host}`);
  const uplinks = plan.bridges.flatMap(({ ports }) => ports.flatMap((port) => (port.kind === 'uplink' ? [`card ${port.device}`] : [])));
  const onCard = plan.tunnel && plan.tunnel.bridge === undefined ? [`card under0 ${printPrefix(plan.tunnel.address)}`] : [];
  return [...uplinks, ...onCard];
}
