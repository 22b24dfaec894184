import { MANIFEST_FILE, mergeManifest } from '#core/compile/script';
import { CommandError } from '../exit-code.ts';
import { describeWriteError } from '../input/describe-file-error.ts';
import { openOutputDirectory } from './output-directory.ts';
import { writeDirectory } from './write-directory.ts';

/** Writes compiled files to the directory a person named, in place of what an earlier run wrote there, all or nothing; whatever keeps it from doing so is one line. */
export async function writeScripts(directory: string, files: ReadonlyMap<string, string>): Promise<void> {
  await orRefuse(directory, async () => {
    await writeDirectory(await openOutputDirectory(directory), files);
  });
}

/** Writes the files of some hosts, and leaves those of the others in the directory as they are. */
export async function addScripts(directory: string, files: ReadonlyMap<string, string>): Promise<void> {
  await orRefuse(directory, async () => {
    const opened = await openOutputDirectory(directory);
    if (opened.manifest === undefined) {
      await writeDirectory(opened, files);
      return;
    }
    const merged = mergeManifest(opened.manifest, files.get(MANIFEST_FILE) ?? '');
    if (merged.kind === 'refused') throw new CommandError(`${directory} ${merged.why}: name another directory`);
    const replaced = new Set([MANIFEST_FILE, ...merged.replaced, ...[...files.keys()].map((file) => file.split('/')[0])]);
    await writeDirectory(opened, new Map([...files, [MANIFEST_FILE, merged.text]]), (entry) => replaced.has(entry));
  });
}

async function orRefuse(directory: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`cannot write ${directory}: ${describeWriteError(error)}`);
  }
}
