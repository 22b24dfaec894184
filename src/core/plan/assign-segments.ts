import { type ElementId, groupBy } from '#core/base';
import { type Finding, type FindingCode, createFinding } from '#core/diagnostics';
import { HIGHEST_VNI, type Network, type NumberRange, type PhysicalNetwork, type Topology, vniName } from '#core/model';
import { type NumberRequest, type NumberSpace, assignNumbers } from './assign-numbers.ts';
import type { PlannedSegment } from './deployment.ts';
import type { Lock } from './lock/lock.ts';

/** GRE keys may be wider than VNIs; without a range derived ones stay in here. */
const ALL_VNIS: NumberRange = { first: 1, last: HIGHEST_VNI.vxlan };
const ALL_VLANS: NumberRange = { first: 1, last: 4094 };

/** The segment of each network. A network that gets none (range used up, physical network not named) is missing. */
export interface AssignedSegments {
  readonly segments: ReadonlyMap<ElementId, PlannedSegment>;
  readonly findings: readonly Finding[];
}

/**
 * Gives every network its VNI or VLAN id: the pinned ones, then the locked ones, then the lowest free of the fabric's (or the physical network's) range in
 * qualified-name order. A fabric without `vni` range gives from 1 on: Neutron's own default, no range at all, would leave every network without.
 */
export function assignSegments(topology: Topology, { elements: locked }: Lock): AssignedSegments {
  const overlays = groupBy(topology.networks.filter(isOverlay), (network) => network.segment.type);
  const vlans = groupBy(topology.networks.filter(isVlan), (network) => network.segment.physicalNetwork);
  const physicals = topology.fabric.physicalNetworks;
  const parts = [
    ...[...overlays].map(([type, networks]) =>
      numbered(
        networks,
        vniSpace(topology, type),
        'OST3004',
        (network) => ({ pin: network.segment.vni, locked: locked.get(network.id)?.vni }),
        (vni) => ({ kind: 'overlay', type, vni }),
      ),
    ),
    ...[...vlans].map(([physicalNetwork, networks]) =>
      numbered(
        networks,
        vlanSpace(physicals, physicalNetwork),
        'OST3020',
        (network) => ({ pin: network.segment.vlan, locked: locked.get(network.id)?.vlan }),
        (vlan) => ({ kind: 'vlan', physicalNetwork, vlan }),
      ),
    ),
  ];
  const unnumbered = topology.networks.flatMap((network): [ElementId, PlannedSegment][] => {
    const { segment } = network;
    if (segment.kind === 'local') return [[network.id, { kind: 'local' }]];
    return segment.kind === 'flat' && segment.physicalNetwork !== undefined
      ? [[network.id, { kind: 'flat', physicalNetwork: segment.physicalNetwork }]]
      : [];
  });
  return {
    segments: new Map([...unnumbered, ...parts.flatMap((part) => [...part.segments])]),
    findings: parts.flatMap((part) => part.findings),
  };
}

type Overlay = Network & { readonly segment: Extract<Network['segment'], { kind: 'overlay' }> };
type Vlan = Network & { readonly segment: { readonly kind: 'vlan'; readonly physicalNetwork: string; readonly vlan: number | undefined } };

function isOverlay(network: Network): network is Overlay {
  return network.segment.kind === 'overlay';
}

function isVlan(network: Network): network is Vlan {
  return network.segment.kind === 'vlan' && network.segment.physicalNetwork !== undefined;
}

function vniSpace({ fabric }: Topology, type: Overlay['segment']['type']): NumberSpace {
  const range = type === fabric.overlay.type ? fabric.overlay.vniRange : undefined;
  const all = { first: 1, last: HIGHEST_VNI[type] };
  return { pins: all, free: range ? within(range, all) : ALL_VNIS };
}

function vlanSpace(physicals: readonly PhysicalNetwork[], name: string): NumberSpace {
  const range = physicals.find((physical) => physical.name === name)?.vlanRange;
  return { pins: ALL_VLANS, free: range ? within(range, ALL_VLANS) : ALL_VLANS };
}

function within(range: NumberRange, bounds: NumberRange): NumberRange {
  return { first: Math.max(range.first, bounds.first), last: Math.min(range.last, bounds.last) };
}

function numbered<N extends Network>(
  networks: readonly N[],
  space: NumberSpace,
  code: FindingCode,
  numberOf: (network: N) => Omit<NumberRequest<ElementId>, 'key'>,
  segmentOf: (number: number) => PlannedSegment,
): AssignedSegments {
  const numbers = assignNumbers(
    networks.map((network) => ({ key: network.id, ...numberOf(network) })),
    space,
  );
  const missing = networks.filter((network) => !numbers.has(network.id));
  return {
    segments: new Map([...numbers].map(([id, number]) => [id, segmentOf(number)])),
    findings: missing.map((network) => exhausted(code, network, space)),
  };
}

function exhausted(code: FindingCode, network: Network, { free }: NumberSpace): Finding {
  const what = network.segment.kind === 'overlay' ? vniName(network.segment.type) : 'VLAN id';
  const range = free.first > free.last ? 'is empty' : `${String(free.first)}..${String(free.last)} is used up`;
  const message = `network ${network.name} gets no ${what}: the range ${range}, so its frames cannot be told apart on the wire and it is left out of the plan. Widen the range or remove a network.`;
  return createFinding(code, { message, place: network.places.name, element: network.id, data: { first: free.first, last: free.last } });
}
