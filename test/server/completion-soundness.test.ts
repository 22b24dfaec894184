import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { analyse } from '#core/plan';
import { createOstopoReader, formatText } from '#language';
import { openEditor, withCursor } from './editor.ts';

const reader = createOstopoReader();

/** Codes that only say that a statement goes on: the name, value or file is still to be typed; behind a bare keyword its value, behind a role the tunnel address. */
const UNFINISHED = ['OST1001', 'OST1013', 'OST1015'];
const UNFINISHED_WORD = [...UNFINISHED, 'OST1002', 'OST3007'];

function errorsOf(text: string): readonly string[] {
  const { topology, findings } = reader.read(text);
  const errors = analyse(topology, findings).findings.filter(({ severity }) => severity === 'error');
  return errors.map(({ code, element }) => `${code} ${element ?? ''}`);
}

/** The text with an entry accepted and its placeholders left as they come, indented as an editor does. */
function accept(text: string, { textEdit, label }: CompletionItem): string {
  if (!textEdit || !('range' in textEdit)) throw new Error(`${label} has no edit`);
  const document = TextDocument.create('', '', 0, text);
  const { line } = textEdit.range.start;
  const indent = /^ */.exec(document.getText({ start: { line, character: 0 }, end: textEdit.range.end }))?.[0] ?? '';
  const newText = textEdit.newText
    .replaceAll(/\$\{\d+\|([^,|]*)[^}]*\|\}/g, '$1')
    .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll(/\$\d+|\$\{\d+\}/g, '')
    .replaceAll('\n', `\n${indent}`)
    .replaceAll('\t', '  ');
  return TextDocument.applyEdits(document, [{ range: textEdit.range, newText }]);
}

/** An empty line behind any line, indented as deep as it stands. */
function linesIn(text: string): readonly string[] {
  return [...text.matchAll(/[{}\w](?=\n)/g)].map(({ index }) => {
    const before = text.slice(0, index + 1);
    const depth = before.split('{').length - before.split('}').length;
    return `${before}\n${'  '.repeat(depth)}<|>\n${text.slice(index + 2)}`;
  });
}

/**
 * Where a person might write: on a line of its own, in place of a value or name that is there (but not of a network whose addresses are pinned), or as
 * the next word or list member behind it.
 */
function placesIn(text: string): readonly string[] {
  const values = [
    ...text.matchAll(
      /\b(?:ip|vni|vlan|mtu|gateway|tunnel-ip|mac|on|interface|security|roles|expect|reaches|with|via|allow|ingress|group|listens|tcp|port(?! \S+ \{ ip)|dhcp) ([^\s,{}]+)/g,
    ),
  ];
  const around = values.flatMap(({ 0: match, 1: value = '', index }) => {
    const [start, end] = [index + match.length - value.length, index + match.length];
    return [
      ...(match.startsWith('roles') ? [] : [`${text.slice(0, start)}<|>${text.slice(end)}`]), // others rely on the role that is there
      `${text.slice(0, end)}<|>${text.slice(end)}`,
      ...(/^(?:\n| [{}]| {2})/.test(text.slice(end)) ? [`${text.slice(0, end)} <|>${text.slice(end)}`] : []), // where the statement ends
      `${text.slice(0, end)}, <|>${text.slice(end)}`,
    ];
  });
  return [...linesIn(text), ...around];
}

describe.each(['two-tenants', 'l2-population', 'article-lab'])('examples/%s', (name) => {
  const example = readFileSync(`examples/${name}.ostopo`, 'utf8');
  const before = errorsOf(example);

  it('is offered no entry that would be an error', async () => {
    const editor = await openEditor(example);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...placesIn(example)), async (marked) => {
        const { text, cursor } = withCursor(marked);
        editor.type(text);
        for (const item of await editor.complete(cursor)) {
          const accepted = accept(text, item);
          const errors = errorsOf(accepted);
          const unfinished = item.kind === CompletionItemKind.Keyword ? UNFINISHED_WORD : UNFINISHED;
          expect(item.detail ?? item.documentation, `${item.label} says nothing`).toBeTruthy();
          if (errors.some((error) => unfinished.some((code) => error.startsWith(code)))) continue;
          expect(
            errors.filter((error) => !before.includes(error)),
            `${item.label} at ${cursor.line + 1}:${cursor.character + 1}: ${accepted.split('\n')[cursor.line] ?? ''}`,
          ).toEqual([]);
        }
      }),
      { numRuns: 120, seed: 7 },
    );
    editor.close();
  });
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
