export type { Finding, Severity } from './finding.ts';
export { CATALOGUE, type FindingCode } from './catalogue.ts';
export { type FindingParts, createFinding } from './create-finding.ts';
export {
  type ReadSeverities,
  SEVERITY_SETTINGS,
  type Severities,
  type SeveritySetting,
  applySeverities,
  isFixed,
  parseFindingCode,
  readSeverities,
} from './severities.ts';
export { leavesOut } from './leaves-out.ts';
export { type SettledFindings, type Silence, type SilencedFinding, applySilences } from './silence.ts';
