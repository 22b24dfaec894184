import type { SourcePlace } from '#core/base';
import { createFinding } from './create-finding.ts';
import type { Finding } from './finding.ts';
import { type Severities, isFixed, parseFindingCode } from './severities.ts';

/** A comment that silences findings of one line: `// ostopo: allow OST3011 because the lab's switch is really 1600`. */
export interface Silence {
  /** The codes written, whether there are such findings or not. */
  readonly codes: readonly { readonly text: string; readonly place: SourcePlace }[];
  /** What is written after `because`; without one nothing is silenced. */
  readonly reason: string | undefined;
  /** The comment. */
  readonly place: SourcePlace;
  /** The line it speaks of, from 0: its own where it stands behind something, else the next that holds more than comments. */
  readonly line: number;
}

/** A finding that a comment silences, and why. */
export interface SilencedFinding {
  readonly finding: Finding;
  readonly reason: string;
}

/** Findings that count, and those that do not. */
export interface SettledFindings {
  readonly findings: readonly Finding[];
  readonly silenced: readonly SilencedFinding[];
}

/**
 * Takes out what comments silence. A comment without reason, one for a code that cannot be silenced, and one that silences nothing are
 * findings themselves; `severities` says which codes are off anyway.
 */
export function applySilences(
  findings: readonly Finding[],
  silences: readonly Silence[],
  severities: Severities = new Map(),
): SettledFindings {
  const counting: Finding[] = [];
  const silenced: SilencedFinding[] = [];
  const used = new Set<string>();
  for (const finding of findings) {
    const silence = silences.find((candidate) => candidate.reason !== undefined && isAbout(candidate, finding));
    if (!silence) counting.push(finding);
    else {
      silenced.push({ finding, reason: silence.reason ?? '' });
      used.add(keyOf(silence, finding.code));
    }
  }
  const own = silences.flatMap((silence) =>
    findingsAbout(silence, (code) => used.has(keyOf(silence, code)) || severities.get(code) === 'off'),
  );
  return { findings: [...counting, ...own], silenced };
}

function isAbout({ codes, line, place }: Silence, finding: Finding): boolean {
  const sameLine = finding.place.uri === place.uri && finding.place.start.line === line;
  return sameLine && !isFixed(finding.code) && codes.some(({ text }) => text === finding.code);
}

function keyOf({ place }: Silence, code: string): string {
  return `${place.uri} ${String(place.start.line)} ${String(place.start.character)} ${code}`;
}

function findingsAbout(silence: Silence, isUsed: (code: Finding['code']) => boolean): Finding[] {
  if (silence.codes.length === 0) return [notUnderstood(silence.place)];
  const unreasoned = silence.reason === undefined ? [withoutReason(silence)] : [];
  const perCode = silence.codes.flatMap(({ text, place }): Finding[] => {
    const code = parseFindingCode(text);
    if (code === undefined) return [cannotBeSilenced(place, `there is no finding ${text}`)];
    if (isFixed(code)) return [cannotBeSilenced(place, `${code} cannot be silenced: what the text says wrongly is not in the model`)];
    return silence.reason === undefined || isUsed(code) ? [] : [unused(place, code)];
  });
  return [...unreasoned, ...perCode];
}

function withoutReason({ codes, place }: Silence): Finding {
  const list = codes.map(({ text }) => text).join(', ');
  const message = `this comment silences nothing without a reason: write \`// ostopo: allow ${list} because …\`, so that the next reader knows why it may stay`;
  return createFinding('OST6101', { message, place });
}

function unused(place: SourcePlace, code: string): Finding {
  return createFinding('OST6102', { message: `there is no ${code} on the line this comment speaks of: remove it`, place, data: { code } });
}

function cannotBeSilenced(place: SourcePlace, why: string): Finding {
  return createFinding('OST6103', { message: `this comment silences nothing: ${why}`, place });
}

function notUnderstood(place: SourcePlace): Finding {
  const message =
    'this comment says nothing to ostopo: expected `// ostopo: allow CODE because REASON`, with one code or several parted by commas';
  return createFinding('OST6103', { message, place });
}
