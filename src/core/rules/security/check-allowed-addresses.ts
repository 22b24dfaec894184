import type { SourcePlace } from '#core/base';
import { type Finding, type FindingCode, createFinding } from '#core/diagnostics';
import type { VmPort } from '#core/model';
import { isMulticastMac, type Prefix, parseInterfaceAddress, prefixOf, prefixesOverlap, printMac, printPrefix } from '#core/net';
import { known } from '#core/base';
import { describeElement, nthPlace } from '../describe-element.ts';
import { findRepeats } from '../find-repeats.ts';
import type { Rule } from '../rule.ts';

/** Neutron's `max_allowed_address_pair`. */
const MOST = 10;

/** OST5008 more than ten, OST5009 repeated or multicast (neutron-dataplane 9.4). Without port security they are OST5006. */
export const checkAllowedAddresses: Rule = ({ topology }) =>
  topology.ports.flatMap((port) => {
    if (port.allowedAddresses.length === 0) return [];
    const pairs = port.allowedAddresses.map((pair, index): Pair => ({ ...pair, index, place: nthPlace(port, 'allowed-address', index) }));
    return [
      ...(pairs.length > MOST ? [tooMany(port, pairs)] : []),
      ...findRepeats(pairs, keyOf).map(({ first, repeat }) => repeated(port, first, repeat)),
      ...pairs.flatMap((pair) => multicast(port, pair)),
    ];
  });

type Pair = VmPort['allowedAddresses'][number] & { readonly index: number; readonly place: SourcePlace };

/** The port's own MAC is what a pair without one has. */
function keyOf({ prefix, mac }: Pair): string {
  return `${printPrefix(prefix)} ${mac === undefined ? '' : printMac(mac)}`;
}

function report(code: FindingCode, port: VmPort, { place }: Pair, message: string, related: Finding['related'] = []): Finding {
  return createFinding(code, { message, place, related, element: port.id });
}

function tooMany(port: VmPort, pairs: readonly Pair[]): Finding {
  const first = known(pairs[MOST], 'the first address too many');
  return report(
    'OST5008',
    port,
    first,
    `${describeElement(port)} has ${String(pairs.length)} allowed addresses, and Neutron stores ${String(MOST)} at most: the port would be refused. Join some of them into a CIDR.`,
  );
}

function repeated(port: VmPort, first: Pair, repeat: Pair): Finding {
  const message = `${describeElement(port)} already allows ${printPrefix(repeat.prefix)} with this MAC: Neutron refuses the second of two equal ones. Remove one.`;
  return report('OST5009', port, repeat, message, [{ message: 'the first of the two', place: first.place }]);
}

const MULTICAST: readonly Prefix[] = ['224.0.0.0/4', 'ff00::/8'].map((text) => prefixOf(known(parseInterfaceAddress(text), text)));

/** A prefix that holds more than multicast addresses is what it is elsewhere too: 0.0.0.0/0 is a way to turn the check off. */
function multicast(port: VmPort, pair: Pair): readonly Finding[] {
  const { prefix, mac } = pair;
  const range = MULTICAST.find((candidate) => candidate.length <= prefix.length && prefixesOverlap(candidate, prefix));
  if (range)
    return [
      report(
        'OST5009',
        port,
        pair,
        `${printPrefix(prefix)} is multicast: no packet may come from such an address, so Neutron refuses to allow it for ${describeElement(port)}. Take a unicast one.`,
      ),
    ];
  if (mac === undefined || !isMulticastMac(mac)) return [];
  return [
    report(
      'OST5009',
      port,
      pair,
      `the MAC ${printMac(mac)} is multicast: no frame may come from it, so it cannot be allowed for ${describeElement(port)}. Take a unicast one.`,
    ),
  ];
}
