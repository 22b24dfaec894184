import { compact } from '#core/base';
import type { CompiledBridge, CompiledHost } from '#core/compile';
import { printAddress, printPrefix } from '#core/net';
import type { BridgePort, HostPlan } from '#core/plan';
import { type Detail, boxId } from './box-id.ts';
import { buildGuests } from './build-guests.ts';
import { hasTunnelUplink } from './build-underlay.ts';
import type { GraphDraft } from './graph-draft.ts';

/** Draws a host: its guests, Linux bridges and namespaces, its Open vSwitch bridges with their ports, and the patches between them. */
export function buildHost(draft: GraphDraft, { plan, bridges }: CompiledHost, detail: Detail): void {
  draft.addNode({
    id: plan.name,
    kind: 'host',
    title: plan.name,
    details: compact([plan.roles.join(', '), plan.bridges.length === 0 ? 'no OVS' : undefined]),
    tooltip: `host ${plan.name}`,
    host: plan.name,
    element: plan.id,
    markedFor: [plan.id],
  });
  buildGuests(draft, plan, detail);
  for (const bridge of bridges) if (bridge.plan.kind !== 'trunk') buildBridge(draft, plan, bridge);
  buildPatches(draft, plan);
  buildTunnelCard(draft, plan);
}

function buildBridge(draft: GraphDraft, host: HostPlan, { plan: bridge, flows }: CompiledBridge): void {
  const tables = new Set(flows.map((flow) => flow.table)).size;
  draft.addNode({
    id: boxId(host.name, bridge.name),
    kind: 'bridge',
    parent: host.name,
    title: bridge.name,
    details: compact([bridge.address && printPrefix(bridge.address), `${flows.length} ${flows.length === 1 ? 'flow' : 'flows'}`]),
    tooltip: compact([
      `Open vSwitch bridge ${bridge.name} on ${host.name}`,
      bridge.physicalNetwork === undefined ? undefined : `physical network ${bridge.physicalNetwork}`,
      `${flows.length} flows in ${tables} tables`,
    ]).join('\n'),
    host: host.name,
    devices: [bridge.name],
    element: bridge.element,
    markedFor: bridge.element === host.id ? [] : [bridge.element],
  });
  // Neutron ports and the bridges of trunks were drawn with their guests; tunnel ports are drawn with the tunnels.
  for (const port of bridge.ports) {
    if (port.kind === 'patch' || port.kind === 'uplink') buildPlainPort(draft, host, bridge.name, port, bridge.physicalNetwork);
  }
}

type PlainPort = Extract<BridgePort, { kind: 'patch' | 'uplink' }>;

function buildPlainPort(draft: GraphDraft, host: HostPlan, bridge: string, port: PlainPort, physicalNetwork: string | undefined): void {
  const isLower = bridge !== host.bridges[0]?.name;
  draft.addNode({
    id: boxId(host.name, bridge, port.name),
    kind: 'port',
    parent: boxId(host.name, bridge),
    title: port.name,
    details: [`ofport ${port.ofport}`],
    tooltip: compact([
      port.kind === 'patch' ? `patch port to ${port.peer.port} of ${port.peer.bridge}` : `network card ${port.device}`,
      `OpenFlow port ${port.ofport} of ${bridge}`,
      port.kind === 'uplink' && physicalNetwork !== undefined ? `physical network ${physicalNetwork}` : undefined,
    ]).join('\n'),
    side: port.kind === 'patch' && isLower ? 'top' : 'bottom',
    host: host.name,
    devices: [port.name],
    element: port.element,
  });
}

function buildPatches(draft: GraphDraft, host: HostPlan): void {
  for (const bridge of host.bridges.slice(0, 1)) {
    for (const port of bridge.ports) {
      if (port.kind !== 'patch') continue;
      draft.addLink({
        kind: 'patch',
        from: boxId(host.name, bridge.name, port.name),
        to: boxId(host.name, port.peer.bridge, port.peer.port),
        tooltip: `patch ${port.name} – ${port.peer.port}`,
        element: port.element,
      });
    }
  }
}

/** A tunnel address that sits on a network card outside every bridge gets a tab on the host's own edge. */
function buildTunnelCard(draft: GraphDraft, host: HostPlan): void {
  if (!host.tunnel || hasTunnelUplink(host)) return;
  draft.addNode({
    id: boxId(host.name, 'tunnel-ip'),
    kind: 'nic',
    parent: host.name,
    title: printAddress(host.tunnel.address.address),
    details: ['tunnel address'],
    tooltip: `tunnel address ${printPrefix(host.tunnel.address)} of ${host.name}`,
    side: 'bottom',
    host: host.name,
    element: host.id,
  });
}
