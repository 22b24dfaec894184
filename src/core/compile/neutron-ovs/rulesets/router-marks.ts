import type { RuleMatch, RuleTarget } from '#core/netfilter';

/** The upper half of the mark says which address scope a packet came from, the lower half what was done to it (neutron-dataplane 7.2). */
const SCOPE_MASK = 0xffff0000;
const DEED_MASK = 0xffff;
/** The first scope handed out, "no scope": 1024 in the upper half. */
const NO_SCOPE = 0x4000000;
/** `metadata_access_mark`. */
const METADATA = 0x1;
/** `external_ingress_mark`. */
const FROM_OUTSIDE = 0x2;

/** The packet asks for metadata. */
export const MARK_METADATA: RuleTarget = { kind: 'set-mark', value: METADATA, mask: DEED_MASK };
/** The packet was marked so. */
export const ASKS_FOR_METADATA: RuleMatch = { kind: 'mark', value: METADATA, mask: DEED_MASK, negated: false };
/** The packet came in at the gateway. */
export const MARK_FROM_OUTSIDE: RuleTarget = { kind: 'set-mark', value: FROM_OUTSIDE, mask: DEED_MASK };
/** The packet was not marked so. */
export const NOT_FROM_OUTSIDE: RuleMatch = { kind: 'mark', value: FROM_OUTSIDE, mask: DEED_MASK, negated: true };
/** The packet came in at a device without address scope. */
export const MARK_SCOPE: RuleTarget = { kind: 'set-mark', value: NO_SCOPE, mask: SCOPE_MASK };
/** It came from another scope. */
export const OTHER_SCOPE: RuleMatch = { kind: 'mark', value: NO_SCOPE, mask: SCOPE_MASK, negated: true };
/** The connection has no scope noted yet. */
export const SCOPE_NOT_NOTED: RuleMatch = { kind: 'connmark', value: 0, mask: SCOPE_MASK, negated: false };
/** The connection has a scope noted. */
export const SCOPE_NOTED: RuleMatch = { kind: 'connmark', value: 0, mask: SCOPE_MASK, negated: true };
/** Notes the packet's scope with its connection. */
export const SAVE_SCOPE: RuleTarget = { kind: 'save-mark', mask: SCOPE_MASK };
/** Gives the packet the scope of its connection. */
export const RESTORE_SCOPE: RuleTarget = { kind: 'restore-mark', mask: SCOPE_MASK };
