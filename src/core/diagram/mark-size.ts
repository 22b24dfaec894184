import { measureText } from './text-style.ts';
import type { Mark } from './wiring-graph.ts';

/** Height of a finding's pill. */
export const MARK_HEIGHT = 16;

/** What stands on a finding's pill. */
export function markText({ code, severity }: Mark): string {
  return `${severity === 'error' ? '✕' : severity === 'warning' ? '!' : 'i'} ${code}`;
}

/** Width of a finding's pill. */
export function markWidth(mark: Mark): number {
  return measureText(markText(mark), 'small') + 14;
}
