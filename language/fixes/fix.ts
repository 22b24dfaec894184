import type { SourcePlace } from '#core/base';
import type { Finding } from '#core/diagnostics';
import type { FixContext } from './fix-context.ts';

/** New text in place of old; an empty place is an insertion. */
export interface FixChange {
  readonly place: SourcePlace;
  readonly newText: string;
}

/** One way to cure a finding: what a person reads, and the changes of the text. */
export interface Fix {
  readonly title: string;
  readonly changes: readonly FixChange[];
  /** Whether it is the obvious cure: an editor may apply it without asking. */
  readonly isPreferred: boolean;
}

/** Finds the cures of one kind of finding; none where the text leaves no mechanical one. */
export type FixMaker = (finding: Finding, context: FixContext) => readonly Fix[];

/** The obvious cure. */
export function preferred(title: string, ...changes: readonly FixChange[]): Fix {
  return { title, changes, isPreferred: true };
}

/** One cure among several. */
export function possible(title: string, ...changes: readonly FixChange[]): Fix {
  return { title, changes, isPreferred: false };
}

/** Replaces what stands at a place. */
export function replace(place: SourcePlace, newText: string): FixChange {
  return { place, newText };
}

/** Replaces the first item of a comma list that is meant; `undefined` where none is. */
export function replaceItem(place: SourcePlace, list: string, isMeant: (item: string) => boolean, newText: string): FixChange | undefined {
  const items = list.split(',');
  const at = items.findIndex((item) => isMeant(item.trim()));
  const item = items[at];
  return item === undefined ? undefined : replace(place, items.with(at, item.replace(item.trim(), newText)).join(','));
}

/** Writes a property's value where that is, or still has to be behind its keyword, typed. */
export function writeValue(place: SourcePlace, keyword: string, value: string, { textAt }: Pick<FixContext, 'textAt'>): FixChange {
  return replace(place, textAt(place) === keyword ? `${keyword} ${value}` : value);
}
