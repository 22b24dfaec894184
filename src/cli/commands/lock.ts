import { isFixed } from '#core/diagnostics';
import { type Lock, createLock, printLock } from '#core/plan';
import { CommandError, EXIT } from '../exit-code.ts';
import { loadModel } from '../input/load-model.ts';
import { lockPathOf } from '../input/lock-file.ts';
import { printFindings } from '../output/print-findings.ts';
import type { Terminal } from '../output/terminal.ts';
import { writeOutputFile } from '../output/write-file.ts';

/** `ostopo lock FILE`: writes every derived value to `FILE.lock`. A text that cannot be read wholly, or a damaged lock file, ends with 1 and changes nothing. */
export async function runLock(file: string, terminal: Terminal): Promise<number> {
  const lockPath = lockPathOf(file);
  if (lockPath === undefined) throw new CommandError('lock needs a file: the lock file is written beside it');
  const { topology, deployment, lock, findings } = await loadModel(file);
  const inTheWay = findings.filter(({ code, severity }) => severity === 'error' && isFixed(code));
  if (inTheWay.length > 0) {
    terminal.err(`${printFindings(inTheWay, terminal.paintErr)}${lockPath} is left as it is: what cannot be read would lose its values.\n`);
    return EXIT.failed;
  }
  const fresh = createLock(topology, deployment, lock);
  await writeOutputFile(lockPath, printLock(fresh));
  terminal.out(`${lockPath}: ${summarise(fresh, lock)}\n`);
  return EXIT.ok;
}

function summarise({ elements }: Lock, before: Lock | undefined): string {
  const known = before?.elements ?? new Map();
  const added = [...elements.keys()].filter((id) => !known.has(id)).length;
  const dropped = [...known.keys()].filter((id) => !elements.has(id as never)).length; // keys of a lock, like the others
  return `${String(elements.size)} elements, ${String(added)} new, ${String(dropped)} dropped`;
}
