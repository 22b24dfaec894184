import { type ElementId, elementId, qualifiedName } from '#core/base';
import { type FloatingIp, type Network, type Relations, type VmPort, countIpv4, findFloatingIpWay, routerModes } from '#core/model';
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

/** The outside networks that a floating address can come from: the one that is named, or those from which a router leads to the port that is. */
export function sourcesOf(
  place: FittingPlace,
  { from, to }: { readonly from: string | undefined; readonly to: string | undefined },
): readonly Network[] {
  const { relations } = place;
  const written = from === undefined ? undefined : findNamed(place, relations.topology.networks, ({ id }) => id, from);
  const networks = written ? [written] : relations.externalNetworks;
  const port = to === undefined ? undefined : portNamed(place, to);
  return port ? networks.filter((network) => isLed(relations, network, port, undefined, undefined)) : networks;
}

/** The addresses of outside networks that a router of a port translates, and that lead to it by no other address yet. */
function isLed(relations: Relations, network: Network, port: VmPort, fixed: IpAddress | undefined, itself: string | undefined): boolean {
  const mayHave = fixed ? port.addresses.some((address) => sameAddress(address, fixed)) : countIpv4(relations, port) === 1;
  const way = findFloatingIpWay(relations, probe(network, port, fixed));
  if (!mayHave || !way.router) return false;
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
  const spellings = own === undefined ? [name] : [`${qualifiedName(own)}.${name}`, name];
  for (const spelling of spellings) {
    const port = relations.port(elementId('port', spelling));
    if (port) return port;
    const [only, second] = relations.portsOf(elementId('vm', spelling));
    if (only && !second) return only;
  }
  return undefined;
}

/** Whether a floating address means a VM's only port by the VM's name: with a second port it would mean none. */
export function isNamedPlainly(analysis: Analysis, vm: ElementId): boolean {
  return namings(analysis, vm).some(({ floatingIp, rest }) => rest === '' && floatingIp.port !== undefined);
}

/** Whether the floating addresses that name a port of a VM find their way to it on a network: a router leads there from where they come from. */
export function staysInReach(analysis: Analysis, { relations }: FittingPlace, vm: ElementId, port: string, network: Network): boolean {
  const led = namings(analysis, vm).filter(({ rest }) => rest === '' || rest === `.${port}`);
  const gateways = relations
    .subnetsOf(network.id)
    .flatMap(({ id }) => relations.interfacesOn(id).map(({ router }) => relations.router(router)?.gateway?.network));
  return led.every(({ floatingIp }) =>
    floatingIp.network === undefined ? gateways.some((gateway) => gateway !== undefined) : gateways.includes(floatingIp.network),
  );
}

/** The floating addresses that name a VM, and what each says behind its name: nothing, or which port. */
function namings({ topology, lowered }: Analysis, vm: ElementId): readonly { readonly floatingIp: FloatingIp; readonly rest: string }[] {
  const qualified = qualifiedName(vm);
  const names = [qualified, qualified.slice(qualified.indexOf('.') + 1)];
  return topology.floatingIps.flatMap((floatingIp) => {
    const node = lowered.astOf(floatingIp.id);
    const target = ast.isFloatingIp(node) ? (node as Partial<ast.FloatingIp>).target?.$refText : undefined; // recovery may leave it out
    const name = names.find((candidate) => target === candidate || target?.startsWith(`${candidate}.`) === true);
    return name === undefined || target === undefined ? [] : [{ floatingIp, rest: target.slice(name.length) }];
  });
}
