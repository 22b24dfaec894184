import { type Command, InvalidArgumentError, Option } from 'commander';
import { type LabFormat, type LabRequest, runLab } from './commands/lab.ts';
import type { Terminal } from './output/terminal.ts';

/** Adds `lab` and what it does to the command line. */
export function addLabCommands(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  const lab = program.command('lab').description('the model on real Open vSwitch in network namespaces on this machine (needs root)');
  const run = async (file: string, request: LabRequest) => {
    done(await runLab(file, request, terminal));
  };

  const format = () => new Option('--format <format>', 'how results are printed').choices(['text', 'json']).default('text');

  lab
    .command('up')
    .description('make the lab and run each host’s setup.sh in it')
    .argument('<file>')
    .option('--dhcp', 'VMs start without addresses and ask their DHCP servers', false)
    .addOption(format())
    .action((file: string, options: { dhcp: boolean; format: LabFormat }) =>
      run(file, { kind: 'up', guestAddresses: options.dhcp ? 'dhcp' : 'static', format: options.format }),
    );

  lab
    .command('verify')
    .description('send what the expectations say, and compare with the trace')
    .argument('<file>')
    .addOption(format())
    .action((file: string, options: { format: LabFormat }) => run(file, { kind: 'verify', ...options }));

  lab
    .command('shell')
    .description('a shell, or a command, in a VM or on a host')
    .argument('<file>')
    .argument('<name>', 'a VM or a host')
    .argument('[command...]')
    .passThroughOptions()
    .action((file: string, name: string, command: string[]) => run(file, { kind: 'shell', name, command }));

  lab
    .command('capture')
    .description('print what passes the underlay, of one host or of all')
    .argument('<file>')
    .argument('[host]')
    .option('--count <n>', 'end after so many packets', readCount)
    .addOption(format())
    .action((file: string, host: string | undefined, options: { count?: number; format: LabFormat }) =>
      run(file, { kind: 'capture', host, ...options }),
    );

  for (const kind of ['status', 'down'] as const) {
    lab
      .command(kind)
      .description(kind === 'down' ? 'end the lab and remove everything it made' : 'say whether the lab is up')
      .argument('<file>', 'the model, or the name of its fabric where the file is gone')
      .addOption(format())
      .action((file: string, options: { format: LabFormat }) => run(file, { kind, ...options }));
  }
}

function readCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('A number from 1 is expected.');
  return Number(text);
}
