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
