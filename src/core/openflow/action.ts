import type { FieldName } from './field.ts';

/** Bits of a field: `NXM_OF_VLAN_TCI[0..11]` is `{field: 'vlan_tci', start: 0, bits: 12}`. */
export interface Subfield {
  readonly field: FieldName;
  readonly start: number;
  readonly bits: number;
}

/** A port an action names. */
export type OutputPort = number | 'in_port' | 'local' | 'all' | 'flood' | 'normal' | 'controller';

/** One clause of `learn()`: a match of the new flow, or an action of it. */
export type LearnClause =
  | { readonly kind: 'match-field'; readonly target: Subfield; readonly source: Subfield }
  | { readonly kind: 'match-value'; readonly target: Subfield; readonly value: bigint }
  | { readonly kind: 'load-field'; readonly target: Subfield; readonly source: Subfield }
  | { readonly kind: 'load-value'; readonly target: Subfield; readonly value: bigint }
  | { readonly kind: 'output'; readonly source: Subfield };

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
  /** Understood by Open vSwitch, kept as its text, not followed by the emulator: `ct(…)`, `conjunction(…)`, `meter:…` … */
  | { readonly kind: 'unsupported'; readonly text: string };
