import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What a script said in a sandbox. */
export interface SandboxResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const PRELUDE = path.join(import.meta.dirname, 'prelude.sh');
const NAMESPACES = ['--pid', '--fork', '--kill-child=SIGKILL', '--mount-proc', '--mount', '--net', '--propagation', 'private'];

/**
 * Runs bash text in pid, mount and network namespaces of its own, with an Open vSwitch of its own and the functions of prelude.sh; $files is a folder
 * with the files. When the text ends, the kernel ends whatever is left in there.
 */
export function enterSandbox(files: ReadonlyMap<string, string>, text: string): SandboxResult {
  const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-sandbox-'));
  try {
    for (const [name, content] of files) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content, { mode: name.endsWith('.sh') ? 0o755 : 0o644 });
    }
    const { status, stdout, stderr } = spawnSync(
      'unshare',
      [...NAMESPACES, '--', 'bash', '-c', `. "$1"\nfiles=$2\n${text}`, 'sandbox', PRELUDE, folder],
      {
        encoding: 'utf8',
        timeout: 300_000,
        killSignal: 'SIGKILL',
        maxBuffer: 64 * 1024 * 1024,
        env: { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin`, LC_ALL: 'C' },
      },
    );
    return { status, stdout, stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
