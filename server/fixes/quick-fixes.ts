import { CodeActionKind, type CodeAction, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver';
import { groupBy } from '#core/base';
import { CATALOGUE, type Finding, isFixed } from '#core/diagnostics';
import { type FixChange, REASON_TO_COME, createFixContext, findFixes, fixTogether, lineBreakOf } from '#language';
import type { Analysis } from '../analysis/analysis.ts';
import { findingToDiagnostic, placeToRange } from '../features/finding-to-diagnostic.ts';

/** The cures of some findings, and for each of their codes all obvious ones of the file at once. */
export function quickFixes(analysis: Analysis, uri: string, findings: readonly Finding[]): readonly CodeAction[] {
  const single = findings.flatMap((finding) => curesOf(analysis, finding));
  const codes = new Set(findings.map(({ code }) => code));
  const together = [...codes].flatMap((code) => {
    const alike = findingsIn(analysis, uri).filter((finding) => finding.code === code);
    const changes = alike.length < 2 ? undefined : fixTogether(alike, contextOf(analysis));
    return changes
      ? [{ title: `Fix all ${code} in this file (${CATALOGUE[code].title})`, kind: CodeActionKind.QuickFix, edit: toEdit(changes) }]
      : [];
  });
  return withoutRepeats([...single, ...together, ...findings.flatMap((finding) => silence(analysis, finding))]);
}

/** A block that stands for several has a finding for each: what would change the same is offered once, as the cure of all of them. */
function withoutRepeats(actions: readonly CodeAction[]): readonly CodeAction[] {
  const alike = groupBy(actions, ({ title, edit }) => JSON.stringify([title, edit]));
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (!first || others.length === 0) return first ?? [];
    return { ...first, diagnostics: [first, ...others].flatMap(({ diagnostics = [] }) => diagnostics) };
  });
}

/** Every obvious cure of a file at once: what `source.fixAll` means to editors. */
export function fixAll(analysis: Analysis, uri: string): readonly CodeAction[] {
  const changes = fixTogether(findingsIn(analysis, uri), contextOf(analysis));
  return changes ? [{ title: 'Fix all that has an obvious cure', kind: CodeActionKind.SourceFixAll, edit: toEdit(changes) }] : [];
}

function curesOf(analysis: Analysis, finding: Finding): readonly CodeAction[] {
  return findFixes(finding, contextOf(analysis)).map(({ title, changes, isPreferred }) => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [findingToDiagnostic(finding)],
    isPreferred,
    edit: toEdit(changes),
  }));
}

/** A comment above the line, with the reason to be written; what the text says wrongly cannot be silenced. */
function silence({ lowered }: Analysis, finding: Finding): readonly CodeAction[] {
  const { code, place } = finding;
  const document = lowered.documents.find(({ uri }) => uri.toString() === place.uri);
  if (isFixed(code) || !document) return [];
  const start = { line: place.start.line, character: 0 };
  const indent = /^[ \t]*/.exec(document.textDocument.getText({ start, end: place.start }))?.[0] ?? '';
  const newText = `${indent}// ostopo: allow ${code} because ${REASON_TO_COME}${lineBreakOf(document.textDocument.getText())}`;
  return [
    {
      title: `Silence ${code} on this line, with a reason`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [findingToDiagnostic(finding)],
      edit: toEdit([{ place: { uri: place.uri, start, end: start }, newText }]),
    },
  ];
}

/** A context gives each free value once, so that every request starts with one of its own. */
function contextOf({ lowered, deployment }: Analysis): ReturnType<typeof createFixContext> {
  return createFixContext(lowered, deployment);
}

function findingsIn({ findings }: Analysis, uri: string): readonly Finding[] {
  return findings.filter(({ place }) => place.uri === uri);
}

function toEdit(changes: readonly FixChange[]): WorkspaceEdit {
  const byFile = groupBy(changes, ({ place }) => place.uri);
  return { changes: Object.fromEntries([...byFile].map(([uri, own]): [string, TextEdit[]] => [uri, own.map(toTextEdit)])) };
}

function toTextEdit({ place, newText }: FixChange): TextEdit {
  return { range: placeToRange(place), newText };
}
