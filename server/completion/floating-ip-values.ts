import { compact, qualifiedName } from '#core/base';
import { printAddress } from '#core/net';
import type { ast } from '#language';
import { fittingPlace } from '../fitting/fitting-place.ts';
import { sourcesOf } from '../fitting/floating-ip-names.ts';
import type { ProposalInput, ValueProposal } from './proposal.ts';

/** How many free addresses of an external subnet are proposed. */
const SHOWN = 2;

/** Free addresses of the external networks that what follows lets choose from, of those first that some router leads out to. */
export function proposeFloatingIps({ analysis, free, following }: ProposalInput, tenant: ast.Tenant): readonly ValueProposal[] {
  const place = fittingPlace(analysis, tenant);
  const { relations } = place;
  const behind = (keyword: string) => new RegExp(`\\b${keyword} +([^\\s{}]+)`).exec(following)?.[1];
  const sources = sourcesOf(place, { from: behind('from'), to: behind('to') });
  const [used, unused] = [true, false].map((isUsed) => sources.filter(({ id }) => relations.gatewaysOn(id).length > 0 === isUsed));
  const subnets = [...(used ?? []), ...(unused ?? [])].flatMap((network) =>
    relations
      .subnetsOf(network.id)
      .filter(({ prefix }) => prefix.address.version === 4)
      .map((subnet) => ({ network, subnet })),
  );
  return subnets.flatMap(({ network, subnet }) =>
    compact(Array.from({ length: SHOWN }, () => free.address(subnet))).map((address) => ({
      text: printAddress(address),
      detail: `free in ${qualifiedName(network.id)}`,
    })),
  );
}
