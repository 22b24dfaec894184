import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Workbench } from '#hosts';

/** Someone at the keyboard, in the editor that has the focus. */
export interface Typist {
  /** Makes an empty file by the explorer's button, and opens it. */
  readonly createFile: (name: string) => Promise<void>;
  readonly type: (text: string) => Promise<void>;
  /** Types the value of a placeholder, closes what is offered instead, and goes on to the next placeholder. */
  readonly fill: (value: string) => Promise<void>;
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** Asks for the list of entries and chooses one; the labels that were listed. */
  readonly complete: (label: string) => Promise<readonly string[]>;
  /** Types the first letters of a name, and chooses it from the list that comes up. */
  readonly pick: (label: string, letters?: number) => Promise<void>;
  /** Chooses an entry of the list that is there, or comes up by itself. */
  readonly choose: (label: string) => Promise<void>;
  /** Begins a line before the last one, the brace that ends the last block. */
  readonly insideLastBlock: () => Promise<void>;
  /** Begins a block behind everything. */
  readonly afterEverything: () => Promise<void>;
  readonly save: () => Promise<string>;
}

/** Types into the workbench as a person would, and waits for what the person would wait for. */
export function createTypist({ page, workspace }: Workbench): Typist {
  let file = '';
  const list = page.locator('.suggest-widget.visible');
  const rows = list.locator('.monaco-list-row');
  const type = (text: string) => page.keyboard.type(text, { delay: 5 });
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const choose = async (label: string) => {
    const name = page.locator('.label-name', { hasText: new RegExp(`^${label}$`) });
    await rows.filter({ has: name }).first().click();
    await rows.filter({ has: name }).first().waitFor({ state: 'hidden' });
  };
  const save = async () => {
    await press('Control+S');
    await page.locator('.tab.active:not(.dirty)').waitFor();
    return readFile(path.join(workspace, file), 'utf8');
  };
  const fill = async (value: string) => {
    await type(value);
    await press('Control+Space');
    await list.waitFor();
    await press('Escape');
    await list.waitFor({ state: 'hidden' });
    await press('Tab');
  };
  return {
    type,
    fill,
    press,
    choose,
    save,
    async createFile(name) {
      file = name;
      await page.locator('.explorer-viewlet').hover();
      await page.getByRole('button', { name: 'New File...' }).first().click();
      await page.locator('.explorer-viewlet .monaco-inputbox input').waitFor();
      await type(name);
      await press('Enter');
      await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
      await page.locator('.editor-instance .view-lines .view-line').first().waitFor();
    },
    async complete(label) {
      await press('Escape', 'Control+Space');
      await rows.first().waitFor();
      const labels = await rows.locator('.label-name').allTextContents();
      await choose(label);
      return labels;
    },
    async pick(label, letters = 1) {
      await type(label.slice(0, letters));
      await choose(label);
    },
    insideLastBlock: () => press('Escape', 'Escape', 'Control+End', 'ArrowUp', 'End', 'Enter'),
    afterEverything: () => press('Escape', 'Escape', 'Control+End', 'Enter', 'Enter'),
  };
}
