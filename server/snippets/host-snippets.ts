import type { Host } from '#core/model';
import { printAddress } from '#core/net';
import { ast } from '#language';
import { fittingPlace } from '../fitting/fitting-place.ts';
import { physicalsFor } from '../fitting/physical-names.ts';
import { neededRoles, openCards } from '../completion/possible-words.ts';
import { type Snippet, hole } from './snippet-place.ts';

/** Snippets of hosts and of what is wired to them. */
export const HOST_SNIPPETS: Readonly<Record<string, Snippet>> = {
  host: ({ analysis, block, free, fresh }) => {
    if (block !== undefined) return `host ${hole(1, analysis.topology.hosts.find(({ roles }) => roles.includes('network'))?.name)}`;
    const tunnel = free.tunnelAddress();
    return `host \${1:${fresh('compute')}} {\n\troles \${2|compute,network,control,storage|}${tunnel ? `\n\ttunnel-ip \${3:${printAddress(tunnel)}}` : ''}\n}`;
  },
  roles: ({ analysis, block }) => {
    const needed = ast.isHost(block) ? neededRoles(fittingPlace(analysis, block), block) : [];
    return needed.length === 0 ? undefined : `roles \${1:${needed.join(', ')}}`;
  },
  physical: ({ analysis, block, host, fresh }) => {
    if (ast.isFabric(block)) return `physical \${1:${fresh('physical')}} { mtu \${2:1500} }`;
    if (ast.isNetwork(block)) return `physical ${hole(1, physicalsFor(fittingPlace(analysis, block), block)[0]?.name)}`;
    const bridged = new Set(ast.isBridge(block) ? host?.bridges.map(({ physicalNetwork }) => physicalNetwork) : []);
    return `physical ${hole(1, analysis.topology.fabric.physicalNetworks.find(({ name }) => !bridged.has(name))?.name)}`;
  },
  bridge: ({ analysis, host }) => {
    const names = new Set(host?.bridges.map(({ name }) => name));
    const taken = new Set(host?.bridges.map(({ physicalNetwork }) => physicalNetwork));
    const name = ['br-ex', 'br-provider', 'br-physical'].find((candidate) => !names.has(candidate));
    const physical = analysis.topology.fabric.physicalNetworks.find((candidate) => !taken.has(candidate.name))?.name;
    return `bridge ${hole(1, name)} {\n\t${physical === undefined ? '' : `physical \${2:${physical}}\n\t`}interface ${hole(3, freeCard(host))}\n}`;
  },
  sriov: ({ analysis, block }) =>
    `sriov ${hole(1, ast.isHost(block) ? openCards(fittingPlace(analysis, block), block)[0] : undefined)} { device \${2:ens1f0} }`,
  'local-vlan': () => 'local-vlan $1 $2',
};

/** A network card that no bridge of the host has. */
export function freeCard(host: Host | undefined): string | undefined {
  const used = new Set(host?.bridges.map(({ device }) => device));
  return ['eth0', 'eth1', 'eth2', 'eth3'].find((card) => !used.has(card));
}
