import { type Host, relate } from '#core/model';
import { printAddress } from '#core/net';
import { ast } from '#language';
import { isServed } from '../fitting/carriage.ts';
import { fittingPlace } from '../fitting/fitting-place.ts';
import { physicalsFor } from '../fitting/physical-names.ts';
import { elementsAt } from '../completion/addressed-place.ts';
import type { ProposalInput } from '../completion/proposal.ts';
import { freeDestination, proposeNextHops } from '../completion/route-values.ts';
import { proposeValues } from '../completion/value-proposals.ts';
import { type Snippet, hole } from './snippet-place.ts';

/** The keyword with the first value that is proposed for it. */
const firstValue =
  (keyword: string): Snippet =>
  (place) =>
    ast.isNetwork(place.block) ? `${keyword} ${hole(1, proposeValues(place, [keyword])[0]?.text)}` : undefined;

/** Snippets of networks and subnets. */
export const NETWORK_SNIPPETS: Readonly<Record<string, Snippet>> = {
  network: (place) =>
    `network \${1:${place.fresh('net')}} {${outsideTunnels(place)}\n\tsubnet \${2:${place.fresh('subnet')}} \${3:${place.free.cidr(place.tenant)}}${withoutService(place.analysis.topology.hosts)}\n}`,
  subnet: (place) => {
    const { topology } = place.analysis;
    const range = proposeValues(place, ['subnet', ''])[0]?.text;
    const network = topology.networks.find(({ id }) => elementsAt(place).includes(id));
    const isOutOfReach = network && !isServed(relate(topology), network);
    return `subnet \${1:${place.fresh('subnet')}} ${hole(2, range)}${isOutOfReach ? ' { dhcp off }' : withoutService(topology.hosts)}`;
  },
  flat: (place) => (ast.isNetwork(place.block) ? `flat${onPhysical(place, place.block, 1)}` : undefined),
  vlan: (place) => (ast.isNetwork(place.block) ? vlanSnippet(place, place.block) : undefined),
  vni: firstValue('vni'),
  mtu: firstValue('mtu'),
  shared: () => 'shared',
  route: (place) => {
    const destination = freeDestination(place);
    const [hop] = proposeNextHops(place, destination);
    return `route \${1:${destination}} via ${hole(2, ast.isSubnet(place.block) ? hop?.text : undefined)}`;
  },
  dns: (place) => {
    const subnet = place.analysis.topology.subnets.find(({ id }) => elementsAt(place).includes(id));
    const address = subnet && place.free.address(subnet);
    return `dns ${hole(1, address && printAddress(address))}`;
  },
};

/** Where several hosts have no underlay for tunnels, a network is one of a physical network. */
function outsideTunnels({ analysis: { topology }, free }: ProposalInput): string {
  const { fabric, hosts } = topology;
  if (fabric.underlay || hosts.length < 2) return '';
  const physical = fabric.physicalNetworks.find(({ name }) =>
    hosts.some(({ bridges }) => bridges.some((bridge) => bridge.physicalNetwork === name)),
  );
  return physical ? `\n\tphysical ${physical.name}  vlan ${String(free.vlan(physical.name))}` : '';
}

/** What a subnet needs where there are hosts and none runs DHCP. */
function withoutService(hosts: readonly Host[]): string {
  return hosts.length > 0 && !hosts.some(({ roles }) => roles.includes('network')) ? ' { dhcp off }' : '';
}

/** The physical network that a VLAN or flat network needs, unless it is written. */
function onPhysical({ analysis }: ProposalInput, network: ast.Network, number: number): string {
  if (network.properties.some(ast.isPhysicalReference)) return '';
  return `  physical ${hole(number, physicalsFor(fittingPlace(analysis, network), network)[0]?.name)}`;
}

function vlanSnippet(input: ProposalInput, network: ast.Network): string {
  const [physical] = network.properties.some(ast.isPhysicalReference) ? [] : physicalsFor(fittingPlace(input.analysis, network), network);
  const vlan = physical ? input.free.vlan(physical.name) : proposeValues(input, ['vlan'])[0]?.text;
  return `vlan ${hole(1, vlan === undefined ? undefined : String(vlan))}${onPhysical(input, network, 2)}`;
}
