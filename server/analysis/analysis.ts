import type { AstNode } from 'langium';
import type { ElementId } from '#core/base';
import { type CompiledFabric, compileFabric } from '#core/compile';
import type { Finding } from '#core/diagnostics';
import { type Element, type Topology, indexTopology } from '#core/model';
import { type Deployment, type PlanMemory, analyse } from '#core/plan';
import type { OstopoModel } from '#language';
import { createSummaries } from '../facts/summarise.ts';
import { indexNodes } from './element-nodes.ts';

/** Everything known of one version of a document. */
export interface Analysis {
  /** The version of the document, as the editor counts. */
  readonly version: number;
  readonly lowered: OstopoModel;
  readonly topology: Topology;
  readonly deployment: Deployment;
  /** Of the text, the rules and the plan, in the order of the text. */
  readonly findings: readonly Finding[];
  readonly elements: ReadonlyMap<ElementId, Element>;
  /** The elements each syntax node stands for; made when first asked for. */
  readonly elementsByNode: () => ReadonlyMap<AstNode, readonly ElementId[]>;
  /** What tells elements apart in a list. */
  readonly summaryOf: (id: ElementId) => string | undefined;
  /** What the hosts are programmed with; made when first asked for. */
  readonly compiled: () => CompiledFabric;
}

/** Checks and plans a lowered model; `memory` has what was planned of earlier versions of it. */
export function createAnalysis(version: number, lowered: OstopoModel, memory: PlanMemory): Analysis {
  const { topology } = lowered;
  const { deployment, findings } = analyse(topology, lowered.findings, { silences: lowered.silences, memory });
  let compiled: CompiledFabric | undefined;
  let elements: Analysis['elements'] | undefined;
  let byNode: ReturnType<typeof indexNodes> | undefined;
  const analysis: Analysis = {
    version,
    lowered,
    topology,
    deployment,
    findings,
    get elements() {
      return (elements ??= indexTopology(topology));
    },
    elementsByNode: () => (byNode ??= indexNodes(analysis)),
    summaryOf: createSummaries(topology, deployment),
    compiled: () => (compiled ??= compileFabric(deployment)),
  };
  return analysis;
}
