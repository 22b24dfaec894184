import type { LangiumDocument, ParseResult } from 'langium';
import type { SourcePlace } from '#core/base';
import type { Finding } from '#core/diagnostics';
import { unknownWord } from '../lowering/report-unknown-statement.ts';
import type { MisspeltKeyword } from './mend-keywords.ts';

type ParserError = ParseResult['parserErrors'][number];
type Token = ParserError['token'];

/** What the lexer and the parser could not read, as findings. */
export function syntaxFindings(document: LangiumDocument): Finding[] {
  const uri = document.uri.toString();
  const { lexerErrors, parserErrors } = document.parseResult;
  const fromLexer = lexerErrors.map((error): Finding => {
    const start = { line: (error.line ?? 1) - 1, character: (error.column ?? 1) - 1 };
    const place = { uri, start, end: { line: start.line, character: start.character + error.length } };
    return isMisspelt(error) ? unknownWord(error.misspelt, place) : finding(error.message, place);
  });
  const fromParser = parserErrors.map((error) => finding(error.message, parserErrorPlace(error, uri)));
  return [...fromLexer, ...fromParser];
}

function isMisspelt(error: ParseResult['lexerErrors'][number]): error is MisspeltKeyword {
  return 'misspelt' in error;
}

function finding(message: string, place: SourcePlace): Finding {
  return { code: 'OST1001', severity: 'error', message, place, related: [], element: undefined, data: {} };
}

/**
 * The token in the way; but where a part is missing at the end of a line, the word after which it is missing: the person is
 * typing there, not at the next line's innocent first word.
 */
function parserErrorPlace(error: ParserError, uri: string): SourcePlace {
  const { token } = error;
  const previous: Token | undefined = 'previousToken' in error ? (error.previousToken as Token | undefined) : undefined; // Chevrotain sets it on most kinds
  const missingBefore =
    previous && hasPlace(previous) && (!hasPlace(token) || token.startLine !== previous.endLine) && error.message.startsWith('expected');
  if (missingBefore || !hasPlace(token))
    return previous && hasPlace(previous)
      ? tokenPlace(previous, uri)
      : { uri, start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return tokenPlace(token, uri);
}

function hasPlace(token: Token): boolean {
  return Number.isFinite(token.startLine) && Number.isFinite(token.endColumn) && token.startOffset >= 0;
}

function tokenPlace(token: Token, uri: string): SourcePlace {
  return {
    uri,
    start: { line: (token.startLine ?? 1) - 1, character: (token.startColumn ?? 1) - 1 },
    end: { line: (token.endLine ?? 1) - 1, character: token.endColumn ?? 1 },
  };
}
