import { type SourcePlace, compact } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Element, placeOf } from '#core/model';
import { type InterfaceAddress, printPrefix, prefixOf } from '#core/net';
import { describeElement, nthPlace } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST2001: host bits of the other side of a rule, and of an allowed address. */
export const checkHostBits: Rule = ({ topology }) => [
  ...topology.securityGroups.flatMap((group) =>
    group.rules.flatMap((rule) => {
      const written = rule.remote.kind === 'prefix' ? rule.remote.written : undefined;
      const side = rule.direction === 'ingress' ? 'from' : 'to';
      const owner = `a rule of ${describeElement(group)}`;
      return written ? [hostBits(rule, written, { place: placeOf(rule, side), owner, effect: 'lets in or out' })] : [];
    }),
  ),
  ...topology.ports.flatMap((port) =>
    compact(
      port.allowedAddresses.map(({ written }, index) => {
        const place = nthPlace(port, 'allowed-address', index);
        return written && hostBits(port, written, { place, owner: describeElement(port), effect: 'may send from' });
      }),
    ),
  ),
];

interface Written {
  readonly place: SourcePlace;
  readonly owner: string;
  /** What it does with the range. */
  readonly effect: string;
}

function hostBits(element: Element, written: InterfaceAddress, { place, owner, effect }: Written): Finding {
  const cidr = printPrefix(prefixOf(written));
  const message = `\`${printPrefix(written)}\` has bits beyond its prefix length: ${owner} ${effect} all of ${cidr}, which may be more than was meant. Write \`${cidr}\`, or the prefix length that fits.`;
  return createFinding('OST2001', { message, place, element: element.id, data: { cidr } });
}
