import { compact } from '#core/base';
import type { CompiledHost } from '#core/compile';
import { printPrefix } from '#core/net';
import type { BridgePlan, HostPlan } from '#core/plan';
import { boxId } from './box-id.ts';
import type { GraphDraft } from './graph-draft.ts';

/** The id of the underlay's box. */
export const UNDERLAY = 'underlay';

/** Draws what hosts are joined by: the underlay that carries the tunnels, and the physical networks of the other bridges' cards. */
export function buildUnderlay(draft: GraphDraft, hosts: readonly CompiledHost[]): void {
  const { fabric } = draft.fabric.deployment;
  if (!hosts.some(({ plan }) => plan.tunnel)) return buildPhysicalNetworks(draft, hosts);
  const { underlay } = fabric;
  draft.addNode({
    id: UNDERLAY,
    kind: 'underlay',
    title: underlay ? `underlay ${printPrefix(underlay.prefix)}` : 'underlay',
    details: compact([underlay && `MTU ${underlay.mtuBytes}`, underlay?.vlan === undefined ? undefined : `VLAN ${underlay.vlan}`]),
    tooltip: compact([
      'the network that carries the tunnels',
      underlay &&
        `${printPrefix(underlay.prefix)}, MTU ${underlay.mtuBytes} bytes${underlay.vlan === undefined ? '' : `, VLAN ${underlay.vlan} between the hosts`}`,
    ]).join('\n'),
    element: fabric.id,
    markedFor: [fabric.id],
  });
  for (const { plan } of hosts) linkToUnderlay(draft, plan);
  buildPhysicalNetworks(draft, hosts);
}

function linkToUnderlay(draft: GraphDraft, host: HostPlan): void {
  if (!host.tunnel) return;
  const link = {
    kind: 'uplink',
    to: UNDERLAY,
    tooltip: `${host.name} on the underlay: ${printPrefix(host.tunnel.address)}`,
    element: host.id,
  } as const;
  if (!hasTunnelUplink(host)) return draft.addLink({ ...link, from: boxId(host.name, 'tunnel-ip') });
  for (const [bridge, port] of uplinks(host)) {
    if (bridge.name === host.tunnel.bridge) draft.addLink({ ...link, from: boxId(host.name, bridge.name, port) });
  }
}

function buildPhysicalNetworks(draft: GraphDraft, hosts: readonly CompiledHost[]): void {
  for (const physical of draft.fabric.deployment.fabric.physicalNetworks) {
    const id = `physical/${physical.name}`;
    const cards = hosts.flatMap(({ plan }) =>
      uplinks(plan)
        .filter(([bridge]) => bridge.physicalNetwork === physical.name && bridge.name !== plan.tunnel?.bridge)
        .map(([bridge, port]) => boxId(plan.name, bridge.name, port)),
    );
    if (cards.length === 0) continue;
    draft.addNode({
      id,
      kind: 'physical-network',
      title: `physical ${physical.name}`,
      details: [`MTU ${physical.mtuBytes}`],
      tooltip: `physical network ${physical.name}, MTU ${physical.mtuBytes} bytes`,
    });
    for (const card of cards) draft.addLink({ kind: 'uplink', from: card, to: id, tooltip: `on physical network ${physical.name}` });
  }
}

function uplinks(host: HostPlan): [BridgePlan, string][] {
  return host.bridges.flatMap((bridge) =>
    bridge.ports.flatMap((port): [BridgePlan, string][] => (port.kind === 'uplink' ? [[bridge, port.name]] : [])),
  );
}

/** Whether the tunnel address sits on a bridge that has a network card. */
export function hasTunnelUplink(host: HostPlan): boolean {
  return host.bridges.some((bridge) => bridge.name === host.tunnel?.bridge && bridge.ports.some((port) => port.kind === 'uplink'));
}
