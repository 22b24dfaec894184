import { formatEdits } from '../format/format-edits.ts';
import type { OstopoModel } from '../parse-ostopo.ts';
import type { RefactoringInput } from './refactoring.ts';
import type { TextReplacement } from './text-replacement.ts';

/** Changes, given in order, after which a file that was in the house style still is; the lines of others are not touched for that. */
export function keepLayout(
  { model, services }: Pick<RefactoringInput, 'model' | 'services'>,
  changed: OstopoModel,
  changes: readonly TextReplacement[],
): readonly TextReplacement[] {
  return model.documents.flatMap((document) => {
    const uri = document.uri.toString();
    const own = changes.filter((change) => change.uri === uri);
    const after = changed.documents.find((candidate) => candidate.uri.toString() === uri);
    const formatter = services.ServiceRegistry.getServices(document.uri);
    if (own.length === 0 || !after || formatEdits(document, formatter).length > 0) return own;
    return compose(own, after.textDocument.getText(), formatEdits(after, formatter));
  });
}

type Edit = Pick<TextReplacement, 'start' | 'end' | 'newText'>;

/** First some changes, then `edits` of the text they made, as changes of the first text; both are in order. */
function compose(changes: readonly TextReplacement[], between: string, edits: readonly Edit[]): TextReplacement[] {
  const [first] = changes;
  if (!first) return [];
  const { uri } = first;
  const composed: TextReplacement[] = [];
  let [shift, nextChange, nextEdit] = [0, 0, 0];
  while (nextChange < changes.length || nextEdit < edits.length) {
    // What is written anew in the text between, from `from` to `to`; it grows while the next change or edit touches it.
    const [change, edit] = [changes[nextChange], edits[nextEdit]];
    const from = Math.min(change ? change.start + shift : Infinity, edit?.start ?? Infinity);
    const start = from - shift;
    let to = from;
    const inside: Edit[] = [];
    for (;;) {
      const [grown, laidOut] = [changes[nextChange], edits[nextEdit]];
      if (grown && grown.start + shift <= to) {
        to = Math.max(to, grown.start + shift + grown.newText.length);
        shift += grown.newText.length - (grown.end - grown.start);
        nextChange += 1;
      } else if (laidOut && laidOut.start <= to) {
        to = Math.max(to, laidOut.end);
        inside.push(laidOut);
        nextEdit += 1;
      } else break;
    }
    composed.push({ uri, start, end: to - shift, newText: applied(between, from, to, inside) });
  }
  return composed;
}

function applied(text: string, from: number, to: number, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = from;
  for (const { start, end, newText } of edits) {
    parts.push(text.slice(at, start), newText);
    at = end;
  }
  return [...parts, text.slice(at, to)].join('');
}
