import { type Command, Option } from 'commander';
import { type LabRequest, runLab } from './commands/lab.ts';
import type { Terminal } from './output/terminal.ts';

/** Adds `lab` and what it does to the command line. */
export function addLabCommands(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  const lab = program.command('lab').description('the model on real Open vSwitch in network namespaces on this machine (needs root)');
  const run = async (file: string, request: LabRequest) => {
    done(await runLab(file, request, terminal));
  };

  lab
    .command('up')
    .description('make the lab and run each host’s setup.sh in it')
    .argument('<file>')
    .option('--dhcp', 'VMs start without addresses and ask their DHCP servers', false)
    .action((file: string, { dhcp }: { dhcp: boolean }) => run(file, { kind: 'up', guestAddresses: dhcp ? 'dhcp' : 'static' }));

  lab
    .command('verify')
    .description('send what the expectations say, and compare with the trace')
    .argument('<file>')
    .addOption(new Option('--format <format>', 'how results are printed').choices(['text', 'json']).default('text'))
    .action((file: string, { format }: { format: 'text' | 'json' }) => run(file, { kind: 'verify', format }));

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
    .action((file: string, host: string | undefined) => run(file, { kind: 'capture', host }));

  for (const kind of ['status', 'down'] as const) {
    lab
      .command(kind)
      .description(kind === 'down' ? 'end the lab and remove everything it made' : 'say whether the lab is up')
      .argument('<file>', 'the model, or the name of its fabric where the file is gone')
      .action((file: string) => run(file, { kind }));
  }
}
