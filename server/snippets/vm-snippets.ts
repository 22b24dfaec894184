import { type Network, relate } from '#core/model';
import { ast } from '#language';
import { canPlug } from '../fitting/carriage.ts';
import { fittingPlace } from '../fitting/fitting-place.ts';
import { openDhcpOptions } from '../completion/dhcp-option-values.ts';
import { guaranteeSnippet, limitSnippet } from '../completion/qos-words.ts';
import type { ProposalInput } from '../completion/proposal.ts';
import { type Snippet, type SnippetPlace, hole } from './snippet-place.ts';

/** Snippets of VMs, their ports and what these may do. */
export const VM_SNIPPETS: Readonly<Record<string, Snippet>> = {
  'security-group': ({ fresh }) => `security-group \${1:${fresh('group')}} {\n\tallow ingress tcp \${2:80, 443}\n}`,
  vm: (place) => {
    const [host, network] = pairForVm(place);
    return `vm \${1:${place.fresh('vm')}} on ${hole(2, host)} {\n\tport ${hole(3, network)}\n}`;
  },
  port: (place) => `port ${hole(1, ast.isVm(place.block) ? networkFor(place, place.block) : undefined)}`,
  limit: ({ block }) => limitSnippet(ast.isQos(block) ? block : undefined),
  guarantee: ({ block }) => (ast.isQos(block) ? guaranteeSnippet(block) : undefined),
  'dhcp-option': ({ block }) => {
    const [option] = ast.isVmPort(block) ? openDhcpOptions(block) : [];
    return `dhcp-option ${hole(1, option?.text)} ${hole(2, option?.value)}`;
  },
  'allowed-address': (place) => `allowed-address \${1:${freeAllowedAddress(place)}}`,
};

/** A compute host and a network of the tenant that it can carry. */
function pairForVm({ analysis: { topology }, ownNetworks }: SnippetPlace): readonly [host?: string | undefined, network?: string] {
  const relations = relate(topology);
  const hosts = topology.hosts.filter(({ roles }) => roles.includes('compute'));
  for (const network of ownNetworks) {
    const host = hosts.find((candidate) => canPlug(relations, candidate, network, 'normal'));
    if (host) return [host.name, network.name];
  }
  return [hosts[0]?.name];
}

/** A network that every host of a VM can carry, and that it has no port on. */
function networkFor({ analysis, ownNetworks }: SnippetPlace, vm: ast.Vm): string | undefined {
  const { relations, idsOf } = fittingPlace(analysis, vm);
  const own = idsOf(vm);
  const taken = new Set(own.flatMap((id) => relations.portsOf(id).map(({ network }) => network)));
  const fits = (network: Network) =>
    own.every((id) => {
      const host = relations.host(relations.vm(id)?.host ?? id);
      return !host || canPlug(relations, host, network, 'normal');
    });
  return ownNetworks.find((network) => !taken.has(network.id) && fits(network))?.name;
}

/** A prefix that the port has not named yet. */
function freeAllowedAddress({ block }: ProposalInput): string {
  const written = ast.isVmPort(block) ? block.properties.filter(ast.isAllowedAddress).flatMap(({ addresses }) => addresses) : [];
  const prefixes = [9, 10, 11, 12, 13, 14, 15].map((second) => `10.${second}.0.0/16`);
  return prefixes.find((prefix) => !written.some((text) => text.startsWith(prefix.slice(0, prefix.indexOf('.0.0'))))) ?? '10.16.0.0/16';
}
