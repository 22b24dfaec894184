import type { Finding, FindingCode } from '#core/diagnostics';
import { printMac } from '#core/net';
import * as ast from '../generated/ast.ts';
import { removeNode } from './block-edits.ts';
import type { FixContext } from './fix-context.ts';
import { type Fix, type FixMaker, possible, preferred, replace } from './fix.ts';

/** MAC addresses and UUIDs: both are derived where they are not pinned. */
export const IDENTITY_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST2030: changeMac,
  OST2031: changeMac,
  OST2032: changeMac,
  OST2033: (finding, context) => unpin(finding, context, 'Let the UUID be derived'),
  OST2034: (finding, context) => unpin(finding, context, 'Let the UUID be derived'),
  OST6002: (finding, context) => removePin(finding, context).map((fix) => ({ ...fix, isPreferred: false })), // or `ostopo lock` is what is due
};

function changeMac(finding: Finding, context: FixContext): readonly Fix[] {
  const mac = printMac(context.free.mac());
  return [
    ...unpin(finding, context, 'Let the MAC address be derived'),
    possible(`Change to \`${mac}\`, which is free`, replace(finding.place, mac)),
  ];
}

/** Removes the property whose value is at the finding's place. */
export function unpin({ place }: Finding, context: FixContext, title: string): readonly Fix[] {
  const node = context.nodeAt(place);
  return node && ast.isSetting(node) ? [preferred(title, removeNode(node))] : [];
}

/** Without the pin the value of the lock file counts. */
function removePin(finding: Finding, context: FixContext): readonly Fix[] {
  const node = context.nodeAt(finding.place);
  const isPin = node && (ast.isLocalVlan(node) || ast.isRouterHost(node));
  return isPin ? [possible('Remove the pin', removeNode(node))] : unpin(finding, context, 'Remove the pin');
}
