import { compact, sortedBy } from '#core/base';
import type { Finding, FindingCode } from '#core/diagnostics';
import {
  type Prefix,
  addressBits,
  parseAddress,
  parseInterfaceAddress,
  prefixContains,
  prefixOf,
  prefixesOverlap,
  printAddress,
  printPrefix,
} from '#core/net';
import * as ast from '../generated/ast.ts';
import { removeNodes, removeValues, replaceValues } from './block-edits.ts';
import type { FixContext } from './fix-context.ts';
import { type Fix, type FixMaker, possible, preferred } from './fix.ts';

/** Addresses that a port may use beside its own. */
export const ALLOWED_ADDRESS_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST5008: join,
  OST5009: drop,
};

/** Neutron's `max_allowed_address_pair`. */
const MOST = 10;

/** The same addresses in as few CIDRs as they fit in; where that is not few enough, only a person knows which to give up. */
function join({ element }: Finding, context: FixContext): readonly Fix[] {
  const port = context.nodeOf(element);
  const statements = ast.isVmPort(port) ? port.properties.filter(ast.isAllowedAddress) : [];
  const [first, ...others] = statements;
  const written = statements.flatMap(({ addresses }) => addresses.map(readPrefix));
  const prefixes = compact(written);
  if (!first || prefixes.length < written.length || statements.some(({ mac }) => mac !== undefined)) return [];
  const joined = joinPrefixes(prefixes).map(spell);
  if (joined.length > MOST) return [];
  return [preferred(`Join them: ${joined.join(', ')}`, ...replaceValues(first, 'addresses', joined), ...removeNodes(others))];
}

function readPrefix(text: string): Prefix | undefined {
  const address = parseAddress(text);
  const written = address ? { address, length: addressBits(address.version) } : parseInterfaceAddress(text);
  return written && prefixOf(written);
}

function spell(prefix: Prefix): string {
  return prefix.length === addressBits(prefix.address.version) ? printAddress(prefix.address) : printPrefix(prefix);
}

/** The fewest prefixes that hold these addresses and no other. */
function joinPrefixes(prefixes: readonly Prefix[]): readonly Prefix[] {
  const inOrder = sortedBy(
    prefixes,
    ({ address }) => address.version,
    ({ address }) => address.value,
    ({ length }) => length,
  );
  const joined: Prefix[] = [];
  for (const prefix of inOrder) {
    const last = joined.at(-1);
    if (last && prefixesOverlap(last, prefix)) continue;
    joined.push(prefix);
    for (let whole = wholeOf(joined); whole; whole = wholeOf(joined)) joined.splice(-2, 2, whole);
  }
  return joined;
}

/** The prefix that the last two are the halves of. */
function wholeOf(prefixes: readonly Prefix[]): Prefix | undefined {
  const [low, high] = prefixes.slice(-2);
  if (!low || !high) return undefined;
  if (low.length === 0 || low.length !== high.length || low.address.version !== high.address.version) return undefined;
  const whole = prefixOf({ address: low.address, length: low.length - 1 });
  return prefixContains(whole, high.address) ? whole : undefined;
}

/** The one at the finding's place. */
function drop({ place, related }: Finding, context: FixContext): readonly Fix[] {
  const node = context.nodeAt(place);
  const offset = context.documentAt(place)?.textDocument.offsetAt(place.start);
  if (!node || !ast.isAllowedAddress(node)) return [];
  const offer = related.length > 0 ? preferred : possible; // a repeat is told together with the first
  return [offer(`Remove \`${context.textAt(place)}\``, ...removeValues(node, 'addresses', (value) => value.offset === offset))];
}
