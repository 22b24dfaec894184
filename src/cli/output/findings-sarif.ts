import { type SourcePlace, compareText } from '#core/base';
import { CATALOGUE, type Finding, type FindingCode, type Severity, type SilencedFinding } from '#core/diagnostics';
import { displayPath } from '../input/display-path.ts';

/** Findings as SARIF 2.1.0 (OASIS), for code scanning; those that comments silence are suppressed results with their reasons. */
export function findingsToSarif(findings: readonly Finding[], silenced: readonly SilencedFinding[], version: string): unknown {
  const all = [...findings, ...silenced.map(({ finding }) => finding)];
  const codes = [...new Set(all.map((finding) => finding.code))].sort(compareText);
  const toResult = (finding: Finding) => ({
    ruleId: finding.code,
    ruleIndex: codes.indexOf(finding.code),
    level: toLevel(finding.severity),
    message: { text: finding.message },
    locations: [{ physicalLocation: toLocation(finding.place) }],
    relatedLocations: finding.related.map((other, id) => ({
      id,
      message: { text: other.message },
      physicalLocation: toLocation(other.place),
    })),
  });
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ostopo', version, rules: codes.map(toRule) } },
        columnKind: 'utf16CodeUnits',
        results: [
          ...findings.map((finding) => ({ ...toResult(finding), suppressions: [] })),
          ...silenced.map(({ finding, reason }) => ({
            ...toResult(finding),
            suppressions: [{ kind: 'inSource', status: 'accepted', justification: reason }],
          })),
        ],
      },
    ],
  };
}

function toRule(code: FindingCode) {
  return {
    id: code,
    shortDescription: { text: CATALOGUE[code].title },
    defaultConfiguration: { level: toLevel(CATALOGUE[code].severity) },
  };
}

function toLevel(severity: Severity): 'error' | 'warning' | 'note' {
  return severity === 'error' || severity === 'warning' ? severity : 'note';
}

function toLocation(place: SourcePlace) {
  return {
    artifactLocation: { uri: encodeURI(displayPath(place.uri)) },
    region: {
      startLine: place.start.line + 1,
      startColumn: place.start.character + 1,
      endLine: place.end.line + 1,
      endColumn: place.end.character + 1,
    },
  };
}
