import { type Finding, createFinding } from '#core/diagnostics';
import { type Network, type Relations, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import { type Repeat, findRepeats } from '../find-repeats.ts';
import { onBothPlaces } from '../on-both-places.ts';
import type { Rule } from '../rule.ts';

/** OST3015–OST3019 and OST3021: VLAN and flat networks and the physical networks they stand on (neutron-dataplane 9.1). */
export const checkProviderNetworks: Rule = ({ topology }) => {
  const provider = topology.networks.filter(isProvider);
  const named = provider.filter(({ segment }) => segment.physicalNetwork !== undefined);
  const tagged = named.flatMap((network): Tagged[] =>
    network.segment.kind === 'vlan' && network.segment.vlan !== undefined ? [{ network, vlan: network.segment.vlan }] : [],
  );
  const [possible, impossible] = [tagged.filter(isPossible), tagged.filter((item) => !isPossible(item))];
  const flat = named.filter(({ segment }) => segment.kind === 'flat');
  return [
    ...provider.filter(isNameless).map(namelessFinding),
    ...impossible.map(impossibleFinding),
    ...onBothPlaces(
      findRepeats(possible, ({ network, vlan }) => `${network.segment.physicalNetwork ?? ''} ${String(vlan)}`).map(vlanRepeat),
    ),
    ...possible.flatMap((item) => outsideRange(topology, item)),
    ...findRepeats(flat, ({ segment }) => segment.physicalNetwork).map(flatRepeat),
    ...uncarried(topology, named),
  ];
};

type ProviderNetwork = Network & { readonly segment: Extract<Network['segment'], { kind: 'vlan' | 'flat' }> };

interface Tagged {
  readonly network: ProviderNetwork;
  readonly vlan: number;
}

function isProvider(network: Network): network is ProviderNetwork {
  return network.segment.kind === 'vlan' || network.segment.kind === 'flat';
}

function isPossible({ vlan }: Tagged): boolean {
  return vlan >= 1 && vlan <= 4094;
}

/** One that names an unknown physical network is told so (OST1004). */
function isNameless({ segment, places }: ProviderNetwork): boolean {
  return segment.physicalNetwork === undefined && places.properties.physical === undefined;
}

function namelessFinding(network: ProviderNetwork): Finding {
  const { kind } = network.segment;
  const message = `${describeElement(network)} is a ${kind} network but names no \`physical\` network: no bridge is known to carry its frames, and it is left out of the plan. Write \`physical NAME\`.`;
  return createFinding('OST3017', { message, place: placeOf(network, kind), element: network.id });
}

function impossibleFinding({ network, vlan }: Tagged): Finding {
  const message = `VLAN ${String(vlan)} does not exist: the tag has 1..4094 (IEEE 802.1Q), so ${describeElement(network)} cannot be carried. Take one of these; until then a free one is planned.`;
  return createFinding('OST3015', { message, place: placeOf(network, 'vlan'), element: network.id, data: { vlan } });
}

function vlanRepeat({ first, repeat }: Repeat<Tagged>): Finding {
  const physical = repeat.network.segment.physicalNetwork ?? '';
  const message = `${describeElement(repeat.network)} has VLAN ${String(repeat.vlan)} of \`${physical}\`, which ${describeElement(first.network)} already has: on the wire the two are one network. Take a free VLAN.`;
  return createFinding('OST3016', {
    message,
    place: placeOf(repeat.network, 'vlan'),
    related: [{ message: 'first used here', place: placeOf(first.network, 'vlan') }],
    element: repeat.network.id,
    data: { vlan: repeat.vlan, other: first.network.id },
  });
}

function outsideRange({ fabric }: Relations['topology'], { network, vlan }: Tagged): readonly Finding[] {
  const physical = fabric.physicalNetworks.find(({ name }) => name === network.segment.physicalNetwork);
  const range = physical?.vlanRange;
  if (!physical || !range || range.first > range.last || (range.first <= vlan && vlan <= range.last)) return [];
  const message = `VLAN ${String(vlan)} of ${describeElement(network)} lies outside the range ${String(range.first)}..${String(range.last)} of \`${physical.name}\`: it works only where the switches carry it too. Take one of the range, or widen it.`;
  return [
    createFinding('OST3021', {
      message,
      place: placeOf(network, 'vlan'),
      related: [{ message: 'the range', place: placeOf(physical, 'vlan') }],
      element: network.id,
      data: { vlan },
    }),
  ];
}

function flatRepeat({ first, repeat }: Repeat<ProviderNetwork>): Finding {
  const physical = repeat.segment.physicalNetwork ?? '';
  const message = `${describeElement(repeat)} is flat on \`${physical}\`, and so is ${describeElement(first)}: both send untagged frames, so on the wire they are one network. Give one of them a VLAN or another physical network.`;
  return createFinding('OST3019', {
    message,
    place: placeOf(repeat, 'physical'),
    related: [{ message: 'the other flat network', place: placeOf(first, 'physical') }],
    element: repeat.id,
    data: { other: first.id },
  });
}

/** One finding per physical network, at the first network that needs it. */
function uncarried({ fabric, hosts }: Relations['topology'], networks: readonly ProviderNetwork[]): readonly Finding[] {
  const carried = new Set(hosts.flatMap((host) => host.bridges.map((bridge) => bridge.physicalNetwork)));
  return fabric.physicalNetworks
    .filter(({ name }) => !carried.has(name))
    .flatMap((physical) => {
      const [network] = networks.filter(({ segment }) => segment.physicalNetwork === physical.name);
      if (!network) return [];
      const message = `${describeElement(network)} stands on \`${physical.name}\`, but no host has a bridge that carries it: its frames never leave br-int. Write \`bridge NAME { physical ${physical.name} }\` in the hosts that have it.`;
      return [
        createFinding('OST3018', {
          message,
          place: placeOf(network, 'physical'),
          related: [{ message: 'the physical network', place: physical.places.name }],
          element: network.id,
        }),
      ];
    });
}
