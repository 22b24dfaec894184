// What becomes of a text when an entry of the completion is accepted, wherever a person might be.
import { CompletionItemKind, type CompletionItem } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { analyse } from '#core/plan';
import { createGrammarWords, createOstopoCoreServices, createOstopoReader } from '#language';
import { type Editor, withCursor } from './editor.ts';

const reader = createOstopoReader();

const KEYWORDS: ReadonlySet<string> = new Set(createGrammarWords(createOstopoCoreServices().Ostopo.Grammar).keywords);

/** Codes that only say that a statement goes on: the name, value or file is still to be typed; behind a bare keyword its value, behind a role or an underlay the tunnel address, behind a trunk's port the VLAN, behind the first router its host. */
const UNFINISHED = ['OST1001', 'OST1013', 'OST1015', 'OST4035'];
const UNFINISHED_WORD = [...UNFINISHED, 'OST1002', 'OST3007', 'OST3009', 'OST4002'];

/** The errors of a text, each with what it is of. */
export function errorsOf(text: string): readonly string[] {
  const { topology, findings, silences } = reader.read(text);
  const errors = analyse(topology, findings, { silences }).findings.filter(({ severity }) => severity === 'error');
  return errors.map(({ code, element }) => `${code} ${element ?? ''}`);
}

/** The text with an entry accepted and its placeholders left as they come, indented as an editor does. */
export function accept(text: string, { textEdit, label }: CompletionItem): string {
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
export function linesIn(text: string): readonly string[] {
  return [...text.matchAll(/[{}\w](?=\n)/g)].map(({ index }) => {
    const before = text.slice(0, index + 1);
    const depth = before.split('{').length - before.split('}').length;
    return `${before}\n${'  '.repeat(depth)}<|>\n${text.slice(index + 2)}`;
  });
}

/** Every place where a person might write: on a line of its own, in place of a word, at its end, behind it, and as a further member of a list that it ends. */
export function placesIn(text: string): readonly string[] {
  const words = [...text.matchAll(/[^\s,{}"]+/g)].filter(({ index }) => !isCommented(text, index));
  const around = words.flatMap(({ 0: word, index }) => {
    const [before, after, end] = [text.slice(0, index), text.slice(index + word.length), text.slice(0, index + word.length)];
    const hasOperand = KEYWORDS.has(word) && /^ [^\s{}]/.test(after); // which would be left to another word
    return [
      ...(hasOperand ? [] : [`${before}<|>${after}`, `${end}<|>${after}`]),
      ...(/^(?:\n| [{}])/.test(after) ? [`${end} <|>${after}`] : [`${before}<|>\n${withoutStatement(after)}`]), // where the statement ends, or before the rest is written
      ...(/^(?:\n|,| [{}]| {2})/.test(after) ? [`${end}, <|>${after}`] : []),
    ];
  });
  return [...linesIn(text), ...around];
}

/** What follows when the statement is not written to its end yet, nor its block. */
function withoutStatement(after: string): string {
  const rest = after.replace(/^(?: [^\s{}]+|,)*/, '');
  if (!rest.startsWith(' {')) return rest;
  let depth = 0;
  for (const { 0: brace, index } of rest.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth === 0) return rest.slice(index + 1);
  }
  return rest;
}

function isCommented(text: string, index: number): boolean {
  return text.slice(text.lastIndexOf('\n', index) + 1, index + 2).includes('//');
}

/** The entries offered at a place that would be errors, with what they would be; and how many were offered. */
export async function unsoundEntries(
  editor: Editor,
  marked: string,
  before: readonly string[],
): Promise<{ readonly offered: number; readonly unsound: readonly string[] }> {
  const { text, cursor } = withCursor(marked);
  editor.type(text);
  const items = await editor.complete(cursor);
  const open = items.length > 0 ? errorsOf(text) : [];
  // What else names what is not there while it is being written is found wrong first when it is there again.
  if (open.some((error) => error.startsWith('OST1004') && !before.includes(error))) return { offered: 0, unsound: [] };
  const unsound = items.flatMap((item) => {
    const accepted = accept(text, item);
    if (accepted === text) return [];
    const errors = errorsOf(accepted);
    const unfinished = item.kind === CompletionItemKind.Keyword ? UNFINISHED_WORD : UNFINISHED;
    if (errors.some((error) => unfinished.some((code) => error.startsWith(code)))) return [];
    const wrong = errors.filter((error) => !before.includes(error) && !open.includes(error));
    const where = `${item.label} at ${cursor.line + 1}:${cursor.character + 1}: ${accepted.split('\n')[cursor.line] ?? ''}`;
    return [
      ...(wrong.length > 0 ? [`${where} → ${wrong.join(', ')}`] : []),
      ...((item.detail ?? item.documentation) ? [] : [`${where} says nothing`]),
    ];
  });
  return { offered: items.length, unsound };
}
