import { CATALOGUE, type FindingCode } from './catalogue.ts';
import type { Finding, Severity } from './finding.ts';

/** What a code counts as: a severity in place of its own, or not at all. */
export type SeveritySetting = Severity | 'off';

/** The codes whose severity somebody changed. */
export type Severities = ReadonlyMap<FindingCode, SeveritySetting>;

/** Every setting there is, the gravest first. */
export const SEVERITY_SETTINGS: readonly SeveritySetting[] = ['error', 'warning', 'information', 'hint', 'off'];

/** Settings that were understood, and why the others were not. */
export interface ReadSeverities {
  readonly severities: Severities;
  readonly errors: readonly string[];
}

/** Reads settings such as `OST5006` → `off`, from a command line or an editor's settings. Of two for one code the later counts. */
export function readSeverities(settings: Iterable<readonly [code: string, setting: unknown]>): ReadSeverities {
  const severities = new Map<FindingCode, SeveritySetting>();
  const errors: string[] = [];
  for (const [text, wanted] of settings) {
    const [code, setting] = [parseFindingCode(text), SEVERITY_SETTINGS.find((known) => known === wanted)];
    if (code === undefined) errors.push(`there is no finding ${text}`);
    else if (setting === undefined) errors.push(`${code} cannot be ${String(wanted)}: expected ${SEVERITY_SETTINGS.join(', ')}`);
    else if (isFixed(code)) errors.push(`${code} is always an error: what the text says wrongly is not in the model`);
    else severities.set(code, setting);
  }
  return { severities, errors };
}

/** A code by its name; `undefined` when there is none. */
export function parseFindingCode(text: string): FindingCode | undefined {
  return Object.hasOwn(CATALOGUE, text) ? (text as FindingCode) : undefined; // tested just now
}

/** Errors of the text itself: they can be neither changed nor silenced, for the model lacks what they are about. */
export function isFixed(code: FindingCode): boolean {
  return CATALOGUE[code].severity === 'error' && (code.startsWith('OST0') || code.startsWith('OST1') || code === 'OST6001');
}

/** The findings with the severities that are set, without those that are off. */
export function applySeverities(findings: readonly Finding[], severities: Severities): readonly Finding[] {
  if (severities.size === 0) return findings;
  return findings.flatMap((finding) => {
    const setting = severities.get(finding.code);
    if (setting === undefined || isFixed(finding.code)) return [finding];
    return setting === 'off' ? [] : [{ ...finding, severity: setting }];
  });
}
