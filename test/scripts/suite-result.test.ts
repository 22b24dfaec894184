import { addUp, brokenSuite, closingLine, countMocha, countVitest, judge, type SuiteResult, type VitestResult } from '#scripts';
import { describe, expect, it } from 'vitest';

const good: SuiteResult = { passed: 3, failed: 0, skipped: 1, failures: [] };

function vitestResult(changes: Partial<VitestResult> = {}): VitestResult {
  return { numPassedTests: 2, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [], ...changes };
}

describe('judging a suite', () => {
  it('takes over what was counted', () => {
    expect(judge(good, 0)).toBe(good);
  });

  it('fails a suite that left no result', () => {
    expect(judge(undefined, 0)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('fails a suite that ran no test', () => {
    expect(judge({ ...good, passed: 0 }, 0)).toMatchObject({ failed: 1, failures: ['ran no test'] });
  });

  it('fails a suite that crashed after its tests passed', () => {
    expect(judge(good, 1)).toMatchObject({ passed: 3, failed: 1 });
  });

  it('does not count a failing exit code on top of failed tests', () => {
    expect(judge({ ...good, failed: 2 }, 1).failed).toBe(2);
  });
});

describe('counting a vitest run', () => {
  it('counts todo tests as skipped', () => {
    expect(countVitest(vitestResult({ numPendingTests: 1, numTodoTests: 2 }))).toMatchObject({ passed: 2, skipped: 3 });
  });

  it('names a failed test with its message', () => {
    const assertionResults = [{ status: 'failed', fullName: 'adds up', failureMessages: ['expected 2 to be 3'] }];
    const result = countVitest(
      vitestResult({ numFailedTests: 1, testResults: [{ name: 'a.test.ts', status: 'failed', message: '', assertionResults }] }),
    );
    expect(result).toMatchObject({ failed: 1, failures: ['adds up\nexpected 2 to be 3'] });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const testResults = [{ name: 'b.test.ts', status: 'failed', message: 'cannot find #x', assertionResults: [] }];
    expect(countVitest(vitestResult({ testResults }))).toMatchObject({ failed: 1, failures: ['b.test.ts\ncannot find #x'] });
  });
});

describe('counting a mocha run', () => {
  it('takes passes, failures and pending tests', () => {
    const failures = [{ fullTitle: 'opens a file', err: { message: 'timed out' } }];
    expect(countMocha({ stats: { passes: 4, failures: 1, pending: 2 }, passes: [], failures })).toEqual({
      passed: 4,
      failed: 1,
      skipped: 2,
      failures: ['opens a file\ntimed out'],
    });
  });
});

describe('the closing line', () => {
  it('adds up all suites', () => {
    expect(closingLine(addUp([good, brokenSuite('crashed')]))).toBe('3 passed, 1 failed, 1 skipped');
  });

  it('does not speak of skipped tests when there are none', () => {
    expect(closingLine({ ...good, skipped: 0 })).toBe('3 passed, 0 failed');
  });
});
