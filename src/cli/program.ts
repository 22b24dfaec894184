import { Command, CommanderError, Option } from 'commander';
import { type CheckOptions, runCheck } from './commands/check.ts';
import { type CompileOptions, runCompile } from './commands/compile.ts';
import { runExpect } from './commands/expect.ts';
import { type FlowsOptions, runFlows } from './commands/flows.ts';
import { type GraphOptions, runGraph } from './commands/graph.ts';
import { runPlan } from './commands/plan.ts';
import { type TraceOptions, runTrace } from './commands/trace.ts';
import { CommandError, EXIT } from './exit-code.ts';
import { addLabCommands } from './lab-program.ts';
import { addTextCommands } from './text-program.ts';
import type { Terminal } from './output/terminal.ts';
import { VERSION } from './version.ts';

/** Runs one command line and gives its exit code; every failure ends as one clear line on stderr. */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = createProgram(terminal, (code) => (exitCode = code));
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(error, terminal);
  }
}

function report(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage; // commander has said why
  if (error instanceof CommandError) {
    terminal.err(`ostopo: ${error.message}\n`);
    return error.exitCode;
  }
  terminal.err(`ostopo: internal error: ${error instanceof Error ? error.message : String(error)}\n`);
  if (process.env.OSTOPO_DEBUG && error instanceof Error) terminal.err(`${error.stack ?? ''}\n`);
  else terminal.err('This is a fault of ostopo, not of your model. Set OSTOPO_DEBUG=1 for the details a bug report needs.\n');
  return EXIT.broken;
}

function createProgram(terminal: Terminal, done: (exitCode: number) => void): Command {
  const program = new Command('ostopo')
    .description('OpenStack networks as text: checked, drawn, compiled to Neutron’s flows, traced packet by packet.')
    .version(VERSION)
    .enablePositionalOptions()
    .exitOverride()
    .showHelpAfterError('(run with --help for the options)')
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  const format = (...choices: string[]) => new Option('--format <format>', 'how results are printed').choices(choices).default('text');
  const host = () => new Option('--host <host>', 'only this host');
  const severity = () =>
    new Option('--severity <code=severity>', 'what a finding counts as: error, warning, information, hint or off; may be repeated')
      .default([])
      .argParser((setting: string, before: readonly string[]) => [...before, setting]);

  program
    .command('check')
    .description('check models as the editor does')
    .argument('<file...>', 'model files; - for standard input')
    .addOption(format('text', 'json', 'sarif'))
    .addOption(severity())
    .option('--locked', 'a model that does not match its lock file is an error', false)
    .action(async (files: string[], options: CheckOptions) => {
      done(await runCheck(files, options, terminal));
    });

  program
    .command('plan')
    .description('every derived value, host by host')
    .argument('<file>')
    .addOption(format('text', 'json'))
    .addOption(host())
    .action(async (file: string, options: { format: 'text' | 'json'; host?: string }) => {
      done(await runPlan(file, options, terminal));
    });

  program
    .command('compile')
    .description('write each host’s scripts, flows and files')
    .argument('<file>')
    .option('--out <dir>', 'directory to write, all or nothing')
    .option('--explain', 'print every command, flow and rule with its reason', false)
    .option('--watch', 'write again what changes whenever the model does, until interrupted', false)
    .addOption(format('text', 'json'))
    .addOption(host())
    .addOption(new Option('--target <target>', 'what to compile to').choices(['neutron-ovs', 'ovn', 'openstack']).default('neutron-ovs'))
    .action(async (file: string, options: CompileOptions) => {
      done(await runCompile(file, options, terminal));
    });

  program
    .command('flows')
    .description('one bridge’s flows')
    .argument('<file>')
    .argument('<host>')
    .argument('<bridge>')
    .option('--explain', 'say why each flow exists', false)
    .addOption(format('text', 'json'))
    .action(async (file: string, hostName: string, bridge: string, options: FlowsOptions) => {
      done(await runFlows(file, hostName, bridge, options, terminal));
    });

  program
    .command('trace')
    .description('follow a packet and its answer')
    .argument('<file>')
    .argument('<from>', 'a vm, vm.port, address, internet, or a host’s bridge port HOST.BRIDGE.PORT (by name or OpenFlow number)')
    .argument('[to]', 'a vm, vm.port, address or internet; may be left out with --hex and --pcap')
    .argument('[packet...]', 'icmp, tcp 443, udp 53 from 40000, arp, dhcp, df size 1450, ttl 1 …')
    .option('--hex <bytes>', 'send this frame, hexadecimal from its destination MAC on, instead of PACKET')
    .option('--pcap <file>', 'send the frames of a capture (pcap or pcapng), one after the other, instead of PACKET')
    .option('--frame <n>', 'of the capture only this frame, counted from 1')
    .addOption(new Option('--depth <depth>', 'how much to tell').choices(['story', 'hops', 'tables', 'flows']).default('hops'))
    .option('--cold', 'start with empty ARP caches and MAC tables', false)
    .option('--one-way', 'without the answer', false)
    .addOption(format('text', 'json'))
    .option('--pcapng <file>', 'write the frames seen on taps and underlay')
    .action(async (file: string, from: string, to: string | undefined, packet: string[], options: TraceOptions) => {
      done(await runTrace(file, { from, to, packet }, options, terminal));
    });

  program
    .command('expect')
    .description('decide every expectation of the model')
    .argument('<file>')
    .addOption(format('text', 'json', 'junit'))
    .action(async (file: string, options: { format: 'text' | 'json' | 'junit' }) => {
      done(await runExpect(file, options, terminal));
    });

  program
    .command('graph')
    .description('draw the model')
    .argument('<file>')
    .requiredOption('--out <file>', 'picture to write: .svg, .png, .mmd or .drawio')
    .option('--view <view...>', 'logical, wiring, or host HOST', ['wiring'])
    .option('--trace <words...>', 'lay a trace over it: FROM TO [PACKET…]')
    .addOption(new Option('--theme <theme>', 'colours').choices(['light', 'dark']).default('light'))
    .addOption(format('text', 'json'))
    .action(async (file: string, options: GraphOptions) => {
      done(await runGraph(file, options, terminal));
    });

  addLabCommands(program, terminal, done);
  addTextCommands(program, terminal, done);

  return program;
}
