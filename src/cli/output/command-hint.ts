import { shellQuote } from '#core/compile/script';

/** A command to go on with, as it can be pasted into a shell: `ostopo check 'my cloud.ostopo'`. */
export function commandHint(...words: readonly string[]): string {
  return ['ostopo', ...words.map(shellQuote)].join(' ');
}
