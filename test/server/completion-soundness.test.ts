import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatText } from '#language';
import { accept, errorsOf, linesIn, placesIn, unsoundEntries } from './accepted-entries.ts';
import { openEditor, withCursor } from './editor.ts';
import { WHOLE_VOCABULARY } from '#test/whole-vocabulary';

const EXAMPLES = readdirSync('examples')
  .filter((name) => name.endsWith('.ostopo') && name !== 'prod.ostopo') // which imports
  .map((name) => [name, readFileSync(`examples/${name}`, 'utf8')] as const);

/** Every how many places are looked at; `OSTOPO_COMPLETION_STRIDE=1` looks at all, `…_FROM` begins at another. */
const STRIDE = Number(process.env.OSTOPO_COMPLETION_STRIDE ?? 4);
const FROM = Number(process.env.OSTOPO_COMPLETION_FROM ?? 0);

describe.each([['a model that says everything', WHOLE_VOCABULARY] as const, ...EXAMPLES])('%s', (name, model) => {
  it('is offered no entry that would be an error', { timeout: 600_000 }, async () => {
    const editor = await openEditor(model);
    const before = errorsOf(model);
    const stride = name.endsWith('.ostopo') ? 2 * STRIDE : STRIDE;
    const places = placesIn(model).filter((_, i) => i % stride === FROM % stride);
    const unsound: string[] = [];
    let offered = 0;
    for (const place of places) {
      const found = await unsoundEntries(editor, place, before);
      unsound.push(...found.unsound);
      offered += found.offered;
    }
    editor.close();
    expect(unsound).toEqual([]);
    expect(offered).toBeGreaterThan(places.length);
  });
});

it('has nothing wrong in the model that says everything', () => {
  expect(errorsOf(WHOLE_VOCABULARY)).toEqual([]);
});

it.each(['two-tenants', 'l2-population', 'single-host'])('writes into examples/%s as the formatter would', async (name) => {
  const example = readFileSync(`examples/${name}.ostopo`, 'utf8');
  const editor = await openEditor(example);
  for (const marked of linesIn(example)) {
    const { text, cursor } = withCursor(marked);
    editor.type(text);
    for (const item of await editor.complete(cursor)) {
      if (/\$\d/.test(item.textEdit?.newText ?? '')) continue; // a blank that is still to be filled in
      const accepted = accept(text, item);
      expect(formatText(accepted), item.label).toBe(accepted);
    }
  }
  editor.close();
});
