import { type ElementId, compact, groupBy } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Subnet, gatewayOf, hostRange, poolsOf } from '#core/model';
import {
  type AddressRange,
  type IpAddress,
  compareAddress,
  createAddress,
  isHostAddress,
  printPrefix,
  rangesOverlap,
  sameAddress,
} from '#core/net';
import type { PlannedPort } from './deployment.ts';
import type { PortDraft } from './draft-ports.ts';
import type { Lock } from './lock/lock.ts';
import type { NetworkAddresses, PlanMemory } from './plan-memory.ts';

/** The addresses of each port; a port that needs one and finds none left is missing and has a finding (a router interface without usable address has it from the rules). */
export interface AllocatedAddresses {
  readonly addresses: ReadonlyMap<ElementId, PlannedPort['addresses']>;
  readonly findings: readonly Finding[];
}

/**
 * Gives the ports their addresses. Pins come first, whoever has them, then what is locked; then, in the order of the drafts (routers, DHCP, VMs), the lowest free
 * address of the subnet's pools. A VM port that pins none gets one IPv4 and one IPv6 address, as Neutron gives a port that asks for nothing.
 */
export function allocateAddresses(drafts: readonly PortDraft[], lock: Lock, memory: PlanMemory): AllocatedAddresses {
  const networks = [...groupBy(drafts, (draft) => draft.network.id).values()].map((ports) =>
    memory.addressesOf({ lock, ports }, () => allocateInNetwork(ports)),
  );
  return {
    addresses: new Map(networks.flatMap(({ addresses }) => addresses)),
    findings: networks.flatMap(({ findings }) => findings),
  };
}

/** No subnet is on two networks, so what one gives is nothing to another. */
function allocateInNetwork(drafts: readonly PortDraft[]): NetworkAddresses {
  const allocators = new Map([...new Set(drafts.flatMap(({ subnets }) => subnets))].map((subnet) => [subnet.id, createAllocator(subnet)]));
  const allocatorOf = (subnet: Subnet) => allocators.get(subnet.id);
  const pinned = new Map(drafts.map((draft) => [draft.id, pinnedAddresses(draft)]));
  for (const { subnet, address } of [...pinned.values()].flat()) allocatorOf(subnet)?.take(address);
  const locked = new Map(drafts.map((draft) => [draft.id, takeLocked(draft, pinned.get(draft.id) ?? [], allocatorOf)]));

  const addresses: [ElementId, PlannedPort['addresses']][] = [];
  const findings: Finding[] = [];
  for (const draft of drafts) {
    const pins = pinned.get(draft.id) ?? [];
    if (draft.owner === 'network:router_interface' && pins.length === 0) continue; // the rules say why
    const kept = [...pins, ...(locked.get(draft.id) ?? [])];
    const wanted = pins.length > 0 && draft.owner !== 'network:dhcp' ? [] : wantedSubnets(draft, kept);
    const given = wanted.map((choices) => firstFree(choices, allocatorOf));
    if (given.includes(undefined)) findings.push(exhausted(draft, wanted[given.indexOf(undefined)] ?? []));
    else
      addresses.push([
        draft.id,
        [...kept, ...compact(given)].map(({ subnet, address }) => ({ address, subnet: subnet.id, prefixLength: subnet.prefix.length })),
      ]);
  }
  return { addresses, findings };
}

interface Given {
  readonly subnet: Subnet;
  readonly address: IpAddress;
}

/** A pin that lies in no subnet of the port has its finding from the rules; here it counts as not written. */
function pinnedAddresses(draft: PortDraft): readonly Given[] {
  return compact(
    draft.pinned.map((address) => {
      const subnet = draft.subnets.find(
        ({ prefix }) =>
          isHostAddress(prefix, address) || (draft.owner === 'network:router_interface' && sameAddress(prefix.address, address)),
      );
      return subnet && { subnet, address };
    }),
  );
}

