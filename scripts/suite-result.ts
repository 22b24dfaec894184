import type { MochaResult } from '#hosts';

/** What came of a suite's tests. */
export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Each failure in a few lines, for the summary. */
  readonly failures: readonly string[];
}

/** A suite that could not tell of single tests: one failure. */
export function brokenSuite(reason: string): SuiteResult {
  return { passed: 0, failed: 1, skipped: 0, failures: [reason] };
}

/** The part of vitest's `json` reporter that is read. */
export interface VitestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

/** Counts a vitest run; a file that failed outside its tests (it could not be loaded, a hook failed) is one failure more. */
export function countVitest(result: VitestResult): SuiteResult {
  const failures: string[] = [];
  let brokenFiles = 0;
  for (const file of result.testResults) {
    const failedTests = file.assertionResults.filter((test) => test.status === 'failed');
    for (const test of failedTests) failures.push(`${test.fullName}\n${test.failureMessages?.join('\n') ?? ''}`);
    if (file.status !== 'failed' || failedTests.length > 0) continue;
    brokenFiles++;
    failures.push(`${file.name}\n${file.message}`);
  }
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + brokenFiles,
    skipped: result.numPendingTests + result.numTodoTests,
    failures,
  };
}

/** Counts a mocha run. */
export function countMocha({ stats, failures }: MochaResult): SuiteResult {
  return {
    passed: stats.passes,
    failed: stats.failures,
    skipped: stats.pending,
    failures: failures.map((test) => `${test.fullTitle}\n${test.err.stack ?? test.err.message ?? ''}`),
  };
}

/** What a suite counts for, given how its process ended: a crash and a suite without a test are failures, whatever was counted. */
export function judge(counted: SuiteResult | undefined, exitCode: number): SuiteResult {
  if (counted === undefined) return brokenSuite(`ended with exit code ${exitCode} and left no result`);
  if (counted.failed > 0) return counted;
  if (exitCode !== 0) return { ...counted, failed: 1, failures: [`every test passed, but it ended with exit code ${exitCode}`] };
  if (counted.passed === 0) return { ...counted, failed: 1, failures: ['ran no test'] };
  return counted;
}

/** All suites together. */
export function addUp(results: readonly SuiteResult[]): SuiteResult {
  const sum = (key: 'passed' | 'failed' | 'skipped') => results.reduce((total, result) => total + result[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped'), failures: results.flatMap((result) => result.failures) };
}

/** The last line of a whole run: `12 passed, 0 failed`, and how many were skipped if any were. */
export function closingLine({ passed, failed, skipped }: SuiteResult): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
