/** Where an entry's text is to stand: between which characters, and whether a statement begins there. */
export interface Surroundings {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Whether it is a property of a block, not a word that goes on with one. */
  readonly isProperty: boolean;
}

/** A snippet with the white space that the layout wants around it: inside the braces an editor has just closed, and between two properties of a line. */
export function spaced(snippet: string, { text, start, end, isProperty }: Surroundings): string {
  const [opens, closes] = [text[start - 1] === '{', text[end] === '}'];
  if (opens && closes && snippet.includes('\n')) return `\n\t${snippet.replaceAll('\n', '\n\t')}\n`;
  const follows = isProperty && /[^\s{] $/.test(text.slice(Math.max(0, start - 2), start));
  return `${opens || follows ? ' ' : ''}${snippet}${closes ? ' ' : ''}`;
}
