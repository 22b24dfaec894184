import { type ElementId, assertNever, compact } from '#core/base';
import { printMac, printPrefix } from '#core/net';
import { type HostPlan, type NamespaceDevice, type NamespacePlan, type NamespaceVeth, printNamespaceRoute } from '#core/plan';
import { type Detail, boxId } from './box-id.ts';
import { describePort } from './describe-port.ts';
import type { GraphDraft } from './graph-draft.ts';

/** Draws the port of br-int that a Neutron port is plugged into, once; `undefined` where there is none. */
export type Attach = (port: ElementId) => string | undefined;

/** Draws the agents' namespaces of a host with their devices; a link to another namespace is told in words. */
export function buildNamespaces(draft: GraphDraft, host: HostPlan, detail: Detail, attach: Attach): void {
  for (const namespace of host.namespaces) buildNamespace(draft, host, namespace, detail, attach);
}

function buildNamespace(draft: GraphDraft, host: HostPlan, namespace: NamespacePlan, detail: Detail, attach: Attach): void {
  const id = boxId(host.name, namespace.name);
  const { title, what, isRouter } = describeNamespace(draft, namespace);
  const facts = [...namespace.veths.map(printVeth), ...namespace.routes.map(printNamespaceRoute)];
  draft.addNode({
    id,
    kind: 'namespace',
    parent: host.name,
    title,
    details: [detail === 'full' ? namespace.name : shorten(namespace.name), ...(detail === 'full' ? facts : [])],
    tooltip: [`${what} namespace ${namespace.name}`, ...facts].join('\n'),
    host: host.name,
    devices: [namespace.name],
    element: namespace.element,
    networks: isRouter ? [] : [namespace.element],
    markedFor: isRouter ? [namespace.element, ...draft.index.router(namespace.element).interfaces] : [],
  });
  for (const device of namespace.devices) buildDevice(draft, host, id, device, detail, attach);
}

function printVeth({ name, peer, addresses }: NamespaceVeth): string {
  return `${name} ${addresses.map(printPrefix).join(' ')} – ${peer.device} of ${shorten(peer.namespace)}`;
}

interface NamespaceText {
  readonly title: string;
  readonly what: string;
  readonly isRouter: boolean;
}

function describeNamespace({ index }: GraphDraft, { kind, element }: NamespacePlan): NamespaceText {
  switch (kind) {
    case 'router':
      return { title: index.router(element).name, what: 'router', isRouter: true };
    case 'snat':
      return { title: `SNAT of ${index.router(element).name}`, what: 'source NAT', isRouter: true };
    case 'fip':
      return { title: `floating ${index.network(element).name}`, what: 'floating address', isRouter: false };
    case 'dhcp':
      return { title: `DHCP ${index.network(element).name}`, what: 'DHCP', isRouter: false };
    default:
      return assertNever(kind);
  }
}

/** `qrouter-0a4d2420…`: enough to know it by. */
function shorten(name: string): string {
  const dash = name.indexOf('-');
  return name.length > dash + 9 ? `${name.slice(0, dash + 9)}…` : name;
}

function buildDevice(draft: GraphDraft, host: HostPlan, namespace: string, device: NamespaceDevice, detail: Detail, attach: Attach): void {
  const id = `${namespace}/${device.name}`;
  const port = draft.index.port(device.port);
  draft.addNode({
    id,
    kind: 'device',
    parent: namespace,
    title: device.name,
    details: compact([
      ...device.addresses.map(printPrefix),
      printMac(device.mac),
      detail === 'full' ? `MTU ${device.mtuBytes}` : undefined,
    ]),
    tooltip: [`device ${device.name}, MTU ${device.mtuBytes}`, ...describePort(port), ...device.addresses.map(printPrefix)].join('\n'),
    host: host.name,
    element: device.port,
    networks: [port.network],
  });
  const tab = attach(device.port);
  if (tab !== undefined) {
    draft.addLink({
      kind: 'internal',
      from: id,
      to: tab,
      tooltip: `${device.name}: a port of the switch inside the namespace`,
      element: device.port,
      networks: [port.network],
    });
  }
}
