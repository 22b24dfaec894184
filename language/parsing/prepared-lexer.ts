import type { Lexer, LexerResult } from 'langium';

/** A lexer that can be handed what its next text consists of. */
export class PreparedLexer implements Lexer {
  private prepared: LexerResult | undefined;
  private readonly lexer: Lexer;

  constructor(lexer: Lexer) {
    this.lexer = lexer;
  }

  get definition(): Lexer['definition'] {
    return this.lexer.definition;
  }

  /** The next call of `tokenize`, whatever its text, gives this. */
  prepare(result: LexerResult): void {
    this.prepared = result;
  }

  /** Reads a text, or gives what was prepared. */
  tokenize(text: string): LexerResult {
    const result = this.prepared ?? this.lexer.tokenize(text);
    this.prepared = undefined;
    return result;
  }
}
