import type { MacAddress } from '#core/net';
import type { BridgePlan, PlannedNetwork, PlannedPort } from '#core/plan';
import { type HostContext, patchesTo } from './host-context.ts';

/** A Neutron port of br-int, with its network there. */
export interface IntegrationPort {
  readonly port: PlannedPort;
  readonly network: PlannedNetwork;
  readonly ofport: number;
  /** The local VLAN of its network. */
  readonly vlan: number;
}

/** The Neutron ports of br-int that are up, in the order of the bridge. */
export function integrationPorts({ index }: Pick<HostContext, 'index'>, bridge: BridgePlan): readonly IntegrationPort[] {
  return bridge.ports.flatMap((item) => {
    if (item.kind !== 'vif') return [];
    const port = index.port(item.element);
    if (!port.adminUp) return [];
    return [{ port, network: index.network(port.network), ofport: item.ofport, vlan: item.tag }];
  });
}

/** Ports without port security and those of the network service, which Neutron trusts, are neither guarded nor filtered. */
export function isGuarded({ portSecurity, owner }: PlannedPort): boolean {
  return portSecurity && !owner.startsWith('network:');
}

/** The MACs a port may send from and be reached at: its own and those of its allowed address pairs. */
export function allowedMacs(port: PlannedPort): readonly MacAddress[] {
  return [...new Set([port.mac, ...port.allowedAddresses.map(({ mac }) => mac)])];
}

/** Answers the patch port by which tagged frames of a port's network leave the host; flat and local networks have none of that kind. */
export function waysOut(context: HostContext, bridge: BridgePlan): (port: IntegrationPort) => number | undefined {
  const tunnels = patchesTo(context, bridge, 'tunnel')[0]?.port.ofport;
  const physical = new Map(patchesTo(context, bridge, 'physical').map(({ port, peer }) => [peer.physicalNetwork, port.ofport]));
  return ({ network: { segment } }) => {
    if (segment.kind === 'overlay') return tunnels;
    return segment.kind === 'vlan' ? physical.get(segment.physicalNetwork) : undefined;
  };
}
