import type { FieldName } from '#core/openflow';
import type { BridgePlan } from '#core/plan';

/**
 * One table of a bridge's pipeline: what its flows may match and where they may send a frame. Every flow is checked against its table
 * when it is made (`createFlow`), and docs/pipeline.md is written from this data.
 */
export interface PipelineTable {
  readonly bridge: BridgePlan['kind'];
  readonly number: number;
  /** Neutron's name (neutron_lib/plugins/ml2/ovs_constants.py). */
  readonly name: string;
  /** What it is for, in one sentence. */
  readonly purpose: string;
  readonly matches: readonly FieldName[];
  /** The same, to be asked. */
  readonly fields: ReadonlySet<FieldName>;
  /** Tables its flows may go to: by `goto_table`, `resubmit` or as the tracked copy that `ct` makes. */
  readonly next: readonly number[];
  /** How frames may leave the pipeline here. */
  readonly outputs: readonly ('normal' | 'port' | 'in_port' | 'controller')[];
  /** Tables its flows may `learn()` into. */
  readonly learnsInto: readonly number[];
  /** Whether its flows may translate addresses by connection tracking, which the emulator does not follow. */
  readonly translates: boolean;
}

type Details = Partial<Pick<PipelineTable, 'matches' | 'next' | 'outputs' | 'learnsInto' | 'translates'>>;

/** Declares a table; what is left out it may not do. */
export function declareTable(
  bridge: PipelineTable['bridge'],
  number: number,
  name: string,
  purpose: string,
  details: Details = {},
): PipelineTable {
  const fields = new Set(details.matches);
  return { bridge, number, name, purpose, matches: [], fields, next: [], outputs: [], learnsInto: [], translates: false, ...details };
}
