import type { ElementId } from '#core/base';
import { compileEach } from '#core/compile';
import { type ExplainedLine, createScriptExplainer, streamHostScripts } from '#core/compile/script';
import type { HostPlan } from '#core/plan';
import { CommandError, EXIT } from '../exit-code.ts';
import { chooseHosts } from '../input/choose-host.ts';
import { type CompiledModel, hasErrors, loadCompiled } from '../input/load-model.ts';
import { elementSource } from '../output/element-source.ts';
import { printExplained } from '../output/explained-text.ts';
import { printJson } from '../output/json.ts';
import { printFindings } from '../output/print-findings.ts';
import type { Terminal } from '../output/terminal.ts';
import { writeDirectory } from '../output/write-directory.ts';

/** Options of `compile` as the command line reads them. */
export interface CompileOptions {
  readonly out?: string;
  readonly explain: boolean;
  readonly format: 'text' | 'json';
  readonly target: string;
  readonly host?: string;
}

/**
 * `ostopo compile FILE --out DIR`: a folder of scripts per host; 1 when the model has errors, the sound part is written all the same.
 * With `--explain` every line of them is printed with its reason, and a directory is written only if it is named.
 */
export async function runCompile(file: string, options: CompileOptions, terminal: Terminal): Promise<number> {
  if (options.target !== 'neutron-ovs') throw new CommandError(`--target ${options.target} cannot be compiled yet; neutron-ovs can`);
  if (options.out === undefined && !options.explain)
    throw new CommandError('name a directory with --out, or ask for the reasons with --explain');
  const model = await loadCompiled(file, terminal);
  const hosts = chooseHosts(model.deployment.hosts, options.host);
  if (options.explain) explain(model, hosts, options.format, terminal);
  if (options.out !== undefined) {
    const count = await writeDirectory(options.out, streamHostScripts(model.deployment, compileEach(model.deployment, hosts)));
    const told = `${options.out}: ${String(count)} files for ${hosts.map(({ name }) => name).join(', ')}\n`;
    if (options.explain) terminal.err(told);
    else terminal.out(told);
  }
  if (!hasErrors(model.findings)) return EXIT.ok;
  terminal.err(`${printFindings(model.findings, terminal.paintErr)}The model has errors: read them before you run the scripts.\n`);
  return EXIT.failed;
}

function explain(model: CompiledModel, hosts: readonly HostPlan[], format: 'text' | 'json', terminal: Terminal): void {
  const linesOf = createScriptExplainer(model.deployment);
  const source = elementSource(model);
  if (format === 'json') return terminal.out(explainJson([...compileEach(model.deployment, hosts)].flatMap(linesOf), source));
  let separator = '';
  for (const host of compileEach(model.deployment, hosts)) {
    const lines = linesOf(host);
    if (lines.length === 0) continue;
    terminal.out(`${separator}${printExplained(lines, source, terminal.paintOut)}`);
    separator = '\n';
  }
}

/** `compile --explain --format json`, schema 1 (docs/schemas/compile-explain.json). */
function explainJson(lines: readonly ExplainedLine[], source: (element: ElementId) => string | undefined): string {
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
