import type { VitestResult } from './suite-result.ts';

/** The files of a run in which something failed. */
export function failedFiles({ testResults }: VitestResult): readonly string[] {
  return testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
}

/** A run in which the files that were run again count as they ended the second time. */
export function withSecondRun(first: VitestResult, second: VitestResult): VitestResult {
  const again = new Map(second.testResults.map((file) => [file.name, file]));
  const testResults = first.testResults.map((file) => again.get(file.name) ?? file);
  const statuses = testResults.flatMap((file) => file.assertionResults.map(({ status }) => status));
  const count = (...wanted: readonly string[]) => statuses.filter((status) => wanted.includes(status)).length;
  return {
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numPendingTests: count('pending', 'skipped', 'disabled'),
    numTodoTests: count('todo'),
    testResults,
  };
}
