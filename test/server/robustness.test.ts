import { expect, it } from 'vitest';
import { traceEndpointsRequest, wiringRequest } from '#protocol';
import { openEditor } from './editor.ts';
import { ARTICLE_LAB } from './small-cloud.ts';

it('survives a file that is being typed: every state is checked, outlined and completed', { timeout: 60_000 }, async () => {
  const editor = await openEditor('');
  for (let length = 1; length < ARTICLE_LAB.length; length += 41) {
    const text = ARTICLE_LAB.slice(0, length);
    editor.type(text);
    const end = { line: text.split('\n').length - 1, character: text.length - text.lastIndexOf('\n') - 1 };
    const [diagnostics] = await Promise.all([editor.diagnostics(), editor.complete(end), editor.hover(end), editor.outline()]);
    expect(
      diagnostics.map(({ code }) => code),
      `after “${text.slice(-30)}”`,
    ).not.toContain(undefined);
  }
  editor.close();
});

it('survives a file with any one of its parts missing', { timeout: 60_000 }, async () => {
  const editor = await openEditor('');
  const tokens = [...ARTICLE_LAB.matchAll(/[^\s{}]+|[{}]/g)];
  for (const [i, token] of tokens.entries()) {
    if (i % 5 !== 0) continue;
    editor.type(ARTICLE_LAB.slice(0, token.index) + ARTICLE_LAB.slice(token.index + token[0].length));
    const [diagnostics] = await Promise.all([editor.diagnostics(), editor.ask(wiringRequest, { view: { kind: 'wiring' } })]);
    expect(
      diagnostics.map(({ code }) => code),
      `without “${token[0]}” at ${token.index}`,
    ).not.toContain(undefined);
  }
  editor.close();
});

it.each([
  ['nothing', ''],
  ['no model at all', '{"json": [1, 2, 3]}'],
  ['unclosed quotes and comments', 'expect "never ends\n/* nor this'],
  ['braces only', '}}}}{{{{'],
  ['other scripts', 'tenant тест { сеть } \u{1f600} \u0000'],
  ['very long words', `host ${'a'.repeat(100_000)}`],
  ['repetitions beyond reason', 'host hv-[1..999999999] { roles compute }'],
])('survives %s', async (_what, text) => {
  const editor = await openEditor(text);
  const diagnostics = await editor.diagnostics();
  expect(diagnostics.map(({ code }) => code)).not.toContain(undefined);
  expect(await editor.ask(traceEndpointsRequest, {})).toEqual({ endpoints: [] });
  expect((await editor.ask(wiringRequest, { view: { kind: 'logical' } })).kind).toBeTypeOf('string');
  editor.close();
});

it('answers for the newest text when keystrokes come faster than it can check', async () => {
  const editor = await openEditor('');
  for (const name of ['a', 'ab', 'abc', 'abcd']) editor.type(`host ${name} { roles compute }`);
  const outline = await editor.outline();
  expect(outline.map(({ name }) => name)).toEqual(['abcd']);
  editor.close();
});
