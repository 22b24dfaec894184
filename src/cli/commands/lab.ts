import { spawn } from 'node:child_process';
import { assertNever } from '#core/base';
import {
  type LabCommand,
  LabError,
  type LabVerdict,
  capturedPackets,
  labCapture,
  labDown,
  labShell,
  labStatus,
  labUp,
  labVerify,
  printUnderlayPacket,
} from '#lab';
import { CommandError, EXIT } from '../exit-code.ts';
import { type CompiledModel, loadCompiled, tellOfFindings } from '../input/load-model.ts';
import { readFabricName } from '../input/read-fabric-name.ts';
import { commandHint } from '../output/command-hint.ts';
import { printJson } from '../output/json.ts';
import { collectOutput } from '../output/collect-output.ts';
import { captureToJson, labStatusToJson, labVerdictsToJson } from '../output/lab-json.ts';
import type { Terminal } from '../output/terminal.ts';

/** How the commands of `lab` print what they find. */
export type LabFormat = 'text' | 'json';

/** What `lab` is asked to do. */
export type LabRequest = ModelRequest | NameRequest;

/** What needs the model. */
type ModelRequest =
  | { readonly kind: 'up'; readonly guestAddresses: 'static' | 'dhcp'; readonly format: LabFormat }
  | { readonly kind: 'verify'; readonly format: LabFormat }
  | { readonly kind: 'shell'; readonly name: string; readonly command: readonly string[] }
  | { readonly kind: 'capture'; readonly host: string | undefined; readonly count?: number; readonly format: LabFormat };

/** What needs the fabric's name alone, so that it works whatever became of the file. */
interface NameRequest {
  readonly kind: 'status' | 'down';
  readonly format: LabFormat;
}

/** `ostopo lab …`: whatever keeps the lab from running on this machine is one clear line and exit code 2. */
export async function runLab(file: string, request: LabRequest, terminal: Terminal): Promise<number> {
  try {
    if (isAboutName(request)) return await answerByName(await readFabricName(file), request, terminal);
    return await answerByModel(file, request, await loadCompiled(file), terminal);
  } catch (error) {
    if (error instanceof LabError) throw new CommandError(error.message);
    throw error;
  }
}

function isAboutName(request: LabRequest): request is NameRequest {
  return request.kind === 'status' || request.kind === 'down';
}

async function answerByName(name: string, { kind, format }: NameRequest, terminal: Terminal): Promise<number> {
  if (kind === 'down') {
    const isChanged = await labDown(name);
    if (format === 'json') terminal.out(printJson(labStatusToJson(name, 'none', isChanged)));
    else terminal.out(isChanged ? `The lab of fabric ${name} is gone.\n` : `There was no lab of fabric ${name}.\n`);
    return EXIT.ok;
  }
  const status = labStatus(name);
  terminal.out(format === 'json' ? printJson(labStatusToJson(name, status, false)) : `${name}: ${status}\n`);
  return status === 'up' ? EXIT.ok : EXIT.failed;
}

async function answerByModel(file: string, request: ModelRequest, model: CompiledModel, terminal: Terminal): Promise<number> {
  const { name } = model.deployment.fabric;
  let told = false;
  const tell = () => {
    if (!told) tellOfFindings(model, file, terminal);
    told = true;
  };
  switch (request.kind) {
    case 'up':
      await labUp(model.compiled, {
        guestAddresses: request.guestAddresses,
        onProgress: (line) => {
          tell();
          terminal.err(`${line}\n`);
        },
      });
      terminal.out(
        request.format === 'json'
          ? printJson(labStatusToJson(name, 'up', true))
          : `The lab of fabric ${name} is up. Next: ${commandHint('lab', 'verify', file)}; ${commandHint('lab', 'shell', file, 'NAME')}; ${commandHint('lab', 'down', file)}\n`,
      );
      return EXIT.ok;
    case 'verify':
      return verify(model, request.format, terminal, tell);
    case 'shell':
      return runInTerminal(labShell(model.compiled, request.name, request.command), tell);
    case 'capture':
      return capture(model, request, terminal, tell);
    default:
      return assertNever(request);
  }
}

/** As text, tcpdump has the terminal; as JSON, its packets are printed when it has ended, by itself or interrupted. */
async function capture(
  { compiled, deployment: { fabric } }: CompiledModel,
  { host, count, format }: Extract<LabRequest, { kind: 'capture' }>,
  terminal: Terminal,
  before: () => void,
): Promise<number> {
  if (format === 'text') return runInTerminal(labCapture(compiled, { host, count, output: 'text' }), before);
  const command = labCapture(compiled, { host, count, output: 'pcap' });
  before();
  const file = await collectOutput(command);
  terminal.out(printJson(captureToJson(fabric.name, capturedPackets(file, fabric))));
  return EXIT.ok;
}

async function verify(model: CompiledModel, format: 'text' | 'json', terminal: Terminal, before: () => void): Promise<number> {
  if (model.topology.expectations.length === 0)
    throw new CommandError('the model states no expectation: there is nothing to verify', EXIT.failed);
  const onVerdict = (verdict: LabVerdict) => {
    before();
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
function runInTerminal({ argv, env }: LabCommand, before: () => void): Promise<number> {
  before();
  const [program = '', ...words] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve(code ?? EXIT.broken);
    });
  });
}
