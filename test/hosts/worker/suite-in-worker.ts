// The extension's tests for the web worker extension host, in one bundle: VS Code calls `run`.
import 'mocha/mocha.js'; // the browser build: gives `mocha` to the global scope
import { type MochaResult, RESULT_MARK } from '../web/mocha-result.ts';

/** Runs every test of `test/extension/`; rejects when one fails. */
export async function run(): Promise<void> {
  mocha.setup({ ui: 'tdd', timeout: 20_000, reporter: ResultPrinter });
  await import('ostopo:extension-tests');
  const failures = await new Promise<number>((ended) => mocha.run(ended));
  if (failures > 0) throw new Error(`${failures} failed`);
}

/** A mocha reporter for a place without page and terminal: one line at the end, for the harness. */
class ResultPrinter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner) {
    super(runner);
    const passes: MochaResult['passes'][number][] = [];
    const failures: MochaResult['failures'][number][] = [];
    runner.on('pass', (test) => passes.push({ fullTitle: test.fullTitle() }));
    runner.on('fail', (test, { message, stack = '' }: Error) => failures.push({ fullTitle: test.fullTitle(), err: { message, stack } }));
    runner.once('end', () => {
      const result: MochaResult = { stats: this.stats, passes, failures };
      console.log(RESULT_MARK + JSON.stringify(result));
    });
  }
}
