import { globSync } from 'node:fs';
import { findStaleFiles } from './generators.ts';
import { runCommand } from './run-command.ts';
import { addUp, brokenSuite, type SuiteResult } from './suite-result.ts';

/** One check; gives what it found wrong. */
interface Check {
  readonly name: string;
  run(): Promise<string | undefined>;
}

const tool = (name: string, program: string, ...args: readonly string[]): Check => ({
  name,
  run: async () => {
    const { code, output } = await runCommand(program, args, { quiet: true });
    return code === 0 ? undefined : output;
  },
});

const projects = globSync(['tsconfig*.json', '{src,language,server,client,test}/**/tsconfig*.json'])
  .filter((file) => file !== 'tsconfig.base.json')
  .sort();

/** In the order in which they are run: what later ones read first. */
const checks: readonly Check[] = [
  { name: 'generated', run: findStaleFiles },
  ...projects.map((project) => tool(`typecheck ${project}`, 'tsc', '--project', project)),
  tool('lint', 'eslint', '--max-warnings', '0', '.'),
  tool('format', 'prettier', '--check', '--log-level', 'warn', '.'),
  tool('layers', 'depcruise', '--config', '.dependency-cruiser.cjs', 'src', 'language', 'server', 'client'),
];

/** Runs the checks whose name starts with one of the names (all, if none is given) and prints each; a check counts as one test. */
export async function runChecks(names: readonly string[] = []): Promise<SuiteResult> {
  const chosen = checks.filter((check) => names.length === 0 || names.some((name) => check.name.startsWith(name)));
  const results: SuiteResult[] = [];
  for (const check of chosen) {
    const start = Date.now();
    const wrong = await check.run();
    console.log(`${wrong === undefined ? '✓' : '✗'} ${check.name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    if (wrong !== undefined) console.log(wrong.trimEnd());
    results.push(wrong === undefined ? { passed: 1, failed: 0, skipped: 0, failures: [] } : brokenSuite(`${check.name}\n${wrong}`));
  }
  if (results.length === 0)
    return brokenSuite(`no check is called ${names.join(' ')}; there are: ${checks.map((check) => check.name).join(', ')}`);
  return addUp(results);
}
