import { spawn } from 'node:child_process';
import { assertNever } from '#core/base';
import {
  type LabCommand,
  LabError,
  type LabVerdict,
  labCapture,
  labDown,
  labShell,
  labStatus,
  labUp,
  labVerify,
  printUnderlayPacket,
} from '#lab';
import { CommandError, EXIT } from '../exit-code.ts';
import { type CompiledModel, loadCompiled } from '../input/load-model.ts';
import { readFabricName } from '../input/read-fabric-name.ts';
import { printJson } from '../output/json.ts';
import { labVerdictsToJson } from '../output/lab-json.ts';
import type { Terminal } from '../output/terminal.ts';

/** What `lab` is asked to do. */
export type LabRequest = ModelRequest | { readonly kind: 'status' } | { readonly kind: 'down' };

/** What needs the model. */
type ModelRequest =
  | { readonly kind: 'up'; readonly guestAddresses: 'static' | 'dhcp' }
  | { readonly kind: 'verify'; readonly format: 'text' | 'json' }
  | { readonly kind: 'shell'; readonly name: string; readonly command: readonly string[] }
  | { readonly kind: 'capture'; readonly host: string | undefined };

/** What needs the fabric's name alone, so that it works whatever became of the file. */
type NameRequest = 'status' | 'down';

/** `ostopo lab …`: whatever keeps the lab from running on this machine is one clear line and exit code 2. */
export async function runLab(file: string, request: LabRequest, terminal: Terminal): Promise<number> {
  try {
    if (request.kind === 'status' || request.kind === 'down') return await answerByName(await readFabricName(file), request.kind, terminal);
    return await answerByModel(file, request, await loadCompiled(file, terminal), terminal);
  } catch (error) {
    if (error instanceof LabError) throw new CommandError(error.message);
    throw error;
  }
}

async function answerByName(name: string, kind: NameRequest, terminal: Terminal): Promise<number> {
  if (kind === 'down') {
    terminal.out((await labDown(name)) ? `The lab of fabric ${name} is gone.\n` : `There was no lab of fabric ${name}.\n`);
    return EXIT.ok;
  }
  const status = labStatus(name);
  terminal.out(`${name}: ${status}\n`);
  return status === 'up' ? EXIT.ok : EXIT.failed;
}

async function answerByModel(file: string, request: ModelRequest, model: CompiledModel, terminal: Terminal): Promise<number> {
  const { name } = model.deployment.fabric;
  switch (request.kind) {
    case 'up':
      await labUp(model.compiled, { guestAddresses: request.guestAddresses, onProgress: (line) => terminal.err(`${line}\n`) });
      terminal.out(
        `The lab of fabric ${name} is up. Next: ostopo lab verify ${file}; ostopo lab shell ${file} NAME; ostopo lab down ${file}\n`,
      );
      return EXIT.ok;
    case 'verify':
      return verify(model, request.format, terminal);
    case 'shell':
      return runInTerminal(labShell(model.compiled, request.name, request.command));
    case 'capture':
      return runInTerminal(labCapture(model.compiled, request.host));
    default:
      return assertNever(request);
  }
}

async function verify(model: CompiledModel, format: 'text' | 'json', terminal: Terminal): Promise<number> {
  if (model.topology.expectations.length === 0)
    throw new CommandError('the model states no expectation: there is nothing to verify', EXIT.failed);
  const onVerdict = (verdict: LabVerdict) => {
    if (format === 'text') terminal.out(printVerdict(verdict, terminal));
  };
  const verdicts = await labVerify(model.compiled, model.topology.expectations, { onVerdict });
  if (format === 'json') terminal.out(printJson(labVerdictsToJson(verdicts)));
  const count = (kind: LabVerdict['verdict']) => String(verdicts.filter(({ verdict }) => verdict === kind).length);
  if (format === 'text') terminal.out(`${count('as-expected')} as expected, ${count('differs')} different, ${count('not-run')} not run\n`);
  return verdicts.some(({ verdict }) => verdict === 'differs') ? EXIT.failed : EXIT.ok;
}

function printVerdict({ expectation, verdict, reason, conversations }: LabVerdict, { paintOut }: Terminal): string {
  const mark = {
    'as-expected': paintOut.green('as expected'),
    differs: paintOut.red('differs    '),
    'not-run': paintOut.yellow('not run    '),
  }[verdict];
  const packets = conversations.flatMap(({ observed, differences }) => [
    ...observed.map((packet) => paintOut.dim(`    ${printUnderlayPacket(packet)}`)),
    ...differences.map((difference) => paintOut.red(`    ${difference}`)),
  ]);
  return [`${mark}  ${expectation.name}${reason === undefined ? '' : `: ${reason}`}`, ...packets, ''].join('\n');
}

/** Hands the terminal on to a program until it ends. */
function runInTerminal({ argv, env }: LabCommand): Promise<number> {
  const [program = '', ...words] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve(code ?? EXIT.broken);
    });
  });
}
