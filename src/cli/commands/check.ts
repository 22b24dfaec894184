import type { Finding } from '#core/diagnostics';
import { compareLock } from '#core/plan';
import { CommandError, EXIT } from '../exit-code.ts';
import { displayName } from '../input/display-path.ts';
import { type LoadedModel, hasErrors, loadModel } from '../input/load-model.ts';
import { lockPathOf, readLockFile } from '../input/lock-file.ts';
import { refuseSecondStdin } from '../input/read-source.ts';
import { readSeverityOption } from '../input/severity-option.ts';
import { commandHint } from '../output/command-hint.ts';
import { findingsToJson } from '../output/findings-json.ts';
import { findingsToSarif } from '../output/findings-sarif.ts';
import { printJson } from '../output/json.ts';
import { printFindings, summariseFindings } from '../output/print-findings.ts';
import type { Terminal } from '../output/terminal.ts';
import { VERSION } from '../version.ts';

/** What `check` prints. */
export type CheckFormat = 'text' | 'json' | 'sarif';

/** The options of `check`. */
export interface CheckOptions {
  readonly format: CheckFormat;
  /** `CODE=SEVERITY`, any number of them. */
  readonly severity: readonly string[];
  /** A model that does not match its lock file is an error. */
  readonly locked: boolean;
}

/** `ostopo check FILE…`: the editor's findings; 1 when there is an error among them. */
export async function runCheck(files: readonly string[], options: CheckOptions, terminal: Terminal): Promise<number> {
  refuseSecondStdin(files);
  const severities = readSeverityOption(options.severity);
  const models: (LoadedModel & { readonly told: readonly Finding[] })[] = [];
  for (const file of files) {
    const model = await loadModel(file, { severities });
    models.push({ ...model, told: [...model.findings, ...(options.locked ? await lockDifferences(file, model) : [])] });
  }
  const findings = models.flatMap((model) => model.told);
  const silenced = models.flatMap((model) => model.silenced);
  const modelOf = new Map(models.flatMap((model) => model.told.map((finding) => [finding, model] as const)));
  const fixTitles = (finding: Finding) => modelOf.get(finding)?.fixTitles(finding) ?? [];
  switch (options.format) {
    case 'text': {
      terminal.out(printFindings(findings, terminal.paintOut));
      const summary = [summariseFindings(findings), ...(silenced.length > 0 ? [`${String(silenced.length)} silenced`] : [])].join(', ');
      terminal.err(`${files.length === 1 ? displayName(files[0] ?? '') : `${String(files.length)} files`}: ${summary}\n`);
      break;
    }
    case 'json':
      terminal.out(printJson(findingsToJson(findings, silenced, fixTitles)));
      break;
    case 'sarif':
      terminal.out(printJson(findingsToSarif(findings, silenced, VERSION)));
      break;
  }
  return hasErrors(findings) ? EXIT.failed : EXIT.ok;
}

/** In what a model and its lock file differ; a lock file that cannot be read has its finding already, one that is missing ends the command. */
async function lockDifferences(file: string, { topology, deployment, lock }: LoadedModel): Promise<readonly Finding[]> {
  const lockPath = lockPathOf(file);
  if (lockPath === undefined) throw new CommandError('--locked needs a file: standard input has no lock file');
  if (!lock && (await readLockFile(file)) === undefined)
    throw new CommandError(`there is no lock file ${lockPath}: "${commandHint('lock', file)}" writes it`, EXIT.failed);
  return lock ? compareLock(topology, deployment, lock) : [];
}
