import type { LangiumDocument } from 'langium';
import type { Formatter } from 'langium/lsp';
import type {
  DocumentOnTypeFormattingOptions,
  DocumentOnTypeFormattingParams,
  DocumentRangeFormattingParams,
  TextEdit,
} from 'vscode-languageserver';
import { type FormatEdit, editsInLines, formatEdits, indentAt } from '#language';
import type { OstopoServices } from '../server-services.ts';

/** The house style, for a file, for some lines, and the indent of a line as one types it. */
export class ModelFormatter implements Formatter {
  readonly formatOnTypeOptions: DocumentOnTypeFormattingOptions = { firstTriggerCharacter: '}', moreTriggerCharacter: ['\n'] };

  constructor(private readonly services: OstopoServices) {}

  formatDocument(document: LangiumDocument): TextEdit[] {
    return toTextEdits(document, formatEdits(document, this.services));
  }

  formatDocumentRange(document: LangiumDocument, { range }: DocumentRangeFormattingParams): TextEdit[] {
    return toTextEdits(document, editsInLines(document, formatEdits(document, this.services), range.start.line, range.end.line));
  }

  /** Only the indent changes under one's fingers, and that of `}` only where it starts its line. */
  formatDocumentOnType(document: LangiumDocument, { position, ch }: DocumentOnTypeFormattingParams): TextEdit[] {
    const { line } = position;
    const text = document.textDocument.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
    const written = /^[ \t]*/.exec(text)?.[0] ?? '';
    if (ch === '}' && !text.trimStart().startsWith('}')) return [];
    const due = ' '.repeat(indentAt(document, line, this.services));
    if (written === due) return [];
    return [{ range: { start: { line, character: 0 }, end: { line, character: written.length } }, newText: due }];
  }
}

function toTextEdits({ textDocument }: LangiumDocument, edits: readonly FormatEdit[]): TextEdit[] {
  return edits.map(({ start, end, newText }) => ({
    range: { start: textDocument.positionAt(start), end: textDocument.positionAt(end) },
    newText,
  }));
}
