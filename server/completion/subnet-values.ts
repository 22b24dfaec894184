import { compact } from '#core/base';
import { type Subnet, hostRange, poolsOf } from '#core/model';
import { createAddress, parseAddress, printAddress, printRange, rangeContains, sameAddress } from '#core/net';
import type { Analysis } from '../analysis/analysis.ts';
import { subnetsOf } from './addressed-place.ts';
import type { ProposalInput, ValueProposal } from './proposal.ts';

/** The ends of a subnet, as far as they are free. */
export function proposeGateway(input: ProposalInput): readonly ValueProposal[] {
  return subnetsOf(input).flatMap((subnet) => {
    const { first, last } = hostRange(subnet);
    const taken = takenIn(input.analysis, subnet);
    return [first, last]
      .filter((address) => !taken.has(address.value) && !subnet.pools.some((pool) => rangeContains(pool, address)))
      .map((address) => ({ text: printAddress(address), detail: sameAddress(address, first) ? 'the first address' : 'the last address' }));
  });
}

/** What the text pins: derived addresses move out of the way. */
function takenIn({ topology }: Analysis, subnet: Subnet): ReadonlySet<bigint> {
  const ports = topology.ports.filter(({ network }) => network === subnet.network).flatMap(({ addresses }) => addresses);
  const interfaces = topology.routers.flatMap(({ interfaces }) => interfaces).filter((item) => item.subnet === subnet.id);
  return new Set(compact([...ports, subnet.dhcp.address, ...interfaces.map(({ address }) => address)]).map(({ value }) => value));
}

/** A pool of a subnet that has none: all but its gateway. */
export function proposePool(input: ProposalInput): readonly ValueProposal[] {
  return subnetsOf(input).flatMap((subnet) => {
    if (subnet.pools.length > 0) return [];
    const largest = poolsOf(subnet).reduce<ReturnType<typeof poolsOf>[number] | undefined>(
      (best, pool) => (best && best.last.value - best.first.value >= pool.last.value - pool.first.value ? best : pool),
      undefined,
    );
    return largest ? [{ text: printRange(largest), detail: 'all but the gateway' }] : [];
  });
}

/** Where a pool that is begun (`10.0.0.10..`) can end: before the gateway and the next pool. */
export function proposePoolEnds(input: ProposalInput, begun: string): readonly ValueProposal[] {
  const first = parseAddress(begun.slice(0, begun.indexOf('..')));
  return subnetsOf(input).flatMap((subnet) => {
    const free = poolsOf({ ...subnet, pools: [] }).find((pool) => first && rangeContains(pool, first));
    if (!first || !free) return [];
    const next = subnet.pools.map((pool) => pool.first.value).filter((value) => value > first.value);
    const last = next.reduce((least, value) => (value - 1n < least ? value - 1n : least), free.last.value);
    const address = createAddress(first.version, last);
    return [{ text: printRange({ first, last: address }), detail: 'as far as it is free' }];
  });
}
