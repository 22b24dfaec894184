import { sortedBy } from '#core/base';
import { type Finding, type Severities, type Silence, type SilencedFinding, applySeverities, applySilences } from '#core/diagnostics';
import type { Topology } from '#core/model';
import { checkTopology } from '#core/rules';
import type { Deployment } from './deployment.ts';
import { checkPins } from './lock/check-pins.ts';
import { type Lock, NO_LOCK } from './lock/lock.ts';
import { planDeployment } from './plan-deployment.ts';
import type { PlanMemory } from './plan-memory.ts';

/** All that is known of a model: what is wrong with it, and the deployment as far as it can be planned. */
export interface Analysis {
  /** What counts, in the order of the text. */
  readonly findings: readonly Finding[];
  /** What comments of the text silence. */
  readonly silenced: readonly SilencedFinding[];
  readonly deployment: Deployment;
}

/** What an analysis may take into account beside the model. */
export interface AnalysisOptions {
  /** Derived values as they once were: the model's lock file (`readLock`). */
  readonly lock?: Lock;
  /** Severities that settings change. */
  readonly severities?: Severities;
  /** The comments of the text that silence findings. */
  readonly silences?: readonly Silence[];
  /** What was planned of earlier versions of the model. */
  readonly memory?: PlanMemory;
}

/** Checks and plans a topology; `earlier` are the findings of its text, merged with the rules' and the plan's in the order of their places. */
export function analyse(topology: Topology, earlier: readonly Finding[] = [], options: AnalysisOptions = {}): Analysis {
  const { severities = new Map(), silences = [], lock = NO_LOCK, memory } = options;
  const { deployment, findings } = planDeployment(topology, lock, memory);
  const all = [...earlier, ...checkTopology(topology), ...findings, ...checkPins(topology, lock)];
  const settled = applySilences(all, silences, severities);
  return { deployment, findings: sortFindings(applySeverities(settled.findings, severities)), silenced: settled.silenced };
}

/** In the order of the text, each once: two findings are the same when code, place and message are. */
function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  const unique = new Map(findings.map((finding) => [keyOf(finding), finding]));
  return sortedBy(
    unique.values(),
    ({ place }) => place.uri,
    ({ place }) => place.start.line,
    ({ place }) => place.start.character,
    ({ code }) => code,
    ({ message }) => message,
  );
}

function keyOf({ code, place, message }: Finding): string {
  return [code, place.uri, place.start.line, place.start.character, place.end.line, place.end.character, message].join(' ');
}
