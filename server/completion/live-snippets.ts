import { AstUtils } from 'langium';
import { type Host, type Network, relate } from '#core/model';
import { printAddress } from '#core/net';
import { ast } from '#language';
import { canPlug, isServed } from '../fitting/carriage.ts';
import { fittingPlace } from '../fitting/fitting-place.ts';
import { physicalsFor } from '../fitting/physical-names.ts';
import { joinableSubnets } from '../fitting/router-names.ts';
import { openDhcpOptions } from './dhcp-option-values.ts';
import { fixedChoices, hasStandby, neededRoles, openCards } from './possible-words.ts';
import { guaranteeSnippet, limitSnippet } from './qos-words.ts';
import { freeDestination, proposeNextHops } from './route-values.ts';
import type { ProposalInput } from './proposal.ts';
import { proposeValues } from './value-proposals.ts';

/** The entry for an expectation with a name of its own. */
export const LABELLED_EXPECTATION = 'expect "…"';

/**
 * A snippet of a keyword whose values are free or exist in this model; `undefined`: the vocabulary's own does. A part that nothing fits is an empty
 * placeholder: better unfinished than wrong.
 */
export function liveSnippet(input: ProposalInput, keyword: string): string | undefined {
  const { analysis, block, free } = input;
  const { topology } = analysis;
  const text = analysis.lowered.document.textDocument.getText();
  const fresh = (stem: string): string => {
    for (let n = 1; ; n++) if (!text.includes(`${stem}-${n}`)) return `${stem}-${n}`;
  };
  const tenant = block && AstUtils.getContainerOfType(block, ast.isTenant);
  const tenantId = topology.tenants.find(({ id }) => tenant !== undefined && analysis.lowered.astOf(id) === tenant)?.id;
  const ownNetworks = topology.networks.filter((network) => network.tenant === tenantId);
  const physicals = topology.fabric.physicalNetworks;
  switch (keyword) {
    case 'host': {
      if (block !== undefined) return `host ${hole(1, topology.hosts.find(({ roles }) => roles.includes('network'))?.name)}`;
      const tunnel = free.tunnelAddress();
      return `host \${1:${fresh('compute')}} {\n\troles \${2|compute,network,control,storage|}${tunnel ? `\n\ttunnel-ip \${3:${printAddress(tunnel)}}` : ''}\n}`;
    }
    case 'roles': {
      const needed = ast.isHost(block) ? neededRoles(fittingPlace(analysis, block), block) : [];
      return needed.length === 0 ? undefined : `roles \${1:${needed.join(', ')}}`;
    }
    case 'tenant':
      return `tenant \${1:${fresh('tenant')}} {\n\t$0\n}`;
    case 'expect':
    case LABELLED_EXPECTATION: {
      const [first, second = first] = topology.vms.map(({ id }) => id.slice(id.indexOf(':') + 1));
      const label = keyword === 'expect' ? '' : '"${1:what it is for}" ';
      return `expect ${label}${hole(2, first)} \${3|reaches,never reaches|} ${hole(4, second)}`;
    }
    case 'network':
      return `network \${1:${fresh('net')}} {${outsideTunnels(input)}\n\tsubnet \${2:${fresh('subnet')}} \${3:${free.cidr(tenantId)}}${withoutService(topology.hosts)}\n}`;
    case 'subnet': {
      const range = proposeValues(input, ['subnet', ''])[0]?.text;
      const network = topology.networks.find(({ id }) => block !== undefined && analysis.lowered.astOf(id) === block);
      const isOutOfReach = network && !isServed(relate(topology), network);
      return `subnet \${1:${fresh('subnet')}} ${hole(2, range)}${isOutOfReach ? ' { dhcp off }' : withoutService(topology.hosts)}`;
    }
    case 'router':
      return `router \${1:${fresh('router')}} {\n\tinterface ${hole(2, joinable(input, undefined)[0])}\n}`;
    case 'interface':
      return `interface ${hole(1, ast.isRouter(block) ? joinable(input, block)[0] : freeCard(hostOf(input)))}`;
    case 'security-group':
      return `security-group \${1:${fresh('group')}} {\n\tallow ingress tcp \${2:80, 443}\n}`;
    case 'vm': {
      const [host, network] = pairForVm(input, ownNetworks);
      return `vm \${1:${fresh('vm')}} on ${hole(2, host)} {\n\tport ${hole(3, network)}\n}`;
    }
    case 'port':
      return `port ${hole(1, ast.isVm(block) ? networkFor(input, block, ownNetworks) : undefined)}`;
    case 'external':
      return ast.isRouter(block) ? `external ${hole(1, undefined)}` : undefined;
    case 'physical': {
      if (ast.isFabric(block)) return `physical \${1:${fresh('physical')}} { mtu \${2:1500} }`;
      const bridged = ast.isBridge(block) ? new Set(hostOf(input)?.bridges.map(({ physicalNetwork }) => physicalNetwork)) : new Set();
      if (ast.isNetwork(block)) return `physical ${hole(1, physicalsFor(fittingPlace(analysis, block), block)[0]?.name)}`;
      return `physical ${hole(1, physicals.find(({ name }) => !bridged.has(name))?.name)}`;
    }
    case 'bridge': {
      const host = hostOf(input);
      const [names, taken] = [
        new Set(host?.bridges.map(({ name }) => name)),
        new Set(host?.bridges.map((bridge) => bridge.physicalNetwork)),
      ];
      const name = ['br-ex', 'br-provider', 'br-physical'].find((candidate) => !names.has(candidate));
      const physical = physicals.find((candidate) => !taken.has(candidate.name))?.name;
      return `bridge ${hole(1, name)} {\n\t${physical === undefined ? '' : `physical \${2:${physical}}\n\t`}interface ${hole(3, freeCard(host))}\n}`;
    }
    case 'sriov':
      return `sriov ${hole(1, ast.isHost(block) ? openCards(fittingPlace(analysis, block), block)[0] : undefined)} { device \${2:ens1f0} }`;
    case 'local-vlan':
      return 'local-vlan $1 $2';
    case 'route': {
      const destination = freeDestination(input);
      const [hop] = proposeNextHops(input, destination);
      return `route \${1:${destination}} via ${hole(2, ast.isSubnet(block) ? hop?.text : undefined)}`;
    }
    case 'limit':
      return limitSnippet(ast.isQos(block) ? block : undefined);
    case 'guarantee':
      return ast.isQos(block) ? guaranteeSnippet(block) : undefined;
    case 'fixed': {
      const [address] = ast.isFloatingIp(block) ? fixedChoices(fittingPlace(analysis, block), block) : [];
      return `fixed ${hole(1, address && printAddress(address))}`;
    }
    case 'dhcp-option': {
      const [option] = ast.isVmPort(block) ? openDhcpOptions(block) : [];
      return `dhcp-option ${hole(1, option?.text)} ${hole(2, option?.value)}`;
    }
    case 'flat':
      return ast.isNetwork(block) ? `flat${onPhysical(input, block, 1)}` : undefined;
    case 'ha':
      return hasStandby({ relations: relate(topology) }) ? undefined : 'ha ${1|off,on|}';
    case 'floating-ip':
      return 'floating-ip $1 to $2';
    case 'shared':
      return 'shared';
    case 'dvr': // distributed routers need l2-population
      return topology.fabric.l2Population ? undefined : 'dvr ${1|off,on|}';
    case 'dns': {
      const [subnet] = topology.subnets.filter(({ id }) => block !== undefined && analysis.lowered.astOf(id) === block);
      const address = subnet && free.address(subnet);
      return `dns ${hole(1, address && printAddress(address))}`;
    }
    case 'tunnel-ip':
    case 'ip':
    case 'mac':
    case 'gateway':
    case 'pool':
    case 'ofport':
    case 'id':
      return ast.isBridge(block) ? 'ip $1' : `${keyword} ${hole(1, proposeValues(input, [keyword])[0]?.text)}`;
    case 'vni':
    case 'mtu':
      return ast.isNetwork(block) ? `${keyword} ${hole(1, proposeValues(input, [keyword])[0]?.text)}` : undefined;
    case 'vlan':
      return ast.isNetwork(block) ? vlanSnippet(input, block) : undefined;
    case 'allowed-address':
      return `allowed-address \${1:${freeAllowedAddress(input)}}`;
    default:
      return undefined;
  }
}

