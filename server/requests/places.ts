import type { SourcePlace } from '#core/base';
import type { Element } from '#core/model';
import type { ElementAtAnswer, ElementAtParams, PlaceOfAnswer, PlaceOfParams } from '#protocol';
import type { Analysis } from '../analysis/analysis.ts';

/** The innermost element whose text holds a position. */
export function answerElementAt({ elements }: Analysis, { uri, position }: ElementAtParams): ElementAtAnswer {
  let best: Element | undefined;
  for (const element of elements.values()) {
    const { whole } = element.places;
    if (whole.uri === uri && contains(whole, position) && (!best || isInside(whole, best.places.whole))) best = element;
  }
  return { element: best?.id ?? null };
}

/** Where an element is written: its name. */
export function answerPlaceOf({ elements }: Analysis, { element }: PlaceOfParams): PlaceOfAnswer {
  for (const candidate of elements.values()) if (candidate.id === element) return { place: candidate.places.name };
  return { place: null };
}

type Position = SourcePlace['start'];

function contains({ start, end }: SourcePlace, position: Position): boolean {
  return !isBefore(position, start) && !isBefore(end, position);
}

/** Whether a place lies in another and is smaller: a block written for several elements stays with the first of them. */
function isInside(inner: SourcePlace, outer: SourcePlace): boolean {
  if (isBefore(inner.start, outer.start) || isBefore(outer.end, inner.end)) return false;
  return isBefore(outer.start, inner.start) || isBefore(inner.end, outer.end);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
