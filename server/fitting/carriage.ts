import type { ElementId } from '#core/base';
import { type Host, type Network, type Relations, type VmPort, findFloatingIpWay, routerModes } from '#core/model';
import { carriedBy, hasOpenVswitch, physicalNetworkOf } from '#core/rules';

/** Whether some host has a bridge to the physical network that a network stands on; where none has, that is what is wrong. */
function isCarried({ topology }: Relations, network: Network): boolean {
  return topology.hosts.some((host) => host.bridges.length > 0 && physicalNetworkOf(network) !== undefined && carriedBy(host, network));
}

/** Whether a host can give a guest a port on a network: by its switch, or by a card. */
export function canPlug(relations: Relations, host: Host, network: Network, binding: VmPort['binding']): boolean {
  const physical = physicalNetworkOf(network);
  if (binding !== 'normal') return physical !== undefined && host.sriov.some((card) => card.physicalNetwork === physical);
  return physical === undefined || !isCarried(relations, network) || !hasOpenVswitch(host) || carriedBy(host, network);
}

/** Whether a host can run a VM: each port has its way, and what is translated on the guest's own host too. */
export function canRun(relations: Relations, host: Host, vm: ElementId): boolean {
  return relations.portsOf(vm).every((port) => {
    const network = relations.network(port.network);
    return (!network || canPlug(relations, host, network, port.binding)) && canTranslate(relations, host, port);
  });
}

function canTranslate(relations: Relations, host: Host, port: VmPort): boolean {
  return relations.floatingIpsOf(port.id).every((floatingIp) => {
    const { network, router } = findFloatingIpWay(relations, floatingIp);
    const isDistributed = router && routerModes(relations.topology.fabric, router).distributed;
    return !network || !isDistributed || carriedBy(host, network);
  });
}

/** Whether routers and DHCP reach a network: some network host does, or the one that is asked for. */
export function isServed(relations: Relations, network: Network, pinned?: ElementId): boolean {
  if (physicalNetworkOf(network) === undefined || !isCarried(relations, network)) return true;
  const hosts = relations.topology.hosts.filter(({ roles }) => roles.includes('network'));
  const own = hosts.filter(({ id }) => id === pinned);
  return hosts.length === 0 || (own.length > 0 ? own : hosts).some((host) => carriedBy(host, network));
}
