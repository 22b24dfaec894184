import type { ElementId } from '#core/base';
import { type CompiledFabric, compileFabric } from '#core/compile';
import type { Finding, Severities } from '#core/diagnostics';
import { type Element, type Topology, indexTopology } from '#core/model';
import { type Deployment, type Lock, NO_LOCK, type PlanMemory, type ReadLock, analyse } from '#core/plan';
import { type ElementNodes, type OstopoModel, createElementNodes } from '#language';
import { createSummaries } from '../facts/summarise.ts';
import { pause } from './pause.ts';

/** Everything known of one version of a document. */
export interface Analysis {
  /** The version of the document, as the editor counts. */
  readonly version: number;
  readonly lowered: OstopoModel;
  readonly topology: Topology;
  readonly deployment: Deployment;
  /** The derived values that were kept, from the model's lock file. */
  readonly lock: Lock;
  /** Of the text, the lock file, the rules and the plan, in the order of the text. */
  readonly findings: readonly Finding[];
  readonly elements: ReadonlyMap<ElementId, Element>;
  /** The elements each syntax node stands for. */
  readonly elementsByNode: ElementNodes;
  /** What tells elements apart in a list. */
  readonly summaryOf: (id: ElementId) => string | undefined;
  /** What the hosts are programmed with; made when first asked for. */
  readonly compiled: () => Promise<CompiledFabric>;
}

/** What a model is analysed with. */
export interface AnalysisInput {
  /** What was planned of earlier versions of the model. */
  readonly memory: PlanMemory;
  /** The model's lock file, if it has one. */
  readonly lock: ReadLock | undefined;
  readonly severities: Severities;
}

/** Checks and plans a lowered model. */
export function createAnalysis(version: number, lowered: OstopoModel, { memory, lock: file, severities }: AnalysisInput): Analysis {
  const { topology, silences } = lowered;
  const lock = file?.lock ?? NO_LOCK;
  const { deployment, findings } = analyse(topology, [...lowered.findings, ...(file?.findings ?? [])], {
    silences,
    memory,
    lock,
    severities,
  });
  let compiled: Promise<CompiledFabric> | undefined;
  let elements: Analysis['elements'] | undefined;
  return {
    version,
    lowered,
    topology,
    deployment,
    lock,
    findings,
    get elements() {
      return (elements ??= indexTopology(topology));
    },
    elementsByNode: createElementNodes(lowered),
    summaryOf: createSummaries(topology, deployment),
    compiled: () => (compiled ??= pause().then(() => compileFabric(deployment))),
  };
}
