import { type ElementId, compact } from '#core/base';
import {
  HIGHEST_VNI,
  type Network,
  type NumberRange,
  type OverlayType,
  type Subnet,
  type Topology,
  gatewayOf,
  hostRange,
  poolsOf,
} from '#core/model';
import {
  type AddressRange,
  type IpAddress,
  type MacAddress,
  type Prefix,
  createAddress,
  createMac,
  isHostAddress,
  prefixSize,
  prefixesOverlap,
  printPrefix,
} from '#core/net';
import type { Deployment } from '#core/plan';

/**
 * The lowest values that nothing has, pinned or derived, and that the rules accept. Each is given once; `undefined`: none is left.
 * What is derived moves out of the way of a pin, but a text is easier to follow when nothing moves.
 */
export interface FreeValues {
  /** An address a guest, service or router may pin in a subnet: of the pools while they last. */
  readonly address: (subnet: Subnet) => IpAddress | undefined;
  /** `count` addresses of the underlay in a row, the first of them. */
  readonly tunnelAddress: (count?: number) => IpAddress | undefined;
  readonly mac: () => MacAddress;
  readonly vni: (type: OverlayType) => number | undefined;
  readonly vlan: (physicalNetwork: string) => number | undefined;
  readonly localVlan: (host: ElementId) => number | undefined;
  readonly ofport: (host: ElementId | undefined) => number | undefined;
  /** A range as long as the one given, the next after it that no subnet of the tenant, of the same network or the underlay touches. */
  readonly prefix: (from: Prefix, tenant: ElementId | undefined) => Prefix | undefined;
  /** A free IPv4 range of a tenant, beside those it has. */
  readonly cidr: (tenant: ElementId | undefined) => string;
}

/** Collects what is taken when it is first asked for. */
export function createFreeValues(topology: Topology, deployment: Deployment): FreeValues {
  const taken = new Map<string, Set<bigint>>();
  const setOf = (key: string, fill: () => Iterable<bigint | number>): Set<bigint> => {
    const known = taken.get(key);
    if (known) return known;
    const made = new Set([...fill()].map(BigInt));
    taken.set(key, made);
    return made;
  };
  const number = (key: string, range: NumberRange, fill: () => Iterable<number>): number | undefined => {
    const used = setOf(key, fill);
    const found = firstFree(BigInt(range.first), BigInt(range.last), used);
    if (found !== undefined) used.add(found);
    return found === undefined ? undefined : Number(found);
  };
  const givenPrefixes: Prefix[] = [];
  const { fabric } = topology;
  const prefix: FreeValues['prefix'] = (from, tenant) => {
    const occupied = [
      ...topology.subnets
        .filter((subnet) => (tenant === undefined || subnet.tenant === tenant) && subnet.prefix.length > 0)
        .map((subnet) => subnet.prefix),
      ...(fabric.underlay ? [fabric.underlay.prefix] : []),
      ...givenPrefixes,
    ];
    const found = nextPrefix(from, occupied);
    if (found) givenPrefixes.push(found);
    return found;
  };
  return {
    prefix,
    cidr: (tenant) => {
      const neighbour = topology.subnets.find((subnet) => subnet.tenant === tenant && subnet.prefix.address.version === 4);
      const from = neighbour && neighbour.prefix.length <= 29 ? neighbour.prefix : FIRST_CIDR;
      return printPrefix(prefix(from, tenant) ?? from);
    },
    address: (subnet) => {
      const used = setOf(subnet.id, () => takenIn(topology, deployment, subnet));
      for (const { first, last } of [...withinHosts(subnet), hostRange(subnet)]) {
        const value = firstFree(first.value, last.value, used);
        if (value === undefined) continue;
        used.add(value);
        return createAddress(first.version, value);
      }
      return undefined;
    },
    tunnelAddress: (count = 1) => {
      const { underlay } = fabric;
      if (!underlay) return undefined;
      const { prefix } = underlay;
      const used = setOf('tunnel', () => compact(topology.hosts.map(({ tunnelIp }) => tunnelIp?.value)));
      const range = hostRange({ prefix });
      const inside = [...used].filter((value) => isHostAddress(prefix, createAddress(prefix.address.version, value)));
      const beyond = inside.reduce((highest, value) => (value > highest ? value : highest), range.first.value + 9n) + 1n;
      const start = firstRun(beyond, range, used, count) ?? firstRun(range.first.value, range, used, count);
      if (start === undefined) return undefined;
      for (let i = 0n; i < BigInt(count); i++) used.add(start + i);
      return createAddress(prefix.address.version, start);
    },
    mac: () => {
      const used = setOf('mac', () => [...deployment.ports.map(({ mac }) => mac), ...pinnedMacs(topology)]);
      const value = firstFree(0xfa163e000001n, 0xfa163effffffn, used) ?? 0xfa163e000001n;
      used.add(value);
      return createMac(value);
    },
    vni: (type) => {
      const highest = HIGHEST_VNI[type];
      const range = (type === fabric.overlay.type ? fabric.overlay.vniRange : undefined) ?? { first: 1, last: highest };
      return number(`vni ${type}`, { first: Math.max(1, range.first), last: Math.min(highest, range.last) }, () => [
        ...topology.networks.flatMap(({ segment }) => (segment.kind === 'overlay' ? compact([segment.vni]) : [])),
        ...deployment.networks.flatMap(({ segment }) => (segment.kind === 'overlay' && segment.type === type ? [segment.vni] : [])),
      ]);
    },
    vlan: (physicalNetwork) => {
      const range = fabric.physicalNetworks.find(({ name }) => name === physicalNetwork)?.vlanRange ?? { first: 1, last: 4094 };
      return number(`vlan ${physicalNetwork}`, { first: Math.max(1, range.first), last: Math.min(4094, range.last) }, () => [
        ...topology.networks.flatMap((network) => compact([vlanOn(network, physicalNetwork)])),
        ...deployment.networks.flatMap(({ segment }) =>
          segment.kind === 'vlan' && segment.physicalNetwork === physicalNetwork ? [segment.vlan] : [],
        ),
      ]);
    },
    localVlan: (host) =>
      number(`local ${host}`, { first: 1, last: 4094 }, () => [
        ...(topology.hosts.find(({ id }) => id === host)?.localVlans ?? []).map(({ vlan }) => vlan),
        ...(deployment.hosts.find(({ id }) => id === host)?.localVlans ?? []).map(({ vlan }) => vlan),
      ]),
    ofport: (host) =>
      number(`ofport ${host ?? ''}`, { first: 1, last: 65279 }, () => [
        ...deployment.hosts
          .filter(({ id }) => host === undefined || id === host)
          .flatMap(({ bridges }) => bridges.filter(({ kind }) => kind === 'integration').flatMap(({ ports }) => ports))
          .map(({ ofport }) => ofport),
        ...pinnedOfports(topology),
      ]),
  };
}

