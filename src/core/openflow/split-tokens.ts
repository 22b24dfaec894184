import { FlowSyntaxError } from './flow-syntax-error.ts';
import type { Token } from './field-value.ts';

/** Cuts a text at commas and blanks that stand outside parentheses and brackets; empty pieces are left out. */
export function splitTokens(text: Token): readonly Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  let start = 0;
  const finish = (end: number): void => {
    if (end > start) tokens.push({ text: text.text.slice(start, end), offset: text.offset + start });
    start = end + 1;
  };
  for (let i = 0; i < text.text.length; i++) {
    const c = text.text.charAt(i);
    if (c === '(' || c === '[') depth++;
    else if (c === ')' || c === ']') depth--;
    else if (depth === 0 && (c === ',' || /\s/.test(c))) finish(i);
    if (depth < 0) throw new FlowSyntaxError(text.offset + i, `unexpected "${c}"`);
  }
  if (depth > 0) throw new FlowSyntaxError(text.offset + text.text.length, 'expected a closing parenthesis before the end');
  finish(text.text.length);
  return tokens;
}
