import type { Token } from './field-value.ts';
import { FlowSyntaxError } from './flow-syntax-error.ts';

/** Cuts `A->B`. */
export function splitArrow(token: Token): { readonly source: Token; readonly target: Token } {
  const at = token.text.indexOf('->');
  if (at < 0) throw new FlowSyntaxError(token.offset, `expected VALUE->FIELD, found "${token.text}"`);
  return {
    source: { text: token.text.slice(0, at), offset: token.offset },
    target: { text: token.text.slice(at + 2), offset: token.offset + at + 2 },
  };
}