/** A placeholder: with a default, or left to be filled in. */
function hole(number: number, text: string | undefined): string {
  return text === undefined ? `$${number}` : `\${${number}:${text}}`;
}

/** A network card that no bridge of the host has. */
function freeCard(host: ReturnType<typeof hostOf>): string | undefined {
  const used = new Set(host?.bridges.map(({ device }) => device));
  return ['eth0', 'eth1', 'eth2', 'eth3'].find((card) => !used.has(card));
}

function hostOf({ analysis, block }: ProposalInput) {
  const node = block && AstUtils.getContainerOfType(block, ast.isHost);
  return analysis.topology.hosts.find(({ id }) => node !== undefined && analysis.lowered.astOf(id) === node);
}

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

/** The names of the subnets that a router can join without more words. */
function joinable({ analysis, block }: ProposalInput, router: ast.Router | undefined): readonly string[] {
  if (!block) return [];
  const place = fittingPlace(analysis, block);
  return joinableSubnets(place, router)
    .filter(({ tenant }) => tenant === place.own)
    .map(({ name }) => name);
}

/** A compute host and a network that it can carry. */
function pairForVm(
  { analysis: { topology } }: ProposalInput,
  networks: readonly Network[],
): readonly [host?: string | undefined, network?: string] {
  const relations = relate(topology);
  const hosts = topology.hosts.filter(({ roles }) => roles.includes('compute'));
  for (const network of networks) {
    const host = hosts.find((candidate) => canPlug(relations, candidate, network, 'normal'));
    if (host) return [host.name, network.name];
  }
  return [hosts[0]?.name];
}

/** A network that every host of a VM can carry, and that it has no port on. */
function networkFor({ analysis }: ProposalInput, vm: ast.Vm, networks: readonly Network[]): string | undefined {
  const { relations, idsOf } = fittingPlace(analysis, vm);
  const own = idsOf(vm);
  const taken = new Set(own.flatMap((id) => relations.portsOf(id).map(({ network }) => network)));
  const fits = (network: Network) =>
    own.every((id) => {
      const host = relations.host(relations.vm(id)?.host ?? id);
      return !host || canPlug(relations, host, network, 'normal');
    });
  return networks.find((network) => !taken.has(network.id) && fits(network))?.name;
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

/** A prefix that the port has not named yet. */
function freeAllowedAddress({ block }: ProposalInput): string {
  const written = ast.isVmPort(block) ? block.properties.filter(ast.isAllowedAddress).flatMap(({ addresses }) => addresses) : [];
  const prefixes = [9, 10, 11, 12, 13, 14, 15].map((second) => `10.${second}.0.0/16`);
  return prefixes.find((prefix) => !written.some((text) => text.startsWith(prefix.slice(0, prefix.indexOf('.0.0'))))) ?? '10.16.0.0/16';
}
