import { type ElementId, compact, groupBy } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Subnet, isAutoAddressed } from '#core/model';
import { type IpAddress, type MacAddress, eui64Address, isHostAddress, prefixContains, printPrefix, sameAddress } from '#core/net';
import { type AddressAllocator, createAddressAllocator } from './address-allocator.ts';
import type { PlannedPort } from './deployment.ts';
import type { Lock } from './lock/lock.ts';
import type { NetworkAddresses, PlanMemory } from './plan-memory.ts';
import type { PortDraft } from './port-draft.ts';
import { isRouterInterface } from './port-owner.ts';

/** The addresses of each port; a port that needs one and finds none left is missing and has a finding (a router interface without usable address has it from the rules). */
export interface AllocatedAddresses {
  readonly addresses: ReadonlyMap<ElementId, PlannedPort['addresses']>;
  readonly findings: readonly Finding[];
}

/** A port that has its MAC and wants addresses. */
export interface AddressRequest {
  readonly draft: PortDraft;
  readonly mac: MacAddress;
}

/** What the addresses are given from, beside the requests. */
export interface AddressContext {
  readonly lock: Lock;
  readonly memory: PlanMemory;
  /** The floating addresses of a network, which no port gets. */
  readonly reservedOn: (network: ElementId) => readonly IpAddress[];
}

/**
 * Gives the ports their addresses. Pins come first, whoever has them, then what is locked; then, in the order of the drafts (routers, DHCP, VMs), the lowest free
 * address of the subnet's pools. A VM port or gateway that pins none gets one IPv4 and one IPv6 address, as Neutron gives a port that asks for nothing; and whatever a
 * port asks for, it also has the EUI-64 address of every subnet whose guests make their own (neutron-dataplane 9.4), router interfaces excepted.
 */
export function allocateAddresses(requests: readonly AddressRequest[], { lock, memory, reservedOn }: AddressContext): AllocatedAddresses {
  const networks = [...groupBy(requests, ({ draft }) => draft.network.id)].map(([network, ports]) => {
    const reserved = reservedOn(network);
    const inputs = ports.map(({ draft: { source, subnets }, mac }) => ({ source, subnets, mac }));
    return memory.addressesOf({ lock, reserved, ports: inputs }, () => allocateInNetwork(ports, reserved));
  });
  return {
    addresses: new Map(networks.flatMap(({ addresses }) => addresses)),
    findings: networks.flatMap(({ findings }) => findings),
  };
}

/** No subnet is on two networks, so what one gives is nothing to another. */
function allocateInNetwork(requests: readonly AddressRequest[], reserved: readonly IpAddress[]): NetworkAddresses {
  const subnets = [...new Set(requests.flatMap(({ draft }) => draft.subnets))];
  const allocators = new Map(subnets.map((subnet) => [subnet.id, createAddressAllocator(subnet)]));
  const allocatorOf = (subnet: Subnet) => allocators.get(subnet.id);
  for (const address of reserved)
    for (const subnet of subnets) if (prefixContains(subnet.prefix, address)) allocatorOf(subnet)?.take(address);
  const written = new Map(requests.map((request) => [request.draft.id, writtenAddresses(request)]));
  for (const { subnet, address } of [...written.values()].flatMap(({ all }) => all)) allocatorOf(subnet)?.take(address);
  const locked = new Map(requests.map(({ draft }) => [draft.id, takeLocked(draft, written.get(draft.id) ?? NOTHING_WRITTEN, allocatorOf)]));

  const addresses: [ElementId, PlannedPort['addresses']][] = [];
  const findings: Finding[] = [];
  for (const { draft } of requests) {
    const { pins, all } = written.get(draft.id) ?? NOTHING_WRITTEN;
    if (isRouterInterface(draft.owner) && pins.length === 0) continue; // the rules say why
    const kept = [...all, ...(locked.get(draft.id) ?? [])];
    const wanted = pins.length > 0 && draft.owner !== 'network:dhcp' ? [] : wantedSubnets(draft, kept);
    const given = wanted.map((choices) => firstFree(choices, allocatorOf));
    if (given.includes(undefined)) findings.push(exhausted(draft, wanted[given.indexOf(undefined)] ?? []));
    else
      addresses.push([
        draft.id,
        inVersionOrder([...kept, ...compact(given)]).map(({ subnet, address }) => ({
          address,
          subnet: subnet.id,
          prefixLength: subnet.prefix.length,
        })),
      ]);
  }
  return { addresses, findings };
}

