import type { ElementId } from '#core/base';
import type { Action } from './action.ts';
import type { FieldName } from './field.ts';

/** One field of a match: `value` under `mask`; no mask means every bit counts. Values are unsigned and of the field's width. */
export interface FieldMatch {
  readonly field: FieldName;
  readonly value: bigint;
  readonly mask: bigint | undefined;
}

/** Why a flow exists: hovering it, or a trace step on it, leads back to the model and to Neutron. */
export interface Origin {
  /** The stage that made it: `br-tun/flood`, `br-int/anti-spoof` … */
  readonly stage: string;
  /** The model element it exists for. */
  readonly element: ElementId;
  /** Neutron's counterpart: file and function, `br_tun.py install_flood_to_tun`. */
  readonly neutron: string;
}

/** An OpenFlow 1.3 flow. The match is in `ovs-ofctl`'s order of fields; a field appears once; prerequisites (`dl_type`) are fields of their own. */
export interface Flow {
  readonly table: number;
  readonly priority: number;
  readonly match: readonly FieldMatch[];
  /** Instructions and actions in the order of the text; none of them means drop. */
  readonly actions: readonly Action[];
  readonly hardTimeoutSeconds?: number;
  readonly idleTimeoutSeconds?: number;
  /** Absent on flows read from text and on learned ones. */
  readonly origin?: Origin;
}
