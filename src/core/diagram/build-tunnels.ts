import type { ElementId } from '#core/base';
import type { CompiledHost } from '#core/compile';
import { printAddress } from '#core/net';
import type { BridgePort, HostPlan } from '#core/plan';
import { boxId } from './box-id.ts';
import { UNDERLAY } from './build-underlay.ts';
import type { GraphDraft } from './graph-draft.ts';

type TunnelPort = Extract<BridgePort, { kind: 'tunnel' }>;

/** Up to this many hosts every tunnel is drawn; beyond, each host has one line into the mesh. */
const MOST_HOSTS_IN_PAIRS = 5;

/** Draws the tunnels between hosts: a line per pair, or a line per host where pairs would be too many to read. */
export function buildTunnels(draft: GraphDraft, hosts: readonly CompiledHost[]): void {
  const ends = hosts.map(({ plan }) => plan).filter((plan) => tunnelPorts(plan).length > 0);
  if (ends.length > MOST_HOSTS_IN_PAIRS) {
    for (const host of ends) buildMeshEnd(draft, host);
    return;
  }
  for (const host of ends) for (const [bridge, port] of tunnelPorts(host)) buildTunnelPort(draft, host, bridge, port);
  for (const [position, host] of ends.entries()) {
    for (const [bridge, port] of tunnelPorts(host)) {
      const peer = ends.find((candidate) => candidate.id === port.remoteHost);
      if (!peer) continue;
      const back = tunnelPorts(peer).find(([, candidate]) => candidate.remoteHost === host.id);
      if (back && ends.indexOf(peer) < position) continue; // drawn from the other end
      draft.addLink({
        kind: 'tunnel',
        from: boxId(host.name, bridge, port.name),
        to: back ? boxId(peer.name, back[0], back[1].name) : UNDERLAY,
        label: `${port.type} ${printAddress(port.localIp)} ${back ? '↔' : '→'} ${printAddress(port.remoteIp)}`,
        tooltip: `${port.type} tunnel ${host.name} – ${peer.name}${back ? '' : ' (one way only: the other end has no port for it)'}`,
        networks: carried(draft, host, peer),
      });
    }
  }
}

/** Draws one host's tunnels with the far hosts as boxes on the underlay. */
export function buildRemoteHosts(draft: GraphDraft, { plan: host }: CompiledHost): void {
  for (const [bridge, port] of tunnelPorts(host)) {
    buildTunnelPort(draft, host, bridge, port);
    const peer = draft.index.host(port.remoteHost);
    const id = `remote/${peer.name}`;
    draft.addNode({
      id,
      kind: 'remote-host',
      parent: UNDERLAY,
      title: peer.name,
      details: [printAddress(port.remoteIp)],
      tooltip: `host ${peer.name}`,
      host: peer.name,
      element: peer.id,
      markedFor: [peer.id],
    });
    draft.addLink({
      kind: 'tunnel',
      from: boxId(host.name, bridge, port.name),
      to: id,
      tooltip: `${port.type} tunnel ${host.name} – ${peer.name}`,
      networks: carried(draft, host, peer),
    });
  }
}

function tunnelPorts(host: HostPlan): [bridge: string, port: TunnelPort][] {
  return host.bridges.flatMap((bridge) =>
    bridge.ports.flatMap((port): [string, TunnelPort][] => (port.kind === 'tunnel' ? [[bridge.name, port]] : [])),
  );
}

function buildTunnelPort(draft: GraphDraft, host: HostPlan, bridge: string, port: TunnelPort): void {
  draft.addNode({
    id: boxId(host.name, bridge, port.name),
    kind: 'port',
    parent: boxId(host.name, bridge),
    title: port.name,
    details: [`ofport ${port.ofport}`],
    tooltip: `${port.type} port ${port.name}, OpenFlow port ${port.ofport}\n${printAddress(port.localIp)} → ${printAddress(port.remoteIp)}`,
    side: 'bottom',
    host: host.name,
    devices: [port.name],
    element: port.element,
  });
}

/** One tab for all the tunnel ports of a host, and one line from it. */
function buildMeshEnd(draft: GraphDraft, host: HostPlan): void {
  const ports = tunnelPorts(host);
  const [first] = ports;
  if (!first) return;
  const [bridge, { type }] = first;
  const id = boxId(host.name, bridge, 'tunnels');
  const networks = host.localVlans.map(({ network }) => network).filter((network) => isOverlay(draft, network));
  draft.addNode({
    id,
    kind: 'port',
    parent: boxId(host.name, bridge),
    title: `${ports.length} ${type} ports`,
    details: ['to every other host'],
    tooltip: ports.map(([, port]) => `${port.name} → ${printAddress(port.remoteIp)}`).join('\n'),
    side: 'bottom',
    host: host.name,
    devices: ports.map(([, port]) => port.name),
    element: host.id,
  });
  draft.addLink({ kind: 'tunnel', from: id, to: UNDERLAY, tooltip: `${ports.length} tunnels of ${host.name}`, element: host.id, networks });
}

/** The overlay networks that both ends have ports of. */
function carried(draft: GraphDraft, host: HostPlan, peer: HostPlan): ElementId[] {
  const there = new Set(peer.localVlans.map(({ network }) => network));
  return host.localVlans.map(({ network }) => network).filter((network) => there.has(network) && isOverlay(draft, network));
}

function isOverlay(draft: GraphDraft, network: ElementId): boolean {
  return draft.index.network(network).segment.kind === 'overlay';
}
