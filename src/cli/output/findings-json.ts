import type { SourcePlace } from '#core/base';
import type { Finding, SilencedFinding } from '#core/diagnostics';
import { displayPath } from '../input/display-path.ts';

/**
 * `check --format json`, schema 1 (docs/schemas/check.json). Lines and columns count from 1; `fixes` are the editor's quick fixes, by title;
 * `silenced` are findings that comments of the text silence, with their reasons.
 */
export function findingsToJson(
  findings: readonly Finding[],
  silenced: readonly SilencedFinding[],
  fixTitles: (finding: Finding) => readonly string[],
): unknown {
  return {
    schema: 1,
    findings: findings.map((finding) => ({ ...toJson(finding), fixes: fixTitles(finding) })),
    silenced: silenced.map(({ finding, reason }) => ({ ...toJson(finding), reason })),
  };
}

function toJson(finding: Finding) {
  return {
    code: finding.code,
    severity: finding.severity,
    message: finding.message,
    ...range(finding.place),
    element: finding.element ?? null,
    related: finding.related.map((other) => ({
      message: other.message,
      file: displayPath(other.place.uri),
      line: other.place.start.line + 1,
      column: other.place.start.character + 1,
    })),
  };
}

function range(place: SourcePlace) {
  return {
    file: displayPath(place.uri),
    line: place.start.line + 1,
    column: place.start.character + 1,
    endLine: place.end.line + 1,
    endColumn: place.end.character + 1,
  };
}
