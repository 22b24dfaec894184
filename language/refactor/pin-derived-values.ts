import type { AstNode } from 'langium';
import { type ElementId, groupBy, indexBy, sortedBy } from '#core/base';
import { type Element, indexTopology } from '#core/model';
import { printAddress, printMac } from '#core/net';
import type { Deployment, PlannedPort } from '#core/plan';
import type { OstopoModel } from '../parse-ostopo.ts';
import { insertProperties } from './edit-block.ts';
import { type Pin, ofportOf, pinnedProperties } from './pin.ts';
import { pinDhcp } from './pin-dhcp.ts';
import { localVlanPins } from './pin-local-vlans.ts';
import { type AnalysedModel, type RefactoringInput, settleChanges } from './refactoring.ts';
import { type Refactoring, refused } from './text-replacement.ts';

/**
 * Writes down what is derived: ids, addresses, MACs, VNIs, VLANs, MTUs, port numbers, the routers' hosts; of the whole model, or of what
 * stands inside `scope`. The plan stays as it is. In a repeated block a value that has no common spelling stays derived.
 */
export function pinDerivedValues(input: RefactoringInput, deployment: Deployment, scope?: AstNode): Refactoring {
  const { model } = input;
  const pins = [...listPins(model, deployment), ...localVlanPins(model, deployment)].filter(({ node }) => isInside(node, scope));
  const dhcp = pinDhcp(model, deployment).filter(({ node }) => isInside(node, scope));
  const properties = [
    ...[...groupBy(pins, ({ node }) => node)].map(([node, ofNode]) => ({ node, written: pinnedProperties(model, ofNode) })),
    ...dhcp.map(({ node, properties: written }) => ({ node, written })),
  ];
  const all = [
    ...innermostFirst(groupBy(properties, ({ node }) => node)).flatMap(([node, ofNode]) =>
      insertProperties(
        node,
        ofNode.flatMap(({ written }) => written),
      ),
    ),
    ...dhcp.flatMap(({ changes }) => changes),
  ];
  if (all.length === 0) return refused('Everything here is written down already.');
  return settleChanges(input, all, samePlan);
}

/** What is written behind a block comes before what is written behind the block around it, where both end at one place. */
function innermostFirst<T>(byNode: ReadonlyMap<AstNode, T>): [AstNode, T][] {
  return sortedBy(byNode, ([{ $cstNode }]) => $cstNode?.length ?? 0);
}

/** What pinning must not change. */
function samePlan(before: AnalysedModel, after: AnalysedModel): string | undefined {
  return printPlan(before.deployment) === printPlan(after.deployment)
    ? undefined
    : 'Pinning these values would change others: a part of what the plan depends on cannot be written in a repeated block.';
}

/** The plan as text: numbers of any width, nothing of the places. */
export function printPlan(deployment: Deployment): string {
  return JSON.stringify(deployment, (key, value: unknown) =>
    key === 'places' ? undefined : typeof value === 'bigint' ? `0x${value.toString(16)}` : value,
  );
}

function isInside(node: AstNode, scope: AstNode | undefined): boolean {
  if (!scope || node === scope) return true;
  return node.$container !== undefined && isInside(node.$container, scope);
}

function listPins(model: OstopoModel, deployment: Deployment): Pin[] {
  const elements = indexTopology(model.topology);
  const pins: Pin[] = [];
  const add = (id: ElementId, key: string, text: string | undefined, dealt = true): void => {
    const [element, node] = [elements.get(id), model.astOf(id)];
    if (text !== undefined && element && node && !isWritten(element, key)) pins.push({ node, element: id, key, text, dealt });
  };
  for (const { id, uuid, mtuBytes, segment, subnets } of deployment.networks) {
    add(id, 'id', uuid);
    if (segment.kind === 'overlay') add(id, 'vni', String(segment.vni));
    if (segment.kind === 'vlan') add(id, 'vlan', String(segment.vlan));
    add(id, 'mtu', String(mtuBytes));
    for (const subnet of subnets) {
      add(subnet.id, 'id', subnet.uuid);
      add(subnet.id, 'gateway', subnet.gateway && printAddress(subnet.gateway));
    }
  }
  const hostName = indexBy(model.topology.hosts, ({ id }) => id);
  for (const { id, uuid, hosts, distributed, highlyAvailable } of deployment.routers) {
    add(id, 'id', uuid);
    if (!distributed && !highlyAvailable) add(id, 'host', hostName.get(hosts[0])?.name, false);
  }
  const groups = deployment.ports.flatMap(({ securityGroups }) => securityGroups);
  for (const { id, uuid } of [...groups, ...deployment.floatingIps]) add(id, 'id', uuid);
  for (const port of deployment.ports) {
    if (port.owner === 'network:dhcp') continue;
    add(port.id, 'ip', printAddresses(port), false);
    add(port.id, 'mac', printMac(port.mac));
    add(port.id, 'id', port.uuid);
    if (port.hosts.length === 1) add(port.id, 'ofport', ofportOf(deployment, port.id)); // on several it has one each
  }
  return unique(pins);
}

/** A group that several ports are in is listed once. */
function unique(pins: readonly Pin[]): Pin[] {
  return [...new Map(pins.map((pin) => [`${pin.element} ${pin.key}`, pin])).values()];
}

function isWritten({ places }: Element, key: string): boolean {
  return places.properties[key] !== undefined;
}

function printAddresses({ addresses }: PlannedPort): string | undefined {
  return addresses.length === 0 ? undefined : addresses.map(({ address }) => printAddress(address)).join(', ');
}
