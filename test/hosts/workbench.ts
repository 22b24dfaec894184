import { type FrameLocator, type Page, errors } from 'playwright-core';
import { openBrowser } from './chromium.ts';
import { startCodeServer } from './code-server/start-code-server.ts';
import { workbenchUrl } from './code-server/workbench-url.ts';
import { inResults, vsixPath } from './paths.ts';
import { copyExamples } from './temporary-folder.ts';

/** The packaged extension in a real workbench, on a copy of `examples/`. */
export interface Workbench {
  readonly page: Page;
  /** The folder that is open, on disk. */
  readonly workspace: string;
  /** Opens a file of the workspace's root by the explorer, and waits for its text. */
  openFile(name: string): Promise<void>;
  /** Runs a command by its whole title in the command palette: `ostopo: Preview Wiring`. */
  runCommand(title: string): Promise<void>;
  /** Opens the box at the top by a key (`Control+G`) and fills it in, if there is something to say. */
  openQuickInput(key: string, text?: string): Promise<void>;
  /** What the visible webview shows. */
  webview(): FrameLocator;
  /** Keeps a picture as `results/screenshots/NAME.png`, and says where it lies. */
  screenshot(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Installs the VSIX of `npm run package` in a fresh code-server and opens its workbench in Chromium. */
export async function startWorkbench(): Promise<Workbench> {
  const server = await startCodeServer({ name: 'workbench', vsix: vsixPath() });
  const workspace = copyExamples(server.folder);
  const browser = await openBrowser(server.folder);
  const page = browser.pages()[0] ?? (await browser.newPage());
  const stop = async () => {
    await browser.close();
    await server.stop();
  };
  try {
    await page.goto(workbenchUrl(server.authority, { folder: workspace }));
    await page.locator('.monaco-workbench .explorer-viewlet .monaco-list-row').first().waitFor({ timeout: 60_000 });
  } catch (error) {
    await page.screenshot({ path: inResults('screenshots/workbench-failed.png') });
    await stop();
    throw error;
  }
  return {
    page,
    workspace,
    stop,
    openFile: (name) => openFile(page, name),
    runCommand: (title) => runCommand(page, title),
    openQuickInput: (key, text) => openQuickInput(page, key, text),
    webview: () => page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame'),
    screenshot: async (name) => {
      const file = inResults('screenshots', `${name}.png`);
      await page.screenshot({ path: file });
      return file;
    },
  };
}

async function openFile(page: Page, name: string): Promise<void> {
  await page.locator('.explorer-viewlet .monaco-list-row', { hasText: name }).first().dblclick();
  await page.locator(`.tab[data-resource-name="${name}"]`).waitFor();
  await page.locator('.editor-instance .view-lines .view-line').first().waitFor();
}

async function runCommand(page: Page, title: string): Promise<void> {
  await openQuickInput(page, 'F1', `>${title}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
  await page.keyboard.press('Enter');
}

/**
 * A key is lost while the focus is on its way from one part of the window to another, and a box that is open closes when the focus leaves it: the key is pressed
 * again, as a person would.
 */
async function openQuickInput(page: Page, key: string, text?: string): Promise<void> {
  const input = page.locator('.quick-input-widget:visible .quick-input-box input');
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press(key);
    try {
      await input.waitFor({ timeout: KEY_TIMEOUT_MS });
      if (text !== undefined) await input.fill(text, { timeout: KEY_TIMEOUT_MS });
      return;
    } catch (error) {
      if (!(error instanceof errors.TimeoutError) || attempt === KEY_ATTEMPTS) throw error;
    }
  }
}

const KEY_TIMEOUT_MS = 4000;
const KEY_ATTEMPTS = 6;