function firstFree(first: bigint, last: bigint, used: ReadonlySet<bigint>): bigint | undefined {
  for (let value = first; value <= last; value += 1n) if (!used.has(value)) return value;
  return undefined;
}

function firstRun(from: bigint, { last }: AddressRange, used: ReadonlySet<bigint>, count: number): bigint | undefined {
  for (let start = from; start + BigInt(count) - 1n <= last.value;) {
    let length = 0n;
    while (length < BigInt(count) && !used.has(start + length)) length += 1n;
    if (length === BigInt(count)) return start;
    start += length + 1n;
  }
  return undefined;
}

function withinHosts(subnet: Subnet): readonly AddressRange[] {
  return poolsOf(subnet).filter(({ first, last }) => isHostAddress(subnet.prefix, first) && isHostAddress(subnet.prefix, last));
}

function takenIn(topology: Topology, deployment: Deployment, subnet: Subnet): readonly bigint[] {
  const gateway = gatewayOf(subnet);
  return [
    ...(gateway ? [gateway.value] : []),
    ...(subnet.dhcp.address ? [subnet.dhcp.address.value] : []),
    ...topology.ports.filter(({ network }) => network === subnet.network).flatMap(({ addresses }) => addresses.map(({ value }) => value)),
    ...topology.routers.flatMap(({ interfaces, gateway: external }) => [
      ...interfaces.filter((item) => item.subnet === subnet.id).flatMap(({ address }) => (address ? [address.value] : [])),
      ...(external?.network === subnet.network ? external.addresses.map(({ value }) => value) : []),
    ]),
    ...topology.floatingIps.map(({ address }) => address.value),
    ...deployment.ports.flatMap(({ addresses }) => addresses.filter((at) => at.subnet === subnet.id).map(({ address }) => address.value)),
  ];
}

function vlanOn({ segment }: Network, physicalNetwork: string): number | undefined {
  return segment.kind === 'vlan' && segment.physicalNetwork === physicalNetwork ? segment.vlan : undefined;
}

function pinnedMacs({ ports, subnets, routers }: Topology): readonly MacAddress[] {
  const pinned = [...ports, ...subnets.map(({ dhcp }) => dhcp), ...routers.flatMap(({ interfaces }) => interfaces)];
  return compact(pinned.map(({ mac }) => mac));
}

function pinnedOfports({ ports, subnets, routers }: Topology): readonly number[] {
  const pinned = [...ports, ...subnets.map(({ dhcp }) => dhcp), ...routers.flatMap(({ interfaces }) => interfaces)];
  return compact(pinned.map(({ ofport }) => ofport));
}

/** Where ranges start for whoever has none. */
const FIRST_CIDR: Prefix = { address: createAddress(4, 0x0a000000n), length: 24 };

/** How far the search for a free range goes. */
const TRIES = 4096;

function nextPrefix(from: Prefix, occupied: readonly Prefix[]): Prefix | undefined {
  const size = prefixSize(from);
  let value = from.address.value;
  for (let i = 0; i < TRIES; i++) {
    const candidate = { address: createAddress(from.address.version, value), length: from.length };
    if (!occupied.some((prefix) => prefixesOverlap(prefix, candidate))) return candidate;
    value += size;
  }
  return undefined;
}
