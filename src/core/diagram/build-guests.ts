import { type ElementId, compact } from '#core/base';
import { printMac } from '#core/net';
import { type BridgePort, type HostPlan, type HybridPlug, type PlannedPort, type PlannedVm } from '#core/plan';
import { type Detail, boxId } from './box-id.ts';
import { type Attach, buildNamespaces } from './build-namespaces.ts';
import { buildTrunkPatch } from './build-trunk.ts';
import { describeAddresses, describeLocalIps, describePort } from './describe-port.ts';
import type { GraphDraft } from './graph-draft.ts';

type VifPort = Extract<BridgePort, { kind: 'vif' }>;

/**
 * Draws what hangs on the integration bridge, from left to right: VMs by their ports (through the Linux bridge of the hybrid plug or the bridge of a trunk where there is one), then
 * routers' and DHCP services' namespaces, then ports nobody is known for. The ports of br-int are added in that order, so that no wires cross.
 */
export function buildGuests(draft: GraphDraft, host: HostPlan, detail: Detail): void {
  const integration = host.bridges.find((bridge) => bridge.kind === 'integration');
  const vifs = new Map<ElementId, VifPort>();
  for (const port of integration?.ports ?? []) if (port.kind === 'vif') vifs.set(port.element, port);
  const attach = (port: ElementId): string | undefined => {
    const vif = vifs.get(port);
    if (!vif || !integration) return undefined;
    vifs.delete(port);
    return buildVif(draft, host, integration.name, vif);
  };

  for (const id of host.vms) buildVm(draft, host, draft.index.vm(id), detail, attach);
  buildNamespaces(draft, host, detail, attach);
  for (const port of [...vifs.keys()]) attach(port);
}

function buildVif(draft: GraphDraft, host: HostPlan, bridge: string, vif: VifPort): string {
  const port = draft.index.port(vif.element);
  const id = boxId(host.name, bridge, vif.name);
  draft.addNode({
    id,
    kind: 'port',
    parent: boxId(host.name, bridge),
    title: vif.name,
    details: [`${port.adminUp ? `tag ${vif.tag}` : 'down'} · ofport ${vif.ofport}`],
    tooltip: [
      `port ${vif.name} of ${bridge}: ${port.adminUp ? `local VLAN ${vif.tag}` : 'the dead VLAN'}, OpenFlow port ${vif.ofport}`,
      `network ${draft.index.network(port.network).name}`,
      ...describePort(port),
    ].join('\n'),
    side: 'top',
    host: host.name,
    devices: [vif.name],
    element: vif.element,
    networks: [port.network],
  });
  return id;
}

function buildVm(draft: GraphDraft, host: HostPlan, vm: PlannedVm, detail: Detail, attach: Attach): void {
  const id = boxId(host.name, vm.name);
  const ports = vm.ports.map((port) => draft.index.port(port));
  draft.addNode({
    id,
    kind: 'vm',
    parent: host.name,
    title: vm.name,
    details: compact([
      ...ports.flatMap(describeAddresses),
      ...ports.flatMap(describeLocalIps),
      ...ports.map((port) => printMac(port.mac)),
      detail === 'full' ? vm.instanceName : undefined,
    ]),
    tooltip: [
      `vm ${vm.name} (${vm.instanceName}) on ${host.name}`,
      ...ports.flatMap((port) => [...describePort(port), ...describeAddresses(port), ...describeLocalIps(port)]),
    ].join('\n'),
    host: host.name,
    devices: [vm.name, vm.instanceName],
    element: vm.id,
    networks: [...new Set(ports.map((port) => port.network))],
    markedFor: [vm.id, ...vm.ports],
  });
  for (const port of ports.flatMap((card) => withSubports(card, ports))) {
    const tab = attach(port.id);
    if (tab === undefined) continue;
    const plug = host.hybridPlugs.find((candidate) => candidate.port === port.id);
    if (plug) buildHybridPlug(draft, host, plug, port, id, tab);
    else if (port.trunk) buildTrunkPatch(draft, host, port, { vm: id, tab });
    else
      draft.addLink({ kind: 'plug', from: id, to: tab, tooltip: `network card of ${vm.name}`, element: port.id, networks: [port.network] });
  }
}

/** A card, and behind it the subports of its trunk; a subport alone is drawn with its card. */
function withSubports(card: PlannedPort, ports: readonly PlannedPort[]): readonly PlannedPort[] {
  if (card.trunk?.kind === 'subport') return [];
  return [card, ...ports.filter(({ trunk }) => trunk?.kind === 'subport' && trunk.parent === card.id)];
}

/** vm – tap in qbr, qvb in qbr – qvo in br-int. */
function buildHybridPlug(draft: GraphDraft, host: HostPlan, plug: HybridPlug, port: PlannedPort, vm: string, tab: string): void {
  const id = boxId(host.name, plug.qbr);
  const common = { host: host.name, element: port.id, networks: [port.network] };
  draft.addNode({
    ...common,
    id,
    kind: 'linux-bridge',
    parent: host.name,
    title: plug.qbr,
    tooltip: `Linux bridge ${plug.qbr}: iptables filters here\nMTU ${plug.mtuBytes}`,
    devices: [plug.qbr],
  });
  const [tap, qvb] = [boxId(host.name, plug.qbr, plug.tap), boxId(host.name, plug.qbr, plug.qvb)];
  draft.addNode({
    ...common,
    id: tap,
    kind: 'port',
    parent: id,
    title: plug.tap,
    tooltip: `tap device of the VM\n${describePort(port).join('\n')}`,
    side: 'top',
    devices: [plug.tap],
  });
  draft.addNode({
    ...common,
    id: qvb,
    kind: 'port',
    parent: id,
    title: plug.qvb,
    tooltip: `veth ${plug.qvb} – ${plug.qvo}`,
    side: 'bottom',
    devices: [plug.qvb],
  });
  draft.addLink({
    kind: 'plug',
    from: vm,
    to: tap,
    tooltip: `network card of the VM: ${plug.tap}`,
    element: port.id,
    networks: [port.network],
  });
  draft.addLink({
    kind: 'plug',
    from: qvb,
    to: tab,
    tooltip: `veth pair ${plug.qvb} – ${plug.qvo}`,
    element: port.id,
    networks: [port.network],
  });
}
