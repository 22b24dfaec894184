import { compact, qualifiedName } from '#core/base';
import { printAddress } from '#core/net';
import { relationsOf } from '../fitting/fitting-place.ts';
import type { ProposalInput, ValueProposal } from './proposal.ts';

/** How many free addresses of an external subnet are proposed. */
const SHOWN = 2;

/** Free addresses of the external networks, of those first that some router leads out to. */
export function proposeFloatingIps({ analysis, free }: ProposalInput): readonly ValueProposal[] {
  const relations = relationsOf(analysis.topology);
  const [used, unused] = [true, false].map((isUsed) =>
    relations.externalNetworks.filter(({ id }) => relations.gatewaysOn(id).length > 0 === isUsed),
  );
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
