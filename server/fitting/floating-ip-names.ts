import { type ElementId, elementId, qualifiedName } from '#core/base';
import { type FloatingIp, type Network, type Relations, type VmPort, findFloatingIpWay, routerModes } from '#core/model';
import { type IpAddress, parseAddress, prefixContains, sameAddress } from '#core/net';
import { carriedBy } from '#core/rules';
import { ast } from '#language';
import type { Analysis } from '../analysis/analysis.ts';
import { type FittingPlace, findNamed, settingOf } from './fitting-place.ts';

/** Whether a floating address can come from a network of a name: that holds it, and a router leads from there to its port. */
export function isSource(place: FittingPlace, node: ast.FloatingIp, name: string): boolean {
  const { relations, idsOf } = place;
  const network = findNamed(place, relations.topology.networks, ({ id }) => id, name);
  if (!network?.external) return false;
  const address = addressOf(node);
  const floatingIp = relations.topology.floatingIps.find(({ id }) => id === idsOf(node)[0]);
  const holds = address === undefined || relations.subnetsOf(network.id).some(({ prefix }) => prefixContains(prefix, address));
  return holds && (!floatingIp?.port || findFloatingIpWay(relations, { ...floatingIp, network: network.id }).router !== undefined);
}

/** Recovery may leave it out. */
function addressOf({ address }: Partial<Pick<ast.FloatingIp, 'address'>>): IpAddress | undefined {
  return address === undefined ? undefined : parseAddress(address);
}

/** Whether a floating address can lead to the port that a name stands for: its own tenant's, by a router, and no other one leads there. */
export function isTarget(place: FittingPlace, node: ast.FloatingIp, name: string): boolean {
  const { relations, own, idsOf } = place;
  const port = portNamed(place, name);
  if (!port || own === undefined || relations.vm(port.vm)?.tenant !== own) return false;
  const fixed = settingOf(node.properties, 'fixed');
  const from = (node.properties.find(ast.isFloatingIpNetwork) as Partial<ast.FloatingIpNetwork> | undefined)?.network?.$refText; // recovery may leave it out
  const written = from === undefined ? undefined : findNamed(place, relations.topology.networks, ({ id }) => id, from);
  const networks = written ? [written] : relations.externalNetworks;
  const address = addressOf(node);
  const itself = idsOf(node)[0];
  return networks
    .filter(({ id }) => address === undefined || relations.subnetsOf(id).some(({ prefix }) => prefixContains(prefix, address)))
    .some((network) => isLed(relations, network, port, fixed === undefined ? undefined : parseAddress(fixed), itself));
}

/** The addresses of outside networks that a router of a port translates, and that lead to it by no other address yet. */
function isLed(relations: Relations, network: Network, port: VmPort, fixed: IpAddress | undefined, itself: string | undefined): boolean {
  const pinned = port.addresses.filter(({ version }) => version === 4);
  const mayHave = fixed ? pinned.some((address) => sameAddress(address, fixed)) : pinned.length < 2;
  const hasIpv4 =
    port.addresses.length > 0 ? pinned.length > 0 : relations.subnetsOf(port.network).some(({ prefix }) => prefix.address.version === 4);
  const way = findFloatingIpWay(relations, probe(network, port, fixed));
  if (!mayHave || !hasIpv4 || !way.router) return false;
  const others = relations.floatingIpsOf(port.id).filter((other) => other.id !== itself);
  if (others.some((other) => findFloatingIpWay(relations, other).network?.id === network.id)) return false;
  const host = relations.host(relations.vm(port.vm)?.host ?? port.id);
  return !host || !routerModes(relations.topology.fabric, way.router).distributed || carriedBy(host, network);
}

/** A floating address as far as its way hangs on it. */
function probe({ id, tenant, places }: Network, port: VmPort, fixed: IpAddress | undefined): FloatingIp {
  return {
    id: elementId('floating-ip', 'probe'),
    name: 'probe',
    places,
    tenant,
    uuid: undefined,
    address: { version: 4, value: 0n },
    port: port.id,
    network: id,
    fixed,
  };
}

/** `web`, `web.app` or either behind its tenant; a VM's name stands for its port where it has one. */
function portNamed({ relations, own }: FittingPlace, name: string): VmPort | undefined {
  const tenant = own === undefined ? '' : `${qualifiedName(own)}.`;
  const { vms, ports } = relations.topology;
  const port = ports.find(({ id }) => [`${tenant}${name}`, name].includes(qualifiedName(id)));
  if (port) return port;
  const vm = vms.find(({ id }) => [`${tenant}${name}`, name].includes(qualifiedName(id)));
  const [only, second] = vm ? relations.portsOf(vm.id) : [];
  return second ? undefined : only;
}

/** Whether a floating address means a VM's only port by the VM's name: with a second port it would mean none. */
export function isNamedPlainly({ topology, lowered }: Analysis, vm: ElementId): boolean {
  const qualified = qualifiedName(vm);
  const names = [qualified, qualified.slice(qualified.indexOf('.') + 1)];
  return topology.floatingIps.some(({ id, port }) => {
    const node = port === undefined ? undefined : lowered.astOf(id);
    return (
      port?.slice(port.indexOf(':') + 1).startsWith(`${qualified}.`) === true &&
      ast.isFloatingIp(node) &&
      names.includes(node.target.$refText)
    );
  });
}
