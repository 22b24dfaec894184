import type { LangiumDocument } from 'langium';
import { type CompletionItem, CompletionItemKind, type Position } from 'vscode-languageserver';
import { parseAddress, parseInterfaceAddress, parseMac } from '#core/net';
import { ast } from '#language';
import { listAround } from './list-members.ts';
import type { ProposalInput } from './proposal.ts';
import { proposePoolEnds } from './subnet-values.ts';
import { proposeValues } from './value-proposals.ts';

/** The values to choose from where one is due: those that go on with what is begun, and are not in the list yet. */
export function completeValues({ textDocument }: LangiumDocument, position: Position, input: () => ProposalInput): CompletionItem[] {
  const offset = textDocument.offsetAt(position);
  const line = textDocument.getText({ start: { line: position.line, character: 0 }, end: position });
  const statement = /[^{}\r\n]*$/.exec(line)?.[0] ?? '';
  if (statement.includes('//')) return [];
  const begun = /[^\s,]*$/.exec(statement)?.[0] ?? '';
  const start = offset - begun.length;
  const list = listAround(textDocument.getText(), start, offset);
  const isInList = list.start < start;
  const words = statement
    .slice(0, Math.max(0, statement.length - (offset - list.start)))
    .split(/\s+/)
    .filter((word) => word !== '');
  if (isInList && !takesList(input(), words)) return [];
  const isPoolEnd = words.at(-1) === 'pool' && begun.includes('..');
  const open = (isPoolEnd ? proposePoolEnds(input(), begun) : proposeValues(input(), words)).filter(
    ({ text }) => text.startsWith(begun) && !list.members.has(text),
  );
  if (isWhole(begun, words) && !open.some(({ text }) => text === begun)) return [];
  const range = { start: textDocument.positionAt(start), end: position };
  return open.map(({ text, detail }, i) => ({
    label: text,
    kind: CompletionItemKind.Value,
    detail,
    sortText: `0${String(i).padStart(3, '0')}`,
    filterText: text,
    textEdit: { range, newText: text },
  }));
}

const PORT_PROTOCOLS: ReadonlySet<string> = new Set(['tcp', 'udp', 'sctp']);

/** Ports, and the addresses of a VM's port; elsewhere a list is dealt out over a repeated block. */
function takesList({ block }: ProposalInput, words: readonly string[]): boolean {
  const keyword = words.at(-1) ?? '';
  return PORT_PROTOCOLS.has(keyword) || (keyword === 'ip' && ast.isVmPort(block));
}

/** Whether what is begun can stand as it is: then a longer value that happens to begin so is not what is meant. Of a port's number any digit may follow. */
function isWhole(begun: string, words: readonly string[]): boolean {
  if (/^\d+$/.test(begun)) return !PORT_PROTOCOLS.has(words.at(-1) ?? '');
  return parseAddress(begun)?.version === 4 || parseInterfaceAddress(begun) !== undefined || parseMac(begun) !== undefined;
}
