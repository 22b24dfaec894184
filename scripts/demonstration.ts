// The command line at work on the lab of the reference article.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { runCommand } from './run-command.ts';
import type { SuiteResult } from './suite-result.ts';

const MODEL = 'examples/article-lab.ostopo';
const OUT = 'out/demo';

/** The model is the article's own, fault and all. */
const MTU_FAULT = "exit code 1 is right: the article's networks carry MTU 1450 over an underlay of 1450, which leaves no room for VXLAN";

/** One command of the demonstration. */
interface Step {
  readonly about: string;
  readonly args: readonly string[];
  /** The exit code that is right here. */
  readonly expected: number;
  /** Why, where it is not 0. */
  readonly reason?: string;
  /** What it writes. */
  readonly writes?: string;
}

const steps: readonly Step[] = [
  {
    about: 'Check the model.',
    args: ['check', MODEL],
    expected: 1,
    reason: MTU_FAULT,
  },
  { about: 'Read what its fault is about.', args: ['explain', 'OST3011'], expected: 0 },
  {
    about: "Compile it to each host's scripts and flows.",
    args: ['compile', MODEL, '--out', `${OUT}/hosts`],
    expected: 1,
    reason: MTU_FAULT,
    writes: `${OUT}/hosts`,
  },
  { about: 'Show the flows of a tunnel bridge.', args: ['flows', MODEL, 'compute-0', 'br-tun', '--explain'], expected: 0 },
  {
    about: 'Follow a ping from vm-1 to vm-4, through the router, and back.',
    args: ['trace', MODEL, 'vm-1', 'vm-4', 'icmp', '--pcapng', `${OUT}/vm-1-to-vm-4.pcapng`],
    expected: 0,
    writes: `${OUT}/vm-1-to-vm-4.pcapng`,
  },
  { about: 'Decide what the model expects of itself.', args: ['expect', MODEL], expected: 0 },
  { about: 'Draw the wiring.', args: ['graph', MODEL, '--out', `${OUT}/wiring.svg`], expected: 0, writes: `${OUT}/wiring.svg` },
  {
    about: "Draw it again with the ping's way.",
    args: ['graph', MODEL, '--trace', 'vm-1', 'vm-4', 'icmp', '--out', `${OUT}/vm-1-to-vm-4.png`],
    expected: 0,
    writes: `${OUT}/vm-1-to-vm-4.png`,
  },
];

/** Runs and shows every step; a step counts as a test. */
export async function runDemonstration(): Promise<SuiteResult> {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const failures: string[] = [];
  for (const step of steps) {
    const failure = await runStep(step);
    if (failure !== undefined) failures.push(failure);
  }
  console.log('\n── written');
  for (const { writes } of steps) if (writes !== undefined && existsSync(writes)) console.log(writes);
  return { passed: steps.length - failures.length, failed: failures.length, skipped: 0, failures };
}

/** Runs a step and shows it; says what went wrong, if something did. */
async function runStep({ about, args, expected, reason, writes }: Step): Promise<string | undefined> {
  const shown = `ostopo ${args.join(' ')}`;
  console.log(`\n── ${about}\n$ ${shown}`);
  const { code } = await runCommand(process.execPath, ['dist/cli/main.mjs', ...args]);
  if (code !== expected) return `expected exit code ${expected} of "${shown}", found ${code}`;
  if (writes !== undefined && !existsSync(writes)) return `expected "${shown}" to write ${writes}, found nothing there`;
  if (reason !== undefined) console.log(`(${reason})`);
  return undefined;
}
