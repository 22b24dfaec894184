import { known } from '#core/base';
import { type Analysis, type Lock, analyse, createLock, printLock, readLock } from '#core/plan';
import { type OstopoModel, createOstopoReader } from '#language';

const reader = createOstopoReader();

/** Where the lock file of a test stands. */
export const LOCK_URI = 'inmemory:/model.ostopo.lock';

/** A text read and analysed, with a lock or without. */
export function analyseText(text: string, lock?: Lock): Analysis & { readonly model: OstopoModel } {
  const model = reader.read(text);
  return { ...analyse(model.topology, model.findings, lock ? { lock } : {}), model };
}

/** The lock of a text, written to a file and read again. */
export function lockText(text: string, before?: Lock): Lock {
  return readBack(printedLock(text, before));
}

/** The lock file of a text. */
export function printedLock(text: string, before?: Lock): string {
  const { model, deployment } = analyseText(text, before);
  return printLock(createLock(model.topology, deployment, before));
}

/** The lock of a sound lock file. */
export function readBack(text: string): Lock {
  const { lock, findings } = readLock(text, LOCK_URI);
  if (findings.length > 0) throw new Error(`expected a sound lock file, found ${JSON.stringify(findings)}`);
  return known(lock, 'a lock');
}
