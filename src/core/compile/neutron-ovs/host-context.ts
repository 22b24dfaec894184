import { compact } from '#core/base';
import type { BridgePlan, BridgePort, HostPlan, PlannedNetwork, Surroundings } from '#core/plan';

/** What every flow-making function of a host reads: its plan, and of the rest of the cloud what it asks for. */
export interface HostContext extends Surroundings {
  readonly host: HostPlan;
}

/** A network that has ports on the host, and its local VLAN there. */
export interface LocalNetwork {
  readonly network: PlannedNetwork;
  readonly vlan: number;
}

/** The networks with ports on the host. */
export function localNetworks({ host, index }: HostContext): readonly LocalNetwork[] {
  return host.localVlans.map(({ network, vlan }) => ({ network: index.network(network), vlan }));
}

/** A patch port and the bridge behind it. */
export interface PatchLink {
  readonly port: Extract<BridgePort, { kind: 'patch' }>;
  readonly peer: BridgePlan;
}

/** The bridge's patch ports to bridges of one kind. */
export function patchesTo({ host }: HostContext, bridge: BridgePlan, kind: BridgePlan['kind']): readonly PatchLink[] {
  return compact(
    bridge.ports.map((port) => {
      if (port.kind !== 'patch') return undefined;
      const peer = host.bridges.find(({ name }) => name === port.peer.bridge);
      return peer?.kind === kind ? { port, peer } : undefined;
    }),
  );
}

/** The host's tunnel ports by the host they lead to. */
export function tunnelPorts(bridge: BridgePlan): readonly TunnelPort[] {
  return bridge.ports.filter((port) => port.kind === 'tunnel');
}

/** A tunnel port of br-tun. */
export type TunnelPort = Extract<BridgePort, { kind: 'tunnel' }>;
