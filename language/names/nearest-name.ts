import { compareText } from '#core/base';

/** The candidate a person most likely meant, `undefined` when none is near: at most a third of the letters differ. */
export function nearestName(written: string, candidates: Iterable<string>): string | undefined {
  const lower = written.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.min(written.length, Math.max(1, Math.floor(written.length / 3)) + 1);
  for (const candidate of candidates) {
    // what is as near as the best counts too: of equals the first in order is taken
    const most = best === undefined ? bestDistance - 1 : bestDistance;
    if (candidate === written || Math.abs(candidate.length - written.length) > most) continue;
    const distance = editDistance(lower, candidate.toLowerCase(), most);
    if (distance < bestDistance || (distance === bestDistance && best !== undefined && compareText(candidate, best) < 0)) {
      [best, bestDistance] = [candidate, distance];
    }
  }
  return best;
}

/** `; did you mean …?`, or nothing: to end a message with. */
export function didYouMean(written: string, candidates: Iterable<string>): string {
  const nearest = nearestName(written, candidates);
  return nearest === undefined ? '' : `; did you mean \`${nearest}\`?`;
}

/**
 * Insertions, deletions, replacements and swaps of neighbours from one word to the other (optimal string alignment); infinite where there
 * are more than `most`, which is known without counting them all.
 */
function editDistance(a: string, b: string, most: number): number {
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = new Array<number>(b.length + 1).fill(Infinity);
    current[0] = i;
    let least = i;
    // further than `most` from the diagonal the distance is greater anyway
    for (let j = Math.max(1, i - most); j <= Math.min(b.length, i + most); j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let distance = Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) distance = Math.min(distance, (older[j - 2] ?? 0) + 1);
      current[j] = distance;
      least = Math.min(least, distance);
    }
    if (least > most + 1) return Infinity; // a swap may still undo one
    [older, previous] = [previous, current];
  }
  const distance = previous[b.length] ?? 0;
  return distance > most ? Infinity : distance;
}
