import type { SourcePlace } from '#core/base';
import type { Finding, FindingCode } from '#core/diagnostics';
import { ALLOWED_ADDRESS_FIXES } from './allowed-address-fixes.ts';
import { isBefore } from './block-edits.ts';
import { COMMENT_FIXES } from './comment-fixes.ts';
import { type FixContext, isRepeated } from './fix-context.ts';
import type { Fix, FixMaker, FixChange } from './fix.ts';
import { FLOATING_IP_FIXES } from './floating-ip-fixes.ts';
import { GROUP_FIXES } from './group-fixes.ts';
import { GUEST_VALUE_FIXES } from './guest-value-fixes.ts';
import { IDENTITY_FIXES } from './identity-fixes.ts';
import { keepsReadable } from './keeps-readable.ts';
import { MTU_FIXES } from './mtu-fixes.ts';
import { NAME_FIXES } from './name-fixes.ts';
import { PINNED_ADDRESS_FIXES } from './pinned-address-fixes.ts';
import { POOL_FIXES } from './pool-fixes.ts';
import { REACH_FIXES } from './reach-fixes.ts';
import { REPEATED_NAME_FIXES } from './repeated-name-fixes.ts';
import { ROUTE_FIXES } from './route-fixes.ts';
import { ROUTER_FIXES } from './router-fixes.ts';
import { SECURITY_FIXES } from './security-fixes.ts';
import { SEGMENT_FIXES } from './segment-fixes.ts';
import { SHARING_FIXES } from './sharing-fixes.ts';
import { SUBNET_RANGE_FIXES } from './subnet-range-fixes.ts';
import { TRUNK_FIXES } from './trunk-fixes.ts';
import { TUNNEL_FIXES } from './tunnel-fixes.ts';
import { WIRING_FIXES } from './wiring-fixes.ts';

const FIXES: Partial<Record<FindingCode, FixMaker>> = {
  ...NAME_FIXES,
  ...REPEATED_NAME_FIXES,
  ...SUBNET_RANGE_FIXES,
  ...POOL_FIXES,
  ...PINNED_ADDRESS_FIXES,
  ...ROUTE_FIXES,
  ...IDENTITY_FIXES,
  ...TUNNEL_FIXES,
  ...SEGMENT_FIXES,
  ...MTU_FIXES,
  ...WIRING_FIXES,
  ...REACH_FIXES,
  ...ROUTER_FIXES,
  ...FLOATING_IP_FIXES,
  ...SHARING_FIXES,
  ...GUEST_VALUE_FIXES,
  ...TRUNK_FIXES,
  ...SECURITY_FIXES,
  ...GROUP_FIXES,
  ...ALLOWED_ADDRESS_FIXES,
  ...COMMENT_FIXES,
};

/** The codes that some cure is known for. */
export const FIXABLE_CODES: ReadonlySet<FindingCode> = new Set(Object.keys(FIXES) as FindingCode[]); // the record's own keys

/** Cures that hold for every element of a block written once for several, or that change another block. */
const FOR_REPEATED: ReadonlySet<FindingCode> = new Set([
  ...([
    'OST2001',
    'OST2027',
    'OST2035',
    'OST2040',
    'OST2041',
    'OST2042',
    'OST2043',
    'OST2065',
    'OST2067',
    'OST3007',
    'OST3011',
    'OST3012',
    'OST3013',
    'OST3014',
  ] as const),
  ...(['OST4001', 'OST4010', 'OST4011', 'OST4015', 'OST4016', 'OST4019', 'OST4026', 'OST4028', 'OST4029', 'OST4038'] as const),
  ...(['OST5001', 'OST5009', 'OST5012', 'OST5030', 'OST5031', 'OST5040', 'OST5041', 'OST5042', 'OST5043'] as const),
]);

/** The cures of a finding, the obvious one first; a block repeated by `[a..b]` has few, as one value would count for all it stands for. */
export function findFixes(finding: Finding, context: FixContext): readonly Fix[] {
  const { code, element } = finding;
  if (!code.startsWith('OST1') && !FOR_REPEATED.has(code) && isRepeated(context.nodeOf(element))) return [];
  const fixes = FIXES[code]?.(finding, context) ?? [];
  return fixes.filter(({ changes }) => changes.length > 0 && keepsReadable(changes, context));
}

/**
 * The obvious cures of several findings at once; `undefined` when fewer than two fit together. Left out are those that would change what another
 * changed, and the second half of a conflict whose first half is cured. The last come first, as a conflict is told of the later one.
 */
export function fixTogether(findings: readonly Finding[], context: FixContext): readonly FixChange[] | undefined {
  const changes: FixChange[] = [];
  const isChanged = (place: SourcePlace) => changes.some((change) => touches(change.place, place));
  let cured = 0;
  for (const finding of [...findings].reverse()) {
    if (finding.related.some(({ place }) => isChanged(place))) continue;
    const fix = findFixes(finding, context).find(({ isPreferred }) => isPreferred);
    if (!fix || fix.changes.some(({ place }) => isChanged(place))) continue;
    changes.push(...fix.changes);
    cured += 1;
  }
  return cured < 2 || !keepsReadable(changes, context) ? undefined : changes;
}

function touches(a: SourcePlace, b: SourcePlace): boolean {
  return a.uri === b.uri && !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}
