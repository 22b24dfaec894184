import type { FieldName } from './field.ts';

/** Bits of a field: `NXM_OF_VLAN_TCI[0..11]` is `{field: 'vlan_tci', start: 0, bits: 12}`. */
export interface Subfield {
  readonly field: FieldName;
  readonly start: number;
  readonly bits: number;
}

/** A port an action names. */
export type OutputPort = number | 'in_port' | 'local' | 'all' | 'flood' | 'normal';

/** One clause of `learn()`: a match of the new flow, or an action of it. */
export type LearnClause =
  | { readonly kind: 'match-field'; readonly target: Subfield; readonly source: Subfield }
  | { readonly kind: 'match-value'; readonly target: Subfield; readonly value: bigint }
  | { readonly kind: 'load-field'; readonly target: Subfield; readonly source: Subfield }
  | { readonly kind: 'load-value'; readonly target: Subfield; readonly value: bigint }
  | { readonly kind: 'output'; readonly source: Subfield };

/** A connection tracking zone: a number, or read from a field when the packet passes. */
export type ConntrackZone = { readonly kind: 'number'; readonly zone: number } | { readonly kind: 'field'; readonly source: Subfield };

/** What `ct(…,exec(…))` may do to the connection. */
export type ConntrackExec = Extract<Action, { kind: 'set-field' | 'load' | 'move' }>;

/** Actions and instructions (ovs-actions(7)), as Neutron's agent uses them. */
export type Action =
  | { readonly kind: 'output'; readonly port: OutputPort }
  | { readonly kind: 'goto-table'; readonly table: number }
  | { readonly kind: 'resubmit'; readonly port: number | undefined; readonly table: number | undefined }
  | { readonly kind: 'push-vlan'; readonly ethertype: number }
  | { readonly kind: 'pop-vlan' }
  | { readonly kind: 'set-field'; readonly field: FieldName; readonly value: bigint; readonly mask: bigint | undefined }
  | { readonly kind: 'load'; readonly target: Subfield; readonly value: bigint }
  | { readonly kind: 'move'; readonly source: Subfield; readonly target: Subfield }
  | {
      readonly kind: 'learn';
      readonly table: number;
      readonly priority: number;
      readonly hardTimeoutSeconds: number;
      readonly idleTimeoutSeconds: number;
      readonly cookie: bigint;
      readonly clauses: readonly LearnClause[];
    }
  | {
      /** Sends the packet through connection tracking; without `table` the tracked copy goes no further. */
      readonly kind: 'ct';
      /** Takes the connection up, or keeps it, in the tracker. */
      readonly commit: boolean;
      /** Makes the packet the first one of its connection. */
      readonly force: boolean;
      /** Where a copy goes on as tracked; the packet itself goes on with the next action, not tracked. */
      readonly table: number | undefined;
      readonly zone: ConntrackZone;
      /** Done to the connection on commit: `set_field:0x1->ct_mark`. */
      readonly exec: readonly ConntrackExec[];
    }
  | { readonly kind: 'ct-clear' }
  /** Dimension `clause` (from 1) of `clauses` of the conjunctive match `id`. */
  | { readonly kind: 'conjunction'; readonly id: number; readonly clause: number; readonly clauses: number }
  | { readonly kind: 'meter'; readonly meter: number }
  | { readonly kind: 'set-queue'; readonly queue: number }
  /** Sends up to `maxLengthBytes` of the packet to the controller. */
  | { readonly kind: 'controller'; readonly maxLengthBytes: number }
  /** Understood by Open vSwitch, kept as its text, not followed by the emulator: `clone(…)`, `group:…`, `ct(nat,…)` … */
  | { readonly kind: 'unsupported'; readonly text: string };