/** The locked addresses that a port keeps: still in one of its subnets and nobody else's; none where the text pins the port's addresses. */
function takeLocked(draft: PortDraft, pins: readonly Given[], allocatorOf: AllocatorOf): readonly Given[] {
  if (draft.owner === 'network:router_interface' || (pins.length > 0 && draft.owner !== 'network:dhcp')) return [];
  const kept: Given[] = [];
  for (const address of draft.locked.addresses ?? []) {
    const subnet = draft.subnets.find(({ prefix }) => isHostAddress(prefix, address));
    if (!subnet || [...pins, ...kept].some((given) => given.subnet === subnet)) continue;
    if (allocatorOf(subnet)?.takeFree(address)) kept.push({ subnet, address });
  }
  return kept;
}

/** The subnets still to give an address: each inner list is one address, from the first of its subnets that has one left. */
function wantedSubnets(draft: PortDraft, kept: readonly Given[]): readonly (readonly Subnet[])[] {
  if (draft.owner === 'network:dhcp')
    return draft.subnets.filter((subnet) => !kept.some((given) => given.subnet === subnet)).map((subnet) => [subnet]);
  if (draft.owner === 'network:router_interface') return [];
  const missing = [4, 6].filter((version) => !kept.some(({ address }) => address.version === version));
  const versions = missing.map((version) => draft.subnets.filter(({ prefix }) => prefix.address.version === version));
  return versions.filter((subnets) => subnets.length > 0);
}

function firstFree(choices: readonly Subnet[], allocatorOf: AllocatorOf): Given | undefined {
  for (const subnet of choices) {
    const address = allocatorOf(subnet)?.next();
    if (address) return { subnet, address };
  }
  return undefined;
}

function exhausted(draft: PortDraft, choices: readonly Subnet[]): Finding {
  const names = choices.map((subnet) => `${subnet.name} (${printPrefix(subnet.prefix)})`).join(', ');
  return createFinding('OST2015', {
    message: `${draft.description} gets no address: the pools of ${names} are used up, so it is left out of the plan. Widen the pool or the subnet, or pin an address outside the pools.`,
    place: draft.place,
    related: choices.map((subnet) => ({ message: 'the subnet without free addresses', place: subnet.places.name })),
    element: draft.id,
    data: { subnet: choices[0]?.id ?? '' },
  });
}

type AllocatorOf = (subnet: Subnet) => Allocator | undefined;

interface Allocator {
  readonly take: (address: IpAddress) => void;
  /** Takes an address unless it is taken; whether it was free. */
  readonly takeFree: (address: IpAddress) => boolean;
  readonly next: () => IpAddress | undefined;
}

/** Walks the pools once, lowest address first, past what is taken; pools are cut to what a host may have. */
function createAllocator(subnet: Subnet): Allocator {
  const gateway = gatewayOf(subnet);
  const taken = new Set<bigint>(gateway ? [gateway.value] : []);
  const pools = usablePools(subnet);
  let [index, cursor] = [0, 0n];
  return {
    take: (address) => void taken.add(address.value),
    takeFree: (address) => {
      const free = !taken.has(address.value);
      taken.add(address.value);
      return free;
    },
    next: () => {
      for (let pool = pools[index]; pool; pool = pools[(index += 1)]) {
        if (cursor < pool.first.value) cursor = pool.first.value;
        while (taken.has(cursor)) cursor += 1n;
        if (cursor > pool.last.value) continue;
        taken.add(cursor);
        return createAddress(pool.first.version, cursor);
      }
      return undefined;
    },
  };
}

function usablePools(subnet: Subnet): readonly AddressRange[] {
  const whole = hostRange(subnet);
  const cut = poolsOf(subnet)
    .filter((pool) => rangesOverlap(pool, whole))
    .map((pool) => ({
      first: pool.first.value < whole.first.value ? whole.first : pool.first,
      last: pool.last.value > whole.last.value ? whole.last : pool.last,
    }));
  return cut.sort((a, b) => compareAddress(a.first, b.first));
}
