import { type ElementId, compact, indexBy } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Host, type Network, type Relations, hasDhcpService, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST4052: a network that never leaves br-int, with guests on several hosts, or with a router or DHCP service where its guests are not. */
export const checkLocalNetworks: Rule = (relations) =>
  compact(relations.topology.networks.filter(({ segment }) => segment.kind === 'local').map((network) => apart(relations, network)));

function apart(relations: Relations, network: Network): Finding | undefined {
  const hosts = hostsOfGuests(relations, network.id);
  const [first, second] = hosts;
  if (!first) return undefined;
  if (second) return report(network, hosts, `has guests on ${String(hosts.length)} hosts`);
  const isServedElsewhere = isServed(relations, network.id) && !first.roles.includes('network');
  return isServedElsewhere
    ? report(network, hosts, `has its guests on ${describeElement(first)}, and its router or DHCP service on a network host`)
    : undefined;
}

/** One guest of each host is enough to tell. */
function hostsOfGuests({ portsOn, vm: vmOf, host: hostOf }: Relations, network: ElementId): readonly Host[] {
  const hosts = compact(
    portsOn(network).map((port) => {
      const vm = vmOf(port.vm);
      return vm?.host === undefined ? undefined : hostOf(vm.host);
    }),
  );
  return [...indexBy(hosts, ({ id }) => id).values()];
}

function isServed({ topology, subnetsOf, interfacesOn }: Relations, network: ElementId): boolean {
  const subnets = subnetsOf(network);
  const hasNetworkHost = topology.hosts.some(({ roles }) => roles.includes('network')); // none at all is OST4002
  return hasNetworkHost && subnets.some((subnet) => hasDhcpService(topology.fabric, subnet) || interfacesOn(subnet.id).length > 0);
}

function report(network: Network, hosts: readonly Host[], what: string): Finding {
  const message = `${describeElement(network)} is \`local\`, and ${what}: its frames never leave br-int, so these cannot reach each other. Remove \`local\`, or keep all of it on one host.`;
  return createFinding('OST4052', {
    message,
    place: placeOf(network, 'local'),
    related: hosts.map((host) => ({ message: 'guests stand here', place: host.places.name })),
    element: network.id,
  });
}
