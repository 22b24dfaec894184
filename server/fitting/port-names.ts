import { type Network, type VmPort, mayUse, networkMtu } from '#core/model';
import { prefixContains } from '#core/net';
import { ast } from '#language';
import { physicalNetworkOf } from '#core/rules';
import { canPlug } from './carriage.ts';
import type { Analysis } from '../analysis/analysis.ts';
import { staysInReach } from './floating-ip-names.ts';
import { type FittingPlace, findNamed, pinnedAddresses, settingOf } from './fitting-place.ts';

/** Whether a port can be on a network of a name: the tenant may use it, the VM's hosts can carry it, what the port pins fits, and floating addresses find it. */
export function isPluggable(analysis: Analysis, place: FittingPlace, port: ast.VmPort, name: string): boolean {
  const { relations, own, idsOf } = place;
  if (isTaken(port, name)) return false;
  const network = findNamed(place, relations.topology.networks, ({ id }) => id, name);
  if (!network) return true;
  if (own !== undefined && !mayUse(own, network)) return false;
  const portName = port.name ?? network.name;
  const isFound = idsOf(port.$container).every((vm) => staysInReach(analysis, place, vm, portName, network));
  return isFound && isReached(place, port, network) && holdsPins(place, port, network);
}

/** A second port on one network needs a name of its own. */
function isTaken({ $container, name }: ast.VmPort, network: string): boolean {
  if (!ast.isVm($container) || name !== undefined) return false;
  return $container.properties.filter(ast.isVmPort).some((port) => port.name === undefined && refText(port) === network);
}

/** Recovery may leave the reference out. */
function refText(port: ast.VmPort): string | undefined {
  return (port as Partial<ast.VmPort>).network?.$refText;
}

function bindingOf({ properties }: ast.VmPort): VmPort['binding'] {
  const written = settingOf(properties, 'binding');
  return written === 'direct' || written === 'macvtap' ? written : 'normal';
}

function isReached({ relations, idsOf }: FittingPlace, port: ast.VmPort, network: Network): boolean {
  const binding = bindingOf(port);
  if (binding !== 'normal' && physicalNetworkOf(network) === undefined) return false;
  return idsOf(port.$container).every((id) => {
    const vm = relations.vm(id);
    const host = vm?.host === undefined ? undefined : relations.host(vm.host);
    return !host || canPlug(relations, host, network, binding);
  });
}

/** Pinned addresses lie in it, and a subport's frames fit the trunk. */
function holdsPins({ relations, idsOf }: FittingPlace, port: ast.VmPort, network: Network): boolean {
  const subnets = relations.subnetsOf(network.id);
  const isInside = pinnedAddresses(port.properties, 'ip').every((address) => subnets.some(({ prefix }) => prefixContains(prefix, address)));
  const parentNode = (port.properties.find(ast.isSubportOf) as Partial<ast.SubportOf> | undefined)?.parent?.ref; // recovery may leave it out
  const parent = relations.port(idsOf(parentNode)[0] ?? network.id);
  const trunk = parent && relations.network(parent.network);
  return isInside && (!trunk || networkMtu(relations.topology, network) <= networkMtu(relations.topology, trunk));
}

/** Another port of the VM that may be the parent of a trunk: no subport itself, and plugged into the switch. */
export function isTrunkable({ $container: own }: ast.SubportOf, name: string): boolean {
  const vm = own.$container;
  return vm.properties
    .filter(ast.isVmPort)
    .some((port) => port !== own && portName(port) === name && bindingOf(port) === 'normal' && !port.properties.some(ast.isSubportOf));
}

/** A port without a name of its own has its network's. */
function portName(port: ast.VmPort): string | undefined {
  const network = refText(port);
  return port.name ?? network?.slice(network.lastIndexOf('.') + 1);
}
