import type { Token } from './field-value.ts';

/** Cuts `name:argument`, `name(argument)` or a bare name; the argument of a bare name is empty. */
export function splitAction(token: Token): { readonly name: string; readonly argument: Token } {
  const end = token.text.search(/[:(]/);
  if (end < 0) return { name: token.text, argument: { text: '', offset: token.offset + token.text.length } };
  const isCall = token.text.charAt(end) === '(' && token.text.endsWith(')');
  const text = isCall ? token.text.slice(end + 1, -1) : token.text.slice(end + 1);
  return { name: token.text.slice(0, end), argument: { text, offset: token.offset + end + 1 } };
}
