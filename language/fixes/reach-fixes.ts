import type { ElementId } from '#core/base';
import type { Finding, FindingCode } from '#core/diagnostics';
import { type Host, type Router, type VmPort, findFloatingIpWay, placeOf } from '#core/model';
import { carriedBy, hasOpenVswitch, physicalNetworkOf } from '#core/rules';
import * as ast from '../generated/ast.ts';
import { addInside, removeNode } from './block-edits.ts';
import { type FixContext, isRepeated } from './fix-context.ts';
import { type Fix, type FixMaker, possible, preferred, replace, writeValue } from './fix.ts';

/** What leads from a host to the physical networks: bridges and SR-IOV cards. */
export const REACH_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST4015: reachFromHost,
  OST4016: reachFromNetworkHosts,
  OST4017: findCard,
  OST4018: nameDevice,
  OST4033: reachFromGuest,
};

/** The longest name of a device (IFNAMSIZ less its end). */
const LONGEST_NAME = 15;

/** Adds a bridge to a physical network, with a name none of the hosts has yet; hosts of one repeated block get it together. */
export function addBridge(hosts: readonly Host[], physical: string, context: FixContext): readonly Fix[] {
  const taken = new Set(hosts.flatMap(({ bridges }) => bridges.map(({ name }) => name)));
  const name = ['br-ex', `br-${physical}`, 'br-physical', 'br-provider'].find(
    (candidate) => candidate.length <= LONGEST_NAME && !taken.has(candidate),
  );
  if (name === undefined) return [];
  const text = `bridge ${name} { physical ${physical} }`;
  const nodes = new Set(hosts.map(({ id }) => context.nodeOf(id)));
  const changes = [...nodes].flatMap((node) => (node ? [addInside(node, text)] : []));
  const where = hosts.length === 1 ? `host \`${hosts[0]?.name ?? ''}\`` : `${hosts.length} hosts`;
  return changes.length > 0 ? [preferred(`Add \`${text}\` to ${where}`, ...changes)] : [];
}

/** The port a finding is about, and the host of its VM. */
function guestOf(id: ElementId | undefined, { relations }: FixContext): { readonly port: VmPort; readonly host: Host } | undefined {
  const port = id === undefined ? undefined : relations.port(id);
  const host = port && relations.host(relations.vm(port.vm)?.host ?? port.id);
  return port && host && { port, host };
}

function reachFromHost({ element, data }: Finding, context: FixContext): readonly Fix[] {
  const guest = guestOf(element, context);
  const network = guest && context.relations.network(guest.port.network);
  if (!guest || !network) return [];
  return [
    ...addBridge([guest.host], String(data.physical), context),
    ...moveVm(guest.port, context, (host) => hasOpenVswitch(host) && carriedBy(host, network)),
  ];
}

/** Names another host of a VM in place of the one written. */
function moveVm({ vm: id }: VmPort, { relations, nodeOf }: FixContext, isFit: (host: Host) => boolean): readonly Fix[] {
  const vm = relations.vm(id);
  if (!vm || isRepeated(nodeOf(id))) return [];
  const hosts = relations.topology.hosts.filter((host) => host.roles.includes('compute') && isFit(host));
  return hosts.slice(0, 3).map(({ name }) => possible(`Move vm \`${vm.name}\` to \`${name}\``, replace(placeOf(vm, 'on'), name)));
}

/** Where the router is pinned to, else wherever it could run. */
function reachFromNetworkHosts({ element, data }: Finding, context: FixContext): readonly Fix[] {
  const { routers, hosts } = context.relations.topology;
  const owner = routers.find(({ interfaces, gateway }) => gateway?.id === element || interfaces.some(({ id }) => id === element));
  const networkHosts = hosts.filter(({ roles }) => roles.includes('network'));
  const pinned = networkHosts.filter(({ id }) => id === owner?.host);
  return addBridge(pinned.length > 0 ? pinned : networkHosts, String(data.physical), context);
}

function reachFromGuest({ element }: Finding, context: FixContext): readonly Fix[] {
  const { relations } = context;
  const floatingIp = relations.topology.floatingIps.find(({ id }) => id === element);
  const { network, router, port } = floatingIp ? findFloatingIpWay(relations, floatingIp) : {};
  const physical = network && physicalNetworkOf(network);
  const host = guestOf(port?.id, context)?.host;
  if (!router || !host || physical === undefined) return [];
  return [...addBridge([host], physical, context), ...stopDistributing(router, context)];
}

function stopDistributing(router: Router, context: FixContext): readonly Fix[] {
  const node = context.nodeOf(router.id);
  const written = router.places.properties.dvr;
  if (!node || isRepeated(node)) return [];
  return [
    possible(
      `Write \`dvr off\` at router \`${router.name}\``,
      written ? writeValue(written, 'dvr', 'off', context) : addInside(node, 'dvr off'),
    ),
  ];
}

/** A host with a card, the same card as other hosts have, or a port that needs none. */
function findCard({ place, element }: Finding, context: FixContext): readonly Fix[] {
  const guest = guestOf(element, context);
  const network = guest && context.relations.network(guest.port.network);
  if (!guest || !network) return [];
  const physical = physicalNetworkOf(network);
  const node = context.nodeOf(guest.host.id);
  const device = physical === undefined ? undefined : usualDevice(physical, context);
  const text = `sriov ${physical ?? ''} { device ${device ?? ''} }`;
  const isPlugged = hasOpenVswitch(guest.host) && carriedBy(guest.host, network);
  return [
    ...(device !== undefined && node ? [preferred(`Add \`${text}\` to host \`${guest.host.name}\``, addInside(node, text))] : []),
    ...(physical === undefined ? [] : moveVm(guest.port, context, ({ sriov }) => sriov.some((card) => card.physicalNetwork === physical))),
    ...(isPlugged ? [possible('Change to `binding normal`', replace(place, 'normal'))] : []),
  ];
}

/** The card that other hosts have on a physical network. */
function usualDevice(physical: string, { relations }: FixContext): string | undefined {
  const cards = relations.topology.hosts.flatMap(({ sriov }) => sriov);
  return cards.find(({ physicalNetwork, devices }) => physicalNetwork === physical && devices.length > 0)?.devices[0];
}

function nameDevice({ element }: Finding, context: FixContext): readonly Fix[] {
  const { hosts, ports } = context.relations.topology;
  const node = context.nodeOf(element);
  const host = hosts.find(({ sriov }) => sriov.some(({ id }) => id === element));
  const card = host?.sriov.find(({ id }) => id === element);
  if (!host || !card || !ast.isSriov(node)) return [];
  const device = card.physicalNetwork === undefined ? undefined : usualDevice(card.physicalNetwork, context);
  const isTaken = ports.some(({ id, binding }) => binding !== 'normal' && guestOf(id, context)?.host.id === host.id);
  return [
    ...(device === undefined ? [] : [preferred(`Add \`device ${device}\`, as other hosts have`, addInside(node, `device ${device}`))]),
    ...(isTaken ? [] : [possible('Remove the card', removeNode(node))]),
  ];
}
