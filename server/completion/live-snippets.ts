import { AstUtils } from 'langium';
import { compact } from '#core/base';
import { printAddress, printPrefix } from '#core/net';
import { ast } from '#language';
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
    case 'tenant':
      return `tenant \${1:${fresh('tenant')}} {\n\t$0\n}`;
    case 'expect':
    case LABELLED_EXPECTATION: {
      const [first, second = first] = topology.vms.map(({ id }) => id.slice(id.indexOf(':') + 1));
      const label = keyword === 'expect' ? '' : '"${1:what it is for}" ';
      return `expect ${label}${hole(2, first)} \${3|reaches,never reaches|} ${hole(4, second)}`;
    }
    case 'network':
      return `network \${1:${fresh('net')}} {\n\tsubnet \${2:${fresh('subnet')}} \${3:${free.cidr(tenantId)}}\n}`;
    case 'subnet':
      return `subnet \${1:${fresh('subnet')}} \${2:${free.cidr(tenantId)}}`;
    case 'router':
      return `router \${1:${fresh('router')}} {\n\tinterface ${hole(2, joinable(input, tenantId)[0])}\n}`;
    case 'interface':
      return `interface ${hole(1, ast.isRouter(block) ? joinable(input, tenantId)[0] : freeCard(hostOf(input)))}`;
    case 'security-group':
      return `security-group \${1:${fresh('group')}} {\n\tallow ingress tcp \${2:80, 443}\n}`;
    case 'vm': {
      const host = topology.hosts.find(({ roles }) => roles.includes('compute'))?.name;
      return `vm \${1:${fresh('vm')}} on ${hole(2, host)} {\n\tport ${hole(3, ownNetworks[0]?.name)}\n}`;
    }
    case 'port': {
      const used = new Set(
        ast.isVm(block) ? block.properties.filter(ast.isVmPort).map((port) => (port as Partial<ast.VmPort>).network?.$refText) : [],
      ); // recovery may leave it out
      return `port ${hole(1, ownNetworks.find(({ name }) => !used.has(name))?.name)}`;
    }
    case 'external':
      return ast.isRouter(block) ? `external ${hole(1, undefined)}` : undefined;
    case 'physical': {
      if (ast.isFabric(block)) return `physical \${1:${fresh('physical')}} { mtu \${2:1500} }`;
      const bridged = ast.isBridge(block) ? new Set(hostOf(input)?.bridges.map(({ physicalNetwork }) => physicalNetwork)) : new Set();
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
      return `sriov ${hole(1, physicals[0]?.name)} { device \${2:ens1f0} }`;
    case 'local-vlan':
      return 'local-vlan $1 $2';
    case 'route': {
      const next = topology.subnets.find(({ id }) => block !== undefined && analysis.lowered.astOf(id) === block);
      const hop = next && free.address(next);
      return `route \${1:10.9.0.0/16} via ${hole(2, hop && printAddress(hop))}`;
    }
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
    case 'vlan':
    case 'mtu':
      return ast.isNetwork(block) ? `${keyword} ${hole(1, proposeValues(input, [keyword])[0]?.text)}` : undefined;
    case 'allowed-address':
      return `allowed-address \${1:${printPrefix({ address: { version: 4, value: 0x0a090000n }, length: 16 })}}`;
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

/** The subnets of a tenant whose gateway address no router has yet: what an interface can be put on without more words. */
export function joinable({ analysis }: Pick<ProposalInput, 'analysis'>, tenant: string | undefined): readonly string[] {
  const { topology } = analysis;
  const joined = new Set(topology.routers.flatMap(({ interfaces }) => interfaces.map(({ subnet }) => subnet)));
  const own = topology.subnets.filter((subnet) => subnet.tenant === tenant && !joined.has(subnet.id) && subnet.gateway.kind !== 'none');
  return compact(own.map(({ name }) => name));
}
