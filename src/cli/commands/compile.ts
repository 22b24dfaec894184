import { writeHostScripts } from '#core/compile/script';
import { CommandError, EXIT } from '../exit-code.ts';
import { chooseHosts } from '../input/choose-host.ts';
import { hasErrors, loadCompiled } from '../input/load-model.ts';
import { printFindings } from '../output/print-findings.ts';
import type { Terminal } from '../output/terminal.ts';
import { writeDirectory } from '../output/write-directory.ts';

/** Options of `compile` as the command line reads them. */
export interface CompileOptions {
  readonly out: string;
  readonly target: string;
  readonly host?: string;
}

/** `ostopo compile FILE --out DIR`: a folder of scripts per host; 1 when the model has errors, the sound part is written all the same. */
export async function runCompile(file: string, options: CompileOptions, terminal: Terminal): Promise<number> {
  if (options.target !== 'neutron-ovs') throw new CommandError(`--target ${options.target} cannot be compiled yet; neutron-ovs can`);
  const model = await loadCompiled(file, terminal);
  const hosts = chooseHosts(
    model.compiled.hosts.map((host) => ({ name: host.plan.name, host })),
    options.host,
  );
  const files = writeHostScripts({ ...model.compiled, hosts: hosts.map(({ host }) => host) });
  await writeDirectory(options.out, files);
  terminal.out(`${options.out}: ${String(files.size)} files for ${hosts.map(({ name }) => name).join(', ')}\n`);
  if (!hasErrors(model.findings)) return EXIT.ok;
  terminal.err(`${printFindings(model.findings, terminal.paintErr)}The model has errors: read them before you run the scripts.\n`);
  return EXIT.failed;
}
