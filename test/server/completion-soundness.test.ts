import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { analyse } from '#core/plan';
import { createOstopoReader } from '#language';
import { openEditor, withCursor } from './editor.ts';

const reader = createOstopoReader();

/** Codes that only say that a statement goes on: the name, value or file is still to be typed; behind a bare keyword its value. */
const UNFINISHED = ['OST1001', 'OST1013', 'OST1015'];
const UNFINISHED_WORD = [...UNFINISHED, 'OST1002'];

function errorsOf(text: string): readonly string[] {
  const { topology, findings } = reader.read(text);
  const errors = analyse(topology, findings).findings.filter(({ severity }) => severity === 'error');
  return errors.map(({ code, element }) => `${code} ${element ?? ''}`);
}

/** The text with an entry accepted and its placeholders left as they come. */
function accept(text: string, { textEdit, label }: CompletionItem): string {
  if (!textEdit || !('range' in textEdit)) throw new Error(`${label} has no edit`);
  const newText = textEdit.newText
    .replaceAll(/\$\{\d+\|([^,|]*)[^}]*\|\}/g, '$1')
    .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll(/\$\d+|\$\{\d+\}/g, '');
  return TextDocument.applyEdits(TextDocument.create('', '', 0, text), [{ range: textEdit.range, newText }]);
}

/** Where a person might write: on a line of its own behind any line, or in place of a value or name that is there (but not of a network whose addresses are pinned). */
function placesIn(text: string): readonly string[] {
  const lines = [...text.matchAll(/[{}\w](?=\n)/g)].map(({ index }) => `${text.slice(0, index + 1)}\n<|>\n${text.slice(index + 2)}`);
  const values = [
    ...text.matchAll(/\b(?:ip|vni|vlan|mtu|gateway|tunnel-ip|mac|on|interface|security|port(?! \S+ \{ ip)|dhcp) ([^\s,{}]+)/g),
  ];
  return [
    ...lines,
    ...values.map(({ 0: match, 1: value = '', index }) => {
      const start = index + match.length - value.length;
      return `${text.slice(0, start)}<|>${text.slice(start + value.length)}`;
    }),
  ];
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
          if (errors.some((error) => unfinished.some((code) => error.startsWith(code)))) continue;
          expect(
            errors.filter((error) => !before.includes(error)),
            `${item.label} at ${cursor.line + 1}:${cursor.character + 1}: ${accepted.split('\n')[cursor.line] ?? ''}`,
          ).toEqual([]);
        }
      }),
      { numRuns: 40, seed: 7 },
    );
    editor.close();
  });
});
