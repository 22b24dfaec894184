import { parseOstopo } from '#language';
import { CommandError } from '../exit-code.ts';
import { readImport } from './read-import.ts';
import { readSource } from './read-source.ts';

/** A name as fabrics have them. */
const NAME = /^[A-Za-z_][\w-]*$/;

/**
 * The name of the fabric that a file describes, be the rest of it as broken as it may; where there is no such file the word itself, if it can be a fabric's name: of a lab that
 * stands the file may be gone.
 */
export async function readFabricName(file: string): Promise<string> {
  try {
    const { text, uri } = await readSource(file);
    return parseOstopo(text, uri, readImport).topology.fabric.name;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (NAME.test(file)) return file;
    throw new CommandError(`${error.message} (a lab whose file is gone goes by the name of its fabric)`);
  }
}
