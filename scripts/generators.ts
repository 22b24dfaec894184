import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { runCommand } from './run-command.ts';

/** A tool that writes committed files. */
interface Generator {
  readonly command: readonly [program: string, ...args: string[]];
  readonly writes: readonly string[];
}

/** In the order in which they run: the pipeline's page is written by the compiler, which reads models with the generated parser. */
const generators: readonly Generator[] = [
  { command: ['langium', 'generate'], writes: ['language/generated/**', 'syntaxes/**'] },
  { command: ['node', 'scripts/write-pipeline-page.ts'], writes: ['docs/pipeline.md'] },
];

/** Runs every generator; what the first failing one printed, if one fails. */
export async function generateAll(): Promise<string | undefined> {
  for (const { command } of generators) {
    const [program, ...args] = command;
    const { code, output } = await runCommand(program, args, { quiet: true });
    if (code !== 0) return `${command.join(' ')} failed:\n${output}`;
  }
  return undefined;
}

/** Runs every generator; the files that were not what they generate, or what failed. */
export async function findStaleFiles(): Promise<string | undefined> {
  const before = digests();
  const failure = await generateAll();
  if (failure !== undefined) return failure;
  const after = digests();
  const stale = [...new Set([...before.keys(), ...after.keys()])].filter((file) => before.get(file) !== after.get(file)).sort();
  return stale.length === 0 ? undefined : `out of date; they are right now, commit them:\n${stale.join('\n')}`;
}

function digests(): Map<string, string> {
  const files = generators.flatMap(({ writes }) => globSync(writes)).filter((file) => existsSync(file) && statSync(file).isFile());
  return new Map(files.map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')]));
}
