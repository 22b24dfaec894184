import { countVitest, failedFiles, type VitestResult, withSecondRun } from '#scripts';
import { describe, expect, it } from 'vitest';

type File = VitestResult['testResults'][number];

function file(name: string, ...statuses: readonly string[]): File {
  const assertionResults = statuses.map((status, index) => ({ status, fullName: `${name} ${index}`, failureMessages: [] }));
  return { name, status: statuses.includes('failed') ? 'failed' : 'passed', message: '', assertionResults };
}

function run(...testResults: readonly File[]): VitestResult {
  return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults };
}

describe('a second run of the files that failed', () => {
  it('takes the files in which something failed', () => {
    expect(failedFiles(run(file('a', 'passed'), file('b', 'passed', 'failed')))).toEqual(['b']);
  });

  it('counts them as they ended the second time, and the others as they were', () => {
    const both = withSecondRun(run(file('a', 'passed', 'skipped'), file('b', 'passed', 'failed')), run(file('b', 'passed', 'passed')));
    expect(countVitest(both)).toEqual({ passed: 3, failed: 0, skipped: 1, failures: [] });
  });

  it('keeps what failed twice', () => {
    const both = withSecondRun(run(file('a', 'failed')), run(file('a', 'failed')));
    expect(countVitest(both)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('keeps a failed file that the second run did not come to', () => {
    expect(countVitest(withSecondRun(run(file('a', 'failed')), run()))).toMatchObject({ failed: 1 });
  });
});
