import { type SourcePlace, compact } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Element, type Fabric, type Network, type Relations, encapsulationBytes, largestMtu, networkMtu, placeOf } from '#core/model';
import { printPrefix } from '#core/net';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST3011 larger than the underlay carries, OST3014 than the physical network does, OST3012 below IPv4's and OST3013 below IPv6's least (neutron-dataplane 9.2), OST3032 larger than any packet. */
export const checkMtus: Rule = (relations) => [
  ...ofCarriers(relations.topology.fabric),
  ...relations.topology.networks.flatMap((network) =>
    compact([tooLarge(relations, network) ?? absurd(network, placeOf(network, 'mtu'), network.mtuBytes), tooSmall(relations, network)]),
  ),
];

/** The total length of an IPv4 packet has 16 bits (RFC 791), and so has the MTU of an Ethernet device of Linux (ETH_MAX_MTU). */
const MOST = 65535;

function ofCarriers(fabric: Fabric): readonly Finding[] {
  return compact([
    absurd(fabric, fabric.places.properties['underlay.mtu'], fabric.underlay?.mtuBytes),
    absurd(fabric, placeOf(fabric, 'mtu'), fabric.mtuBytes),
    ...fabric.physicalNetworks.map((physical) => absurd(physical, placeOf(physical, 'mtu'), physical.mtuBytes)),
  ]);
}

function absurd(owner: Element, place: SourcePlace | undefined, mtu: number | undefined): Finding | undefined {
  if (!place || mtu === undefined || mtu <= MOST) return undefined;
  const message = `MTU ${String(mtu)} of ${describeElement(owner)} is more than the ${String(MOST)} bytes the largest IP packet has: no device of Linux takes it. Write what the link carries, 1500 or 9000.`;
  return createFinding('OST3032', { message, place, element: owner.id, data: { mtu, most: MOST } });
}

const NAMES = { vxlan: 'VXLAN', gre: 'GRE', geneve: 'Geneve' } as const;

function tooLarge({ topology }: Relations, network: Network): Finding | undefined {
  const largest = largestMtu(topology, network);
  if (network.mtuBytes === undefined || network.mtuBytes <= largest) return undefined;
  return network.segment.kind === 'overlay'
    ? overUnderlay(topology, network, network.mtuBytes, largest)
    : overPhysical(topology, network, network.mtuBytes, largest);
}

function overUnderlay({ fabric }: Relations['topology'], network: Network, mtu: number, largest: number): Finding {
  const type = network.segment.kind === 'overlay' ? network.segment.type : fabric.overlay.type;
  const overhead = encapsulationBytes(type, fabric.underlay?.prefix.address.version ?? 4);
  const carries = largest + overhead;
  const message =
    `${describeElement(network)} has MTU ${String(mtu)}, but ${NAMES[type]} adds ${String(overhead)} bytes and ${String(mtu)} + ${String(overhead)} = ${String(mtu + overhead)} does not fit the underlay's ${String(carries)}: ` +
    `small packets pass, full-size ones between hosts are dropped or split. Write \`mtu ${String(largest)}\` here, or give the underlay at least \`mtu ${String(mtu + overhead)}\`.`;
  return createFinding('OST3011', {
    message,
    place: placeOf(network, 'mtu'),
    related: [
      {
        message: `the underlay carries ${String(carries)} bytes`,
        place: fabric.places.properties['underlay.mtu'] ?? placeOf(fabric, 'underlay'),
      },
    ],
    element: network.id,
    data: { mtu, overhead, largest, underlay: mtu + overhead },
  });
}

function overPhysical({ fabric }: Relations['topology'], network: Network, mtu: number, largest: number): Finding {
  const name = network.segment.kind === 'vlan' || network.segment.kind === 'flat' ? network.segment.physicalNetwork : undefined;
  const physical = fabric.physicalNetworks.find((candidate) => candidate.name === name);
  const carrier = physical ? `the physical network \`${physical.name}\`` : 'the fabric';
  const message = `${describeElement(network)} has MTU ${String(mtu)}, but ${carrier} carries ${String(largest)}: larger packets are dropped on the way. Write \`mtu ${String(largest)}\` here, or raise that of ${carrier}.`;
  return createFinding('OST3014', {
    message,
    place: placeOf(network, 'mtu'),
    related: [{ message: `carries ${String(largest)} bytes`, place: physical ? placeOf(physical, 'mtu') : placeOf(fabric, 'mtu') }],
    element: network.id,
    data: { mtu, largest },
  });
}

/** The least MTU a link may have for IPv4 (RFC 791) and IPv6 (RFC 8200), in bytes. */
const LEAST_IPV4 = 68;
const LEAST_IPV6 = 1280;

function tooSmall({ topology, subnetsOf }: Relations, network: Network): Finding | undefined {
  const mtu = networkMtu(topology, network);
  const how = network.mtuBytes === undefined ? `the MTU left by the underlay, ${String(mtu)},` : `MTU ${String(mtu)}`;
  const place = placeOf(network, 'mtu');
  if (mtu < LEAST_IPV4) {
    const message = `${describeElement(network)} has ${how} which is less than the ${String(LEAST_IPV4)} bytes IPv4 needs (RFC 791). Write a larger \`mtu\`, 1280 or more, and an underlay that carries it.`;
    return createFinding('OST3012', { message, place, element: network.id, data: { mtu, least: LEAST_IPV4 } });
  }
  const subnet = subnetsOf(network.id).find(({ prefix }) => prefix.address.version === 6);
  if (!subnet || mtu >= LEAST_IPV6) return undefined;
  const message = `${describeElement(network)} has ${how} which is less than the ${String(LEAST_IPV6)} bytes IPv6 needs (RFC 8200): guests turn IPv6 off on such a link. Write \`mtu ${String(LEAST_IPV6)}\` or more, or remove the IPv6 subnet.`;
  const related = [{ message: `the IPv6 subnet ${printPrefix(subnet.prefix)}`, place: placeOf(subnet, 'cidr') }];
  return createFinding('OST3013', { message, place, related, element: network.id, data: { mtu, least: LEAST_IPV6 } });
}
