import { compileEach } from '#core/compile';
import { streamHostScripts } from '#core/compile/script';
import type { ScriptsAnswer } from '#protocol';
import type { Analysis } from '../analysis/analysis.ts';
import { createBreather } from '../analysis/pause.ts';

/** The scripts of every host. A model with errors is compiled as far as it is sound; the editor shows the errors. */
export async function answerScripts(analysis: Analysis): Promise<ScriptsAnswer> {
  if (analysis.topology.hosts.length === 0)
    return { kind: 'refused', message: 'There are no scripts to generate: the model describes no host.' };
  const { deployment } = analysis;
  const breathe = createBreather();
  const files: Record<string, string> = {};
  for (const [path, text] of streamHostScripts(deployment, compileEach(deployment))) {
    files[path] = text;
    await breathe();
  }
  return { kind: 'scripts', files };
}
