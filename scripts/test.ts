// `npm test [-- SUITE…]`: runs the suites and closes with `N passed, N failed`.
// A suite that this machine cannot run is left out with the reason; with CI=true that is a failure.
import { installDebianPackages } from './debian-packages.ts';
import { addUp, brokenSuite, closingLine, type SuiteResult } from './suite-result.ts';
import { type Suite, suites } from './suites.ts';

interface Outcome {
  readonly suite: Suite;
  readonly result: SuiteResult;
  readonly leftOut?: string;
  readonly seconds: number;
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`no suite is called ${unknown.join(', ')}; there are: ${suites.map((suite) => suite.name).join(', ')}`);
  process.exit(2);
}

installDebianPackages();
const outcomes: Outcome[] = [];
for (const suite of suites) {
  if (names.length === 0 || names.includes(suite.name)) outcomes.push(await runSuite(suite));
}
const total = addUp(outcomes.map((outcome) => outcome.result));
printSummary(outcomes);
console.log(closingLine(total));
process.exitCode = total.failed > 0 ? 1 : 0;

async function runSuite(suite: Suite): Promise<Outcome> {
  console.log(`\n── ${suite.name}: ${suite.about}`);
  const start = Date.now();
  const unfit = suite.unfit();
  if (unfit !== undefined) return leaveOut(suite, unfit);
  const unprepared = await suite.prepare();
  if (unprepared !== undefined) console.log(unprepared);
  const result = unprepared === undefined ? await suite.run() : brokenSuite(unprepared);
  return { suite, result, seconds: (Date.now() - start) / 1000 };
}

function leaveOut(suite: Suite, reason: string): Outcome {
  console.log(`left out: ${reason}`);
  const result = process.env.CI ? brokenSuite(`left out: ${reason}`) : { passed: 0, failed: 0, skipped: 0, failures: [] };
  return { suite, result, leftOut: reason, seconds: 0 };
}

function printSummary(all: readonly Outcome[]): void {
  console.log('\n── summary');
  for (const { suite, result } of all) for (const failure of result.failures) console.log(`✗ ${suite.name}: ${firstLines(failure)}`);
  console.log(`${'suite'.padEnd(10)}  passed  failed  skipped     time`);
  for (const { suite, result, leftOut, seconds } of all) {
    const counts = [result.passed, result.failed, result.skipped]
      .map((count, column) => String(count).padStart(column === 2 ? 7 : 6))
      .join('  ');
    const time = `${seconds.toFixed(1)} s`.padStart(7);
    console.log(`${suite.name.padEnd(10)}  ${counts}  ${time}${leftOut === undefined ? '' : `  left out: ${firstLines(leftOut, 1)}`}`);
  }
}

function firstLines(text: string, count = 4): string {
  return text.split('\n').slice(0, count).join('\n    ');
}
