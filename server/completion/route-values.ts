import { type Subnet, interfaceAddressOf } from '#core/model';
import { type IpAddress, parseInterfaceAddress, prefixContains, printAddress, printPrefix, sameAddress } from '#core/net';
import { isGuestPort } from '#core/plan';
import { qualifiedName } from '#core/base';
import { ast } from '#language';
import { fittingPlace } from '../fitting/fitting-place.ts';
import type { ProposalInput, ValueProposal } from './proposal.ts';

/** How many next hops are proposed. */
const SHOWN = 8;

/** The subnets on which a route of the block at hand may have its next hop, with what the block itself has there. */
function linksOf({ analysis, block }: ProposalInput): { readonly subnets: readonly Subnet[]; readonly own: readonly IpAddress[] } {
  if (!block) return { subnets: [], own: [] };
  const { relations, idsOf } = fittingPlace(analysis, block);
  const [id] = idsOf(block);
  const subnet = id === undefined ? undefined : relations.subnet(id);
  if (subnet) return { subnets: [subnet], own: [] };
  const router = id === undefined ? undefined : relations.router(id);
  if (!router) return { subnets: [], own: [] };
  const joined = router.interfaces.flatMap((item) => {
    const at = relations.subnet(item.subnet);
    return at ? [{ at, address: interfaceAddressOf(item, at) }] : [];
  });
  const outside = router.gateway ? relations.subnetsOf(router.gateway.network) : [];
  return {
    subnets: [...joined.map(({ at }) => at), ...outside],
    own: [...joined.flatMap(({ address }) => address ?? []), ...(router.gateway?.addresses ?? [])],
  };
}

/** Who can be the next hop to a destination: guests on the links of the router or subnet, then a free address there. */
export function proposeNextHops(input: ProposalInput, destination: string): readonly ValueProposal[] {
  const { subnets, own } = linksOf(input);
  const version = parseInterfaceAddress(destination)?.address.version;
  const links = subnets.filter(({ prefix }) => version === undefined || prefix.address.version === version);
  const guests = input.analysis.deployment.ports
    .filter(({ owner }) => isGuestPort(owner))
    .flatMap(({ id, addresses }) =>
      addresses
        .filter(
          ({ address }) => links.some(({ prefix }) => prefixContains(prefix, address)) && !own.some((mine) => sameAddress(mine, address)),
        )
        .map(({ address }) => ({ text: printAddress(address), detail: qualifiedName(id) })),
    );
  const spare = links.flatMap((subnet) => {
    const address = input.free.address(subnet);
    return address ? [{ text: printAddress(address), detail: `free in ${subnet.name}` }] : [];
  });
  return [...guests.slice(0, SHOWN), ...spare];
}

/** A destination that the block has no route to yet, of the version its next hops have. */
export function freeDestination(input: ProposalInput): string {
  const { block } = input;
  const { subnets } = linksOf(input);
  const isSix = subnets.length > 0 && subnets.every(({ prefix }) => prefix.address.version === 6);
  const properties = ast.isSubnet(block) || ast.isRouter(block) ? block.properties : [];
  const written = properties.filter(ast.isRoute).map((route) => (route as Partial<ast.Route>).destination); // recovery may leave it out
  const taken = new Set([...written, ...subnets.map(({ prefix }) => printPrefix(prefix))]);
  for (let n = 9; ; n++) {
    const candidate = isSix ? `fd00:${n}::/64` : `10.${n}.0.0/16`;
    if (!taken.has(candidate) || n === 255) return candidate;
  }
}