interface Given {
  readonly subnet: Subnet;
  readonly address: IpAddress;
}

/** What a port has whatever others have: `pins` of the text, and with them what its MAC gives. */
interface WrittenAddresses {
  readonly pins: readonly Given[];
  readonly all: readonly Given[];
}

const NOTHING_WRITTEN: WrittenAddresses = { pins: [], all: [] };

function writtenAddresses({ draft, mac }: AddressRequest): WrittenAddresses {
  const pins = pinnedAddresses(draft);
  if (isRouterInterface(draft.owner)) return { pins, all: pins };
  const own = draft.subnets
    .filter((subnet) => isSlaac(subnet) && !pins.some((pin) => pin.subnet === subnet))
    .map((subnet) => ({ subnet, address: eui64Address(subnet.prefix, mac) }));
  return { pins, all: [...pins, ...own] };
}

/** A subnet of another length than 64 bits gives no such addresses; the rules say so. */
function isSlaac(subnet: Subnet): boolean {
  return isAutoAddressed(subnet) && subnet.prefix.length === 64;
}

/** A pin that lies in no subnet of the port has its finding from the rules; here it counts as not written. */
function pinnedAddresses(draft: PortDraft): readonly Given[] {
  return compact(
    draft.pinned.map((address) => {
      const subnet = draft.subnets.find(
        ({ prefix }) => isHostAddress(prefix, address) || (isRouterInterface(draft.owner) && sameAddress(prefix.address, address)),
      );
      return subnet && { subnet, address };
    }),
  );
}

type AllocatorOf = (subnet: Subnet) => AddressAllocator | undefined;

/** The locked addresses that a port keeps: still in one of its subnets and nobody else's; none where the text pins the port's addresses. */
function takeLocked(draft: PortDraft, { pins, all }: WrittenAddresses, allocatorOf: AllocatorOf): readonly Given[] {
  if (isRouterInterface(draft.owner) || (pins.length > 0 && draft.owner !== 'network:dhcp')) return [];
  const kept: Given[] = [];
  for (const address of draft.locked.addresses ?? []) {
    const subnet = draft.subnets.find(({ prefix }) => isHostAddress(prefix, address));
    if (!subnet || isSlaac(subnet) || [...all, ...kept].some((given) => given.subnet === subnet)) continue;
    if (allocatorOf(subnet)?.takeFree(address)) kept.push({ subnet, address });
  }
  return kept;
}

/** The subnets still to give an address: each inner list is one address, from the first of its subnets that has one left. */
function wantedSubnets(draft: PortDraft, kept: readonly Given[]): readonly (readonly Subnet[])[] {
  if (isRouterInterface(draft.owner)) return [];
  const subnets = draft.subnets.filter((subnet) => !isSlaac(subnet));
  if (draft.owner === 'network:dhcp')
    return subnets.filter((subnet) => !kept.some((given) => given.subnet === subnet)).map((subnet) => [subnet]);
  const given = kept.filter(({ subnet }) => !isSlaac(subnet));
  const missing = [4, 6].filter((version) => !given.some(({ address }) => address.version === version));
  const versions = missing.map((version) => subnets.filter(({ prefix }) => prefix.address.version === version));
  return versions.filter((choices) => choices.length > 0);
}

function firstFree(choices: readonly Subnet[], allocatorOf: AllocatorOf): Given | undefined {
  for (const subnet of choices) {
    const address = allocatorOf(subnet)?.next();
    if (address) return { subnet, address };
  }
  return undefined;
}

/** IPv4 before IPv6, else as they were given. */
function inVersionOrder(given: readonly Given[]): readonly Given[] {
  return [4, 6].flatMap((version) => given.filter(({ address }) => address.version === version));
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
