import { expect, it } from 'vitest';
import { createRandom } from '#test/random-text';
import { openEditor } from '../server/editor.ts';
import { createFuzzTexts } from './texts.ts';

/** Fewer than those of fuzz.test.ts: each is checked, asked about and answered by the whole server. */
const CASES = 1000;
const MOST_ANSWER_MS = 2000;

it('the server answers whatever is typed, and the request after it', { timeout: 300_000 }, async () => {
  const editor = await openEditor('');
  const textOf = createFuzzTexts(3);
  for (let index = 0; index < CASES; index++) {
    const text = textOf(index);
    const random = createRandom(index);
    const lines = text.split(/\r\n|\n|\r/);
    const line = random.below(lines.length);
    const position = { line, character: random.below((lines[line]?.length ?? 0) + 1) };
    editor.type(text);
    const before = process.cpuUsage();
    const [diagnostics] = await Promise.all([
      editor.diagnostics(),
      editor.complete(position),
      editor.hover(position),
      editor.outline(),
      editor.inlayHints(),
      editor.codeActions({ start: position, end: position }),
    ]);
    const { user, system } = process.cpuUsage(before);
    expect(
      diagnostics.map(({ code }) => code),
      `case ${index}: ${JSON.stringify(text)}`,
    ).not.toContain(undefined);
    expect((user + system) / 1000, `case ${index}: ${JSON.stringify(text)}`).toBeLessThan(MOST_ANSWER_MS);
  }
  editor.close();
});
