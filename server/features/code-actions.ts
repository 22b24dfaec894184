import type { LangiumDocument } from 'langium';
import type { CodeActionProvider } from 'langium/lsp';
import { type CodeAction, CodeActionKind, type CodeActionParams, type Range } from 'vscode-languageserver';
import { fixAll, quickFixes } from '../fixes/quick-fixes.ts';
import type { OstopoServices } from '../server-services.ts';
import { placeToRange } from './finding-to-diagnostic.ts';
import { ModelLanguageServer } from './language-server.ts';
import { refactorActions } from './refactor-actions.ts';

/** The cures of the findings at the cursor, and of a whole file where an editor asks for that. */
export class ModelCodeActionProvider implements CodeActionProvider {
  constructor(private readonly services: OstopoServices) {}

  getCodeActions(document: LangiumDocument, { range, context: { only } }: CodeActionParams): CodeAction[] {
    const analysis = this.services.analysis.Analyses.of(document);
    const uri = document.uri.toString();
    const { LanguageServer } = this.services.shared.lsp;
    const commands = LanguageServer instanceof ModelLanguageServer && LanguageServer.abilities.commands;
    const here = analysis.findings.filter(({ place }) => place.uri === uri && meet(placeToRange(place), range));
    return [
      ...(isAskedFor(only, CodeActionKind.QuickFix, true) ? quickFixes(analysis, uri, here) : []),
      ...refactorActions(analysis, document, range, commands).filter(({ kind = '' }) => isAskedFor(only, kind, true)),
      ...(isAskedFor(only, CodeActionKind.SourceFixAll, false) ? fixAll(analysis, uri) : []),
    ];
  }
}

/** A kind asked for includes those below it: `source` means `source.fixAll` too. */
function isAskedFor(only: readonly string[] | undefined, kind: string, byDefault: boolean): boolean {
  return only === undefined ? byDefault : only.some((wanted) => wanted === kind || kind.startsWith(`${wanted}.`));
}

function meet(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Range['start'], b: Range['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
