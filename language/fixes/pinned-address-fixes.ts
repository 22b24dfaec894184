import { compact, elementKind } from '#core/base';
import type { Finding, FindingCode } from '#core/diagnostics';
import { type Subnet, findFloatingIpWay, hostRange, isAutoAddressed } from '#core/model';
import { type AddressRange, type IpAddress, createAddress, parseAddress, prefixContains, printAddress, rangeContains } from '#core/net';
import * as ast from '../generated/ast.ts';
import { addInside, removeNode, removeValues } from './block-edits.ts';
import type { FixContext } from './fix-context.ts';
import { isLedToAlready } from './floating-source-fixes.ts';
import { type Fix, type FixMaker, type FixChange, possible, preferred, replace, replaceItem } from './fix.ts';
import { subnetOf } from './subnet-range-fixes.ts';

/** Addresses that the text gives to gateways, ports, services and floating addresses. */
export const PINNED_ADDRESS_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST2005: moveGateway,
  OST2006: moveGateway,
  OST2011: moveAddress,
  OST2012: moveAddress,
  OST2013: moveAddress,
  OST2014: moveAddress,
  OST2024: moveAddress,
  OST2029: takeAutomatic,
};

/** The first address that is nobody's and in no pool that is written. */
function moveGateway(finding: Finding, context: FixContext): readonly Fix[] {
  const subnet = subnetOf(finding, context);
  if (!subnet) return [];
  const node = context.nodeAt(finding.place);
  const range = hostRange(subnet);
  const gateway = firstOutside(
    range,
    subnet.pools,
    new Set(compact([subnet.dhcp.address, ...pinnedIn(subnet, context)]).map((a) => a.value)),
  );
  return [
    ...(gateway ? [preferred(`Change to \`${printAddress(gateway)}\``, replace(finding.place, printAddress(gateway)))] : []),
    ...(node && ast.isSetting(node) && !isGatewayTaken(subnet, context)
      ? [possible('Change to `none`', replace(finding.place, 'none'))]
      : []),
  ];
}

/** A router's interface without an address of its own has the gateway's. */
function isGatewayTaken({ id }: Subnet, { relations }: FixContext): boolean {
  return relations.interfacesOn(id).some(({ address }) => address === undefined);
}

function pinnedIn(subnet: Subnet, { relations }: FixContext): readonly IpAddress[] {
  return relations.portsOn(subnet.network).flatMap(({ addresses }) => addresses);
}

function firstOutside({ first, last }: AddressRange, pools: readonly AddressRange[], taken: ReadonlySet<bigint>): IpAddress | undefined {
  for (let value = first.value; value <= last.value; value += 1n) {
    const address = createAddress(first.version, value);
    const pool = pools.find((candidate) => rangeContains(candidate, address));
    if (pool) value = pool.last.value;
    else if (!taken.has(value)) return address;
  }
  return undefined;
}

/** Another address of the subnet, one that is free; a second floating address for the same port has none to move to. */
function moveAddress(finding: Finding, context: FixContext): readonly Fix[] {
  const floatingIp = context.relations.topology.floatingIps.find(({ id }) => id === finding.element);
  const node = context.nodeOf(floatingIp?.id);
  if (floatingIp && node && isLedToAlready(context, floatingIp, findFloatingIpWay(context.relations, floatingIp).network?.id))
    return [possible('Remove this floating address', removeNode(node))];
  const old = String(finding.data.address);
  const wanted = parseAddress(old);
  const subnets = subnetsFor(finding, context).filter((subnet) => !isAutoAddressed(subnet)); // whose addresses nobody chooses
  const subnet =
    subnets.find(({ prefix }) => wanted && prefixContains(prefix, wanted)) ??
    subnets.find(({ prefix }) => prefix.address.version === wanted?.version);
  const address = subnet && context.free.address(subnet);
  if (!address) return [];
  const text = printAddress(address);
  const change = putAddress(finding, old, text, context);
  return change ? [preferred(`Change to \`${text}\`, which is free`, change)] : [];
}

/** The subnets a port, interface, DHCP service or floating address may take its address from. */
function subnetsFor({ element }: Finding, { relations }: FixContext): readonly Subnet[] {
  if (element === undefined) return [];
  const { topology } = relations;
  const port = relations.port(element);
  if (port) return relations.subnetsOf(port.network);
  const gateway = topology.routers.find((router) => router.gateway?.id === element)?.gateway;
  if (gateway) return relations.subnetsOf(gateway.network);
  const floatingIp = topology.floatingIps.find(({ id }) => id === element);
  if (floatingIp) return relations.subnetsOf(findFloatingIpWay(relations, floatingIp).network?.id ?? floatingIp.id);
  const item = topology.routers.flatMap(({ interfaces }) => interfaces).find(({ id }) => id === element);
  return compact([item ? relations.subnet(item.subnet) : topology.subnets.find(({ dhcp }) => dhcp.id === element)]);
}

/** In place of the old address where that is written, else as a pin of the interface. */
function putAddress({ place, element }: Finding, old: string, text: string, context: FixContext): FixChange | undefined {
  const change = replaceItem(place, context.textAt(place), (item) => sameText(item, old), text);
  if (change) return change;
  const node = context.nodeOf(element);
  return element !== undefined && elementKind(element) === 'interface' && node ? addInside(node, `ip ${text}`) : undefined;
}

function sameText(a: string, b: string): boolean {
  const address = parseAddress(a);
  return address !== undefined && printAddress(address) === b;
}

/** The address that SLAAC gives, where the MAC says which; or none that is pinned. */
function takeAutomatic({ place, data }: Finding, context: FixContext): readonly Fix[] {
  const node = context.nodeAt(place);
  const isPinned = (text: string) => sameText(text, String(data.pinned));
  if (!node || !ast.isSetting(node)) return [];
  const remove = removeValues(node, 'values', ({ text }) => isPinned(text));
  if (data.address === undefined) return [preferred('Remove the address', ...remove)];
  const change = replaceItem(place, context.textAt(place), isPinned, String(data.address));
  return [
    ...(change ? [preferred(`Change to \`${String(data.address)}\`, which its MAC gives`, change)] : []),
    possible('Remove the address', ...remove),
  ];
}
