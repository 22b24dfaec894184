import { expect, it } from 'vitest';
import { generateModel } from '#bench';
import { scriptsRequest } from '#protocol';
import { openEditor } from './editor.ts';

const CLOUD = generateModel({ ports: 500 });

/** The cloud while the name of its first VM is being typed. */
const typed = (letters: number) => CLOUD.replace('vm vm-1 ', `vm vm-1${'x'.repeat(letters)} `);

it('leaves the check of a text that was typed over, and tells the findings of the last one', async () => {
  const editor = await openEditor(CLOUD);
  await editor.diagnostics();
  for (let letters = 1; letters <= 30; letters++) editor.type(typed(letters));
  const alone = await openEditor(typed(30));
  expect(await editor.diagnostics()).toEqual(await alone.diagnostics());
  const checked = editor.checkedVersions();
  expect(checked.at(-1)).toBe(31);
  expect(checked.length).toBeLessThan(15);
  alone.close();
  editor.close();
});

it('checks every text when each is waited for', async () => {
  const editor = await openEditor(CLOUD);
  await editor.diagnostics();
  for (let letters = 1; letters <= 3; letters++) {
    editor.type(typed(letters));
    await editor.diagnostics();
  }
  expect(editor.checkedVersions()).toEqual([1, 2, 3, 4]);
  editor.close();
});

it('checks what is typed while it compiles for scripts, before the scripts are there', async () => {
  const editor = await openEditor(CLOUD);
  await editor.diagnostics();
  const order: string[] = [];
  const scripts = editor.ask(scriptsRequest, {}).then(() => order.push('scripts'));
  editor.type(typed(1));
  await Promise.all([scripts, editor.diagnostics().then(() => order.push('diagnostics'))]);
  expect(order).toEqual(['diagnostics', 'scripts']);
  editor.close();
});
