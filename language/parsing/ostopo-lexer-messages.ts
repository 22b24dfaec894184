import { DefaultLexerErrorMessageProvider } from 'langium';

/** Says what the lexer could not read in a person's words; where it stands is said by the finding's place. */
export class OstopoLexerMessages extends DefaultLexerErrorMessageProvider {
  override buildUnexpectedCharactersMessage(text: string, startOffset: number, length: number): string {
    const found = Array.from(text.slice(startOffset, startOffset + length));
    const shown = found.slice(0, MOST_SHOWN).map(print).join('') + (found.length > MOST_SHOWN ? '…' : '');
    return `\`${shown}\` cannot stand in a file: remove ${found.length === 1 ? 'it' : 'these characters'}`;
  }
}

const MOST_SHOWN = 20;

/** What cannot be seen is named by its number. */
function print(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? character : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
