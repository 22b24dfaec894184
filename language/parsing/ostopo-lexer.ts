import { DefaultLexer, type LangiumCoreServices, type LexerResult } from 'langium';
import { known, sortedBy } from '#core/base';
import { type BlockContents, closeOpenBlocks, createBlockContents } from './close-open-blocks.ts';
import { mendKeywords } from './mend-keywords.ts';
import { turnKeywordsIntoNames } from './name-tokens.ts';

/** The language's lexer: keywords may be names, misspelt ones before a block are read as meant, blocks left open are closed, and comments and quotes that never end are reported where they start. */
export class OstopoLexer extends DefaultLexer {
  private readonly contents: BlockContents;

  constructor(services: LangiumCoreServices) {
    super(services);
    this.contents = createBlockContents(services.Grammar);
  }

  override tokenize(text: string): LexerResult {
    const result = super.tokenize(text);
    turnKeywordsIntoNames(result.tokens, known(this.tokenTypes.WORD, 'the terminal WORD of the grammar'));
    const mended = mendKeywords(result, this.contents, (keyword) => known(this.tokenTypes[keyword], `the keyword ${keyword}`));
    const open = [...result.tokens, ...result.hidden].flatMap((token) => {
      const message = openEnded(token.tokenType.name, token.image);
      return message === undefined
        ? []
        : [
            {
              message,
              offset: token.startOffset,
              length: Math.min(2, token.image.length),
              line: token.startLine,
              column: token.startColumn,
            },
          ];
    });
    const closed = closeOpenBlocks(mended.tokens, this.contents, known(this.tokenTypes['}'], 'the keyword }'));
    const errors = sortedBy([...mended.errors, ...open, ...closed.errors], ({ offset }) => offset);
    return { ...result, tokens: closed.tokens, hidden: mended.hidden, errors };
  }
}

function openEnded(terminal: string, image: string): string | undefined {
  if (terminal === 'STRING' && (image.length < 2 || !image.endsWith('"')))
    return 'this quoted name has no closing quote: write `"` at its end';
  if (terminal === 'ML_COMMENT' && (image.length < 4 || !image.endsWith('*/')))
    return 'this comment is never closed: write `*/` at its end';
  return undefined;
}
