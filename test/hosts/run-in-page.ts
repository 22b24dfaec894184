import { format } from 'node:util';
import type { BrowserContext } from 'playwright-core';

const LIMIT_MS = 480_000;

/** Exit code of tests that did not end in time. */
const HUNG = 98;

/**
 * Opens a workbench that runs extension tests and waits for their end. A workbench under test calls two functions of its page:
 * `codeAutomationLog` for what the extension host prints, `codeAutomationExit` with the exit code.
 */
export async function runInPage(browser: BrowserContext, url: string, print: (line: string) => void): Promise<number> {
  const page = browser.pages()[0] ?? (await browser.newPage());
  const { promise: ended, resolve: end } = Promise.withResolvers<number>();
  await page.exposeFunction('codeAutomationLog', (_level: string, args: unknown[]) => {
    print(format(...args));
  });
  await page.exposeFunction('codeAutomationExit', end);
  await page.goto(url);
  const timer = setTimeout(() => {
    end(HUNG);
  }, LIMIT_MS);
  const code = await ended;
  clearTimeout(timer);
  if (code === HUNG) print(`the tests did not end within ${LIMIT_MS / 1000} s`);
  return code;
}
