import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Locator, errors } from 'playwright-core';
import type { Workbench } from '#hosts';

/** Someone at the keyboard, in the editor that has the focus. */
export interface Typist {
  /** Makes an empty file by the explorer's button, and opens it. */
  readonly createFile: (name: string) => Promise<void>;
  readonly type: (text: string) => Promise<void>;
  /** Types the value of a placeholder and goes on to the next one. */
  readonly fill: (value: string) => Promise<void>;
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** Asks for the list of entries, and gives their labels once they are there. */
  readonly list: () => Promise<readonly string[]>;
  /** Asks for the list of entries and chooses one. */
  readonly complete: (label: string) => Promise<void>;
  /** Types the first letters of a name, and chooses it from the list that comes up. */
  readonly pick: (label: string, letters?: number) => Promise<void>;
  /** Chooses an entry of the list that is there, or comes up by itself. */
  readonly choose: (label: string) => Promise<void>;
  /** Points at a word of a line until a hover says something about it. */
  readonly hover: (line: string, word: string, says: string) => Promise<void>;
  /** Asks for the quick fixes at the cursor until one is there, and leaves the menu open. */
  readonly askForFix: (title: string) => Promise<void>;
  /** Takes a fix of the menu that is open. */
  readonly takeFix: (title: string) => Promise<void>;
  /** Puts the cursor into a word of a line. */
  readonly click: (line: string, word: string) => Promise<void>;
  /** Begins a line below that of the cursor. */
  readonly nextLine: () => Promise<void>;
  /** Begins a line behind the block that the cursor's line is the last of. */
  readonly afterBlock: () => Promise<void>;
  /** Begins a line before the last one, the brace that ends the last block. */
  readonly insideLastBlock: () => Promise<void>;
  /** Begins a block behind everything. */
  readonly afterEverything: () => Promise<void>;
  readonly save: () => Promise<string>;
}

/** How long something is waited for that a lost key, or a pointer that came too early, would never bring; then it is tried again. */
const TRY_MS = 5000;
const TRIES = 8;

/** Types into the workbench as a person would, and waits for what the person would wait for. */
export function createTypist({ page, workspace }: Workbench): Typist {
  let file = '';
  const widget = page.locator('.suggest-widget.visible');
  const rows = widget.locator('.monaco-list-row');
  const row = (label: string) => rows.filter({ has: page.locator('.label-name', { hasText: exactly(label) }) }).first();
  const fixes = page.locator('.action-widget .monaco-list-row');
  const type = (text: string) => page.keyboard.type(text, { delay: 5 });
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const word = (line: string, text: string) =>
    page
      .locator('.editor-instance .view-line', { hasText: line })
      .first()
      .locator('span span', { hasText: exactly(text) })
      .first();
  const choose = async (label: string) => {
    await until(row(label), () => press('Control+Space'), 'last');
    await row(label).click();
    await row(label).waitFor({ state: 'hidden' });
  };
  const ask = async () => {
    await press('Escape');
    await until(rows.first(), () => press('Control+Space'));
  };
  const save = async () => {
    await press('Control+S');
    await page.locator('.tab.active:not(.dirty)').waitFor();
    return readFile(path.join(workspace, file), 'utf8');
  };
  return {
    type,
    press,
    choose,
    save,
    async fill(value) {
      await type(value);
      await widget.waitFor({ state: 'hidden' });
      await press('Tab');
    },
    async createFile(name) {
      file = name;
      await page.locator('.explorer-viewlet').hover();
      await page.getByRole('button', { name: 'New File...' }).first().click();
      await page.locator('.explorer-viewlet .monaco-inputbox input').waitFor();
      await type(name);
      await press('Enter');
      await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
      await page.locator('.editor-instance .monaco-editor.focused .view-lines .view-line').first().waitFor();
    },
    async list() {
      await ask();
      return rows.locator('.label-name').allTextContents();
    },
    async complete(label) {
      await ask();
      await choose(label);
    },
    async pick(label, letters = 1) {
      await type(label.slice(0, letters));
      await choose(label);
    },
    async hover(line, text, says) {
      const target = word(line, text);
      await until(page.locator('.monaco-hover:visible', { hasText: says }).first(), async () => {
        await page.mouse.move(5, 5); // a hover comes when the pointer arrives
        await target.hover();
      });
    },
    async askForFix(title) {
      await until(fixes.filter({ hasText: title }).first(), () => press('Escape', 'Control+.'));
    },
    async takeFix(title) {
      await fixes.filter({ hasText: title }).first().click();
      await fixes.first().waitFor({ state: 'hidden' });
    },
    async click(line, text) {
      await word(line, text).click();
    },
    nextLine: () => press('Escape', 'Escape', 'End', 'Enter'),
    afterBlock: () => press('Escape', 'Escape', 'ArrowDown', 'End', 'Enter'),
    insideLastBlock: () => press('Escape', 'Escape', 'Control+End', 'ArrowUp', 'End', 'Enter'),
    afterEverything: () => press('Escape', 'Escape', 'Control+End', 'Enter', 'Enter'),
  };
}

/** Acts until something is to be seen; `last`: only looks first, and acts where looking was in vain. */
async function until(seen: Locator, act: () => Promise<void>, order: 'first' | 'last' = 'first'): Promise<void> {
  for (let tries = 1; ; tries++) {
    if (order === 'first' || tries > 1) await act();
    try {
      await seen.waitFor({ timeout: TRY_MS });
      return;
    } catch (error) {
      if (!(error instanceof errors.TimeoutError) || tries === TRIES) throw error;
    }
  }
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}
