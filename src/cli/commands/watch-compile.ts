import type { ReadManifest } from '#core/compile/script';
import { PlanMemory } from '#core/plan';
import { CommandError, EXIT } from '../exit-code.ts';
import { loadCompiled, tellOfFindings } from '../input/load-model.ts';
import { watchModel } from '../input/watch-model.ts';
import { refuseHoles } from '../output/refuse-holes.ts';
import type { Terminal } from '../output/terminal.ts';
import { ScriptMemory, writeScripts } from '../output/write-scripts.ts';

/**
 * `ostopo compile FILE --out DIR --watch`: writes the scripts, and again whenever the model changes: the hosts for which something changed, all or nothing. A version with errors that
 * leave something out is told, and what was written stays. Ends with 0 when it is interrupted.
 */
export async function watchCompile(file: string, out: string, terminal: Terminal, signal: AbortSignal): Promise<number> {
  const [scripts, plan] = [new ScriptMemory(), new PlanMemory()];
  let before: ReadManifest | undefined;
  let isFirst = true;
  for await (const { readFrom } of watchModel(file, signal)) {
    try {
      const model = await loadCompiled(file, { memory: plan });
      readFrom(model.uris);
      tellOfFindings(model, file, terminal);
      refuseHoles(model.findings, file, out);
      const written = await writeScripts(out, model.deployment, scripts);
      terminal.out(`${out}: ${tellChanges(before, written)}\n`);
      before = written;
    } catch (error) {
      // What another version may mend ends nothing.
      if (!(error instanceof CommandError) || (isFirst && error.exitCode !== EXIT.failed)) throw error;
      terminal.err(`ostopo: ${error.message}\n`);
    }
    isFirst = false;
  }
  return EXIT.ok;
}

/** Which hosts have other files than before. */
function tellChanges(before: ReadManifest | undefined, { hosts }: ReadManifest): string {
  const hashes = new Map(before?.hosts.map(({ name, hash }) => [name, hash]));
  const changed = hosts.filter(({ name, hash }) => hashes.get(name) !== hash).map(({ name }) => name);
  const gone = [...hashes.keys()].filter((name) => !hosts.some((host) => host.name === name));
  const parts = [
    changed.length > 0 ? `${String(changed.length)} of ${String(hosts.length)} hosts written: ${changed.join(', ')}` : 'no host changes',
    ...(gone.length > 0 ? [`gone: ${gone.join(', ')}`] : []),
  ];
  return parts.join('; ');
}
