import type { SourcePlace } from '#core/base';
import type { Finding, FindingCode, Silence } from '#core/diagnostics';
import { removeSpan } from './block-edits.ts';
import type { FixContext } from './fix-context.ts';
import { type Fix, type FixMaker, possible, preferred, replace } from './fix.ts';

/** Comments that silence findings. */
export const COMMENT_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST6101: (finding, context) => removeComment(finding.place, context).map((change) => possible('Remove the comment', change)),
  OST6102: dropCode,
  OST6103: dropCode,
};

/** The code alone where the comment has others too. */
function dropCode({ place }: Finding, context: FixContext): readonly Fix[] {
  const silence = silenceAt(place, context);
  const at = silence?.codes.findIndex((code) => isSamePlace(code.place, place)) ?? -1;
  const [code, before, next] = [silence?.codes[at], silence?.codes[at - 1], silence?.codes[at + 1]];
  if (!code || (!before && !next)) return removeComment(place, context).map((change) => preferred('Remove the comment', change));
  const gone = before ? { ...place, start: before.place.end } : { ...place, end: next?.place.start ?? place.end };
  return [preferred(`Remove \`${code.text}\` from the comment`, replace(gone, ''))];
}

function removeComment(place: SourcePlace, context: FixContext): readonly Fix['changes'][number][] {
  const document = context.documentAt(place);
  const comment = silenceAt(place, context)?.place;
  if (!document || !comment) return [];
  const [from, to] = [comment.start, comment.end].map((at) => document.textDocument.offsetAt(at));
  return from === undefined || to === undefined ? [] : [removeSpan(document, from, to)];
}

/** The comment that a place is in; a comment is one line. */
function silenceAt({ uri, start }: SourcePlace, { model }: FixContext): Silence | undefined {
  return model.silences.find(
    ({ place }) =>
      place.uri === uri &&
      place.start.line === start.line &&
      place.start.character <= start.character &&
      start.character <= place.end.character,
  );
}

function isSamePlace(a: SourcePlace, b: SourcePlace): boolean {
  return a.start.line === b.start.line && a.start.character === b.start.character;
}
