import { lstat, readFile, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { MANIFEST_FILE, type OutputCheck, createOutputCheck } from '#core/compile/script';
import { CommandError } from '../exit-code.ts';

/** A directory that output may be written to. */
export interface OutputDirectory {
  /** Where it really is: a link leads there, and stays. */
  readonly target: string;
  readonly exists: boolean;
  /** The text of the manifest of the output that is there. */
  readonly manifest: string | undefined;
}

/** How the names of directories begin that a run makes for its time, and one that was cut short may have left. */
export const LEFT_BEHIND = '.ostopo-new-';

/** Looks at the directory a person named. Ends the command when it holds anything that its manifest does not list as earlier output. */
export async function openOutputDirectory(directory: string): Promise<OutputDirectory> {
  const target = await targetOf(directory);
  if (target === undefined) return { target: path.resolve(directory), exists: false, manifest: undefined };
  if (!(await stat(target)).isDirectory()) throw new CommandError(`${directory} is a file, not a directory`);
  const manifest = await readFile(path.join(target, MANIFEST_FILE), 'utf8').catch(() => undefined); // the check says what it misses
  const fault = await findFault(target, '', createOutputCheck(manifest));
  if (fault !== undefined) throw new CommandError(`${directory} ${fault}: name another directory, or empty this one`);
  return { target, exists: true, manifest };
}

async function targetOf(directory: string): Promise<string | undefined> {
  try {
    return await realpath(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // Node's own error type
    const isLink = await lstat(directory).then(
      (entry) => entry.isSymbolicLink(),
      () => false,
    );
    if (isLink) throw new CommandError(`${directory} is a link that leads nowhere`);
    return undefined;
  }
}

/** Goes down only where everything is known, so that a directory that is no output costs one look. */
async function findFault(target: string, below: string, check: OutputCheck): Promise<string | undefined> {
  const entries = (await readdir(path.join(target, below), { withFileTypes: true }))
    .map((entry) => `${below}${entry.name}${entry.isDirectory() ? '/' : ''}`)
    .filter((entry) => !entry.startsWith(LEFT_BEHIND))
    .sort(); // so that the same one is always named
  const fault = check(entries);
  if (fault !== undefined) return fault;
  for (const entry of entries.filter((name) => name.endsWith('/'))) {
    const deeper = await findFault(target, entry, check);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}
