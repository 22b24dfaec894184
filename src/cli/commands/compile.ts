import { type ExplainedLine, type ReadManifest, explainScripts } from '#core/compile/script';
import { onEndingSignal } from '#lab';
import { CommandError, EXIT } from '../exit-code.ts';
import { chooseHosts } from '../input/choose-host.ts';
import { type CompiledModel, hasErrors, loadCompiled, tellOfFindings } from '../input/load-model.ts';
import { elementSource } from '../output/element-source.ts';
import { printExplained } from '../output/explained-text.ts';
import { printJson } from '../output/json.ts';
import { printFindings } from '../output/print-findings.ts';
import { refuseHoles } from '../output/refuse-holes.ts';
import type { Terminal } from '../output/terminal.ts';
import { writtenToJson } from '../output/written-json.ts';
import { addScripts, writeScripts } from '../output/write-scripts.ts';
import { watchCompile } from './watch-compile.ts';

/** Options of `compile` as the command line reads them. */
export interface CompileOptions {
  readonly out?: string;
  readonly explain: boolean;
  readonly format: 'text' | 'json';
  readonly target: string;
  readonly host?: string;
  readonly watch: boolean;
}

/**
 * `ostopo compile FILE --out DIR`: a folder of scripts per host; 1 when the model has errors, and where they leave something out of it, nothing is written.
 * With `--explain` every line of them is printed with its reason, and a directory is written only if it is named.
 */
export async function runCompile(file: string, options: CompileOptions, terminal: Terminal): Promise<number> {
  if (options.target !== 'neutron-ovs') throw new CommandError(`--target ${options.target} cannot be compiled yet; neutron-ovs can`);
  if (options.out === undefined && !options.explain)
    throw new CommandError('name a directory with --out, or ask for the reasons with --explain');
  if (options.out === '') throw new CommandError('--out needs the name of a directory');
  if (options.watch) return watchOnly(file, options, terminal);
  const model = await loadCompiled(file);
  const hosts = chooseHosts(
    model.compiled.hosts.map((host) => ({ name: host.plan.name, host })),
    options.host,
  );
  const chosen = { ...model.compiled, hosts: hosts.map(({ host }) => host) };
  if (!hasErrors(model.findings)) tellOfFindings(model, file, terminal); // errors are told whole below
  if (options.explain) terminal.out(explain(explainScripts(chosen), model, options.format, terminal));
  if (options.out !== undefined) {
    refuseHoles(model.findings, file, options.out);
    const plans = hosts.map(({ host }) => host.plan);
    const written = await (options.host === undefined
      ? writeScripts(options.out, model.deployment)
      : addScripts(options.out, model.deployment, plans));
    const told = `${options.out}: ${String(countFiles(written))} files for ${hosts.map(({ name }) => name).join(', ')}\n`;
    if (options.explain) terminal.err(told);
    else terminal.out(options.format === 'json' ? printJson(writtenToJson(options.out, written, model.findings)) : told);
  }
  if (!hasErrors(model.findings)) return EXIT.ok;
  terminal.err(`${printFindings(model.findings, terminal.paintErr)}The model has errors: read them before you run the scripts.\n`);
  return EXIT.failed;
}

async function watchOnly(file: string, { out, explain, format, host }: CompileOptions, terminal: Terminal): Promise<number> {
  if (out === undefined || explain || format !== 'text' || host !== undefined) throw new CommandError('--watch goes with --out alone');
  if (file === '-') throw new CommandError('--watch needs a file: standard input does not change');
  const ending = new AbortController();
  const release = onEndingSignal(() => {
    ending.abort();
  });
  try {
    return await watchCompile(file, out, terminal, ending.signal);
  } finally {
    release();
  }
}

/** The manifest is one too. */
function countFiles({ hosts }: ReadManifest): number {
  return hosts.reduce((sum, { files }) => sum + files.length, 1);
}

/** `compile --explain --format json`, schema 1 (docs/schemas/compile-explain.json). */
function explain(lines: readonly ExplainedLine[], model: CompiledModel, format: 'text' | 'json', terminal: Terminal): string {
  const source = elementSource(model);
  if (format === 'text') return printExplained(lines, source, terminal.paintOut);
  return printJson({
    schema: 1,
    lines: lines.map(({ host, file, stage, element, neutron, why, line }) => ({
      host,
      file,
      stage,
      element,
      source: source(element) ?? null,
      neutron,
      why: why ?? null,
      line,
    })),
  });
}
