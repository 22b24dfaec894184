import { DiagnosticSeverity, type Diagnostic, DiagnosticTag } from 'vscode-languageserver';
import type { SourcePlace } from '#core/base';
import type { Finding, Severity } from '#core/diagnostics';
import type { FindingPages } from './finding-pages.ts';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Rules whose finding means that a part of the text has no effect: editors fade it. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set(['OST4031', 'OST4032', 'OST5001', 'OST5007', 'OST5012', 'OST5013']);

/** A finding as editors show it: its code leads to its page where `pages` knows one; `data` travels on to quick fixes. */
export function findingToDiagnostic(finding: Finding, pages?: FindingPages): Diagnostic {
  const href = pages?.of(finding.code);
  return {
    range: placeToRange(finding.place),
    severity: SEVERITIES[finding.severity],
    code: finding.code,
    ...(href !== undefined && { codeDescription: { href } }),
    source: 'ostopo',
    message: finding.message,
    ...(finding.related.length > 0 && {
      relatedInformation: finding.related.map(({ message, place }) => ({
        message,
        location: { uri: place.uri, range: placeToRange(place) },
      })),
    }),
    ...(WITHOUT_EFFECT.has(finding.code) && { tags: [DiagnosticTag.Unnecessary] }),
    data: finding.data,
  };
}

/** A place of the model as the protocol's range. */
export function placeToRange({ start, end }: SourcePlace): Diagnostic['range'] {
  return { start: { ...start }, end: { ...end } };
}
