import { relate } from '#core/model';
import { printAddress } from '#core/net';
import { ast } from '#language';
import { fittingPlace } from '../fitting/fitting-place.ts';
import { joinableSubnets } from '../fitting/router-names.ts';
import { fixedChoices, hasStandby } from '../completion/possible-words.ts';
import type { ProposalInput } from '../completion/proposal.ts';
import { freeCard } from './host-snippets.ts';
import { type Snippet, hole } from './snippet-place.ts';

/** Snippets of routers, floating addresses and the kinds of routing. */
export const ROUTER_SNIPPETS: Readonly<Record<string, Snippet>> = {
  router: (place) => `router \${1:${place.fresh('router')}} {\n\tinterface ${hole(2, joinable(place, undefined)[0])}\n}`,
  interface: (place) => `interface ${hole(1, ast.isRouter(place.block) ? joinable(place, place.block)[0] : freeCard(place.host))}`,
  external: ({ block }) => (ast.isRouter(block) ? `external ${hole(1, undefined)}` : undefined),
  'floating-ip': () => 'floating-ip $1 to $2',
  fixed: ({ analysis, block }) => {
    const [address] = ast.isFloatingIp(block) ? fixedChoices(fittingPlace(analysis, block), block) : [];
    return `fixed ${hole(1, address && printAddress(address))}`;
  },
  ha: ({ analysis }) => (hasStandby({ relations: relate(analysis.topology) }) ? undefined : 'ha ${1|off,on|}'),
  // distributed routers need l2-population
  dvr: ({ analysis }) => (analysis.topology.fabric.l2Population ? undefined : 'dvr ${1|off,on|}'),
};

/** The names of the subnets that a router can join without more words. */
function joinable({ analysis, block }: ProposalInput, router: ast.Router | undefined): readonly string[] {
  if (!block) return [];
  const place = fittingPlace(analysis, block);
  return joinableSubnets(place, router)
    .filter(({ tenant }) => tenant === place.own)
    .map(({ name }) => name);
}
