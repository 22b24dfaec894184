import type { ElementId, SourcePlace } from '#core/base';
import { CATALOGUE, type FindingCode } from './catalogue.ts';
import type { Finding } from './finding.ts';

/** What a finding says beyond its code: the severity comes from the catalogue. */
export interface FindingParts {
  readonly message: string;
  readonly place: SourcePlace;
  readonly related?: Finding['related'];
  readonly element?: ElementId;
  readonly data?: Finding['data'];
}

/** Makes a finding of a code, with the severity the catalogue gives it. */
export function createFinding(code: FindingCode, parts: FindingParts): Finding {
  const { message, place, related = [], element, data = {} } = parts;
  return { code, severity: CATALOGUE[code].severity, message, place, related, element, data };
}
