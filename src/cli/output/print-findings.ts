import type { SourcePlace } from '#core/base';
import type { Finding, Severity } from '#core/diagnostics';
import type { Palette } from './terminal.ts';
import { displayPath } from '../input/display-path.ts';

/** `FILE:LINE:COLUMN`, counted from 1. */
export function printPlace(place: SourcePlace): string {
  return `${displayPath(place.uri)}:${String(place.start.line + 1)}:${String(place.start.character + 1)}`;
}

/** Findings as compilers print them, with the other parties indented below. */
export function printFindings(findings: readonly Finding[], paint: Palette): string {
  return findings.map((finding) => printFinding(finding, paint)).join('');
}

function printFinding(finding: Finding, paint: Palette): string {
  const head = `${paint.bold(printPlace(finding.place))}: ${severityPaint(finding.severity, paint)(finding.severity)} ${finding.code}: ${finding.message}\n`;
  const related = finding.related.map((other) => paint.dim(`    ${printPlace(other.place)}: ${other.message}`) + '\n');
  return head + related.join('');
}

function severityPaint(severity: Severity, paint: Palette): (text: string) => string {
  switch (severity) {
    case 'error':
      return paint.red;
    case 'warning':
      return paint.yellow;
    case 'information':
    case 'hint':
      return paint.blue;
  }
}

/** `2 errors, 1 warning`, or `no findings`. */
export function summariseFindings(findings: readonly Finding[]): string {
  const count = (severity: Severity, one: string, many: string) => {
    const n = findings.filter((finding) => finding.severity === severity).length;
    return n === 0 ? [] : [`${String(n)} ${n === 1 ? one : many}`];
  };
  const parts = [
    ...count('error', 'error', 'errors'),
    ...count('warning', 'warning', 'warnings'),
    ...count('information', 'note', 'notes'),
    ...count('hint', 'hint', 'hints'),
  ];
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}
