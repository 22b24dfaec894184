import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { MANIFEST_FILE, type OutputCheck, createOutputCheck } from '#core/compile/script';
import { CommandError } from '../exit-code.ts';

/** Ends the command when a directory holds anything that its manifest does not list as earlier output; one that is missing or empty will do. */
export async function refuseStrangers(directory: string): Promise<void> {
  const manifest = await readFile(path.join(directory, MANIFEST_FILE), 'utf8').catch(() => undefined); // the check says what it misses
  const fault = await findFault(directory, '', createOutputCheck(manifest));
  if (fault !== undefined) throw new CommandError(`${directory} ${fault}: name another directory, or empty this one`);
}

/** Goes down only where everything is known, so that a directory that is no output costs one look. */
async function findFault(directory: string, below: string, check: OutputCheck): Promise<string | undefined> {
  const entries = await entriesOf(directory, below);
  const fault = check(entries);
  if (fault !== undefined) return fault;
  for (const entry of entries.filter((name) => name.endsWith('/'))) {
    const deeper = await findFault(directory, entry, check);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

/** The entries of a directory, a directory with `/` at its end; sorted, so that the same one is always named. */
async function entriesOf(directory: string, below: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(path.join(directory, below), { withFileTypes: true });
    return entries.map((entry) => `${below}${entry.name}${entry.isDirectory() ? '/' : ''}`).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []; // Node's own error type
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') throw new CommandError(`${directory} is a file, not a directory`);
    throw error;
  }
}
