import { type ElementId, known, sortedBy } from '#core/base';
import type { FirewallDriver, Host, HostBridge } from '#core/model';
import type { BridgePlan, PatchPeer, PlannedPort, PlannedTrunk, PortOwner } from './deployment.ts';
import { agentDevicePrefix, deviceName } from './device-name.ts';
import { bridgeKey } from './lock/bridge-key.ts';
import { namespaceNameOf } from './namespace-name.ts';
import type { HostInput } from './host-input.ts';
import { type PortWithoutNumber, numberPorts } from './number-ports.ts';
import { patchPortName } from './patch-port-name.ts';
import { trunkBridgeName, trunkPatchNames } from './trunk-names.ts';

/** The bridge every Neutron port of a host is plugged into. */
export const INTEGRATION_BRIDGE = 'br-int';
/** The bridge of a host's tunnels. */
export const TUNNEL_BRIDGE = 'br-tun';

/** Where ports are that are down or not bound: br-int drops whatever carries it (neutron-dataplane 1.4). */
export const DEAD_VLAN = 4095;

/**
 * Plans br-int. Ports stand, and get their numbers, in the order in which the agents make them: patches to the physical bridges, the patch to
 * br-tun, DHCP ports by network, router ports, VM ports; pinned and locked numbers are never given to another.
 */
export function planIntegrationBridge(input: HostInput, mapped: readonly HostBridge[]): BridgePlan {
  const drafts = [
    ...mapped.map((bridge) => patchTo(bridge)),
    ...(input.host.tunnelIp ? [patchToTunnels(input.host)] : []),
    ...inPlugOrder(input).map((port) => vif(input, port)),
  ];
  const ports = numberPorts(drafts, { pin: (draft) => pinOf(input, draft.element), locked: (draft) => lockedOf(input, draft) });
  return {
    name: INTEGRATION_BRIDGE,
    kind: 'integration',
    element: input.host.id,
    physicalNetwork: undefined,
    address: undefined,
    ports,
  };
}

function pinOf({ drafts }: HostInput, element: ElementId): number | undefined {
  return drafts.get(element)?.ofport;
}

/** A Neutron port that came from another host takes a new number here; one that is on several hosts has its numbers with their bridges. */
function lockedOf({ host, drafts, lock }: HostInput, { kind, element, name }: PortWithoutNumber): number | undefined {
  const draft = drafts.get(element);
  if (kind !== 'vif' || (draft && draft.hosts.length > 1)) return lock.bridgePorts.get(bridgeKey(host.name, INTEGRATION_BRIDGE))?.get(name);
  const locked = draft?.locked;
  return locked?.host === host.id ? locked.ofport : undefined;
}

function patchTo(bridge: HostBridge): PortWithoutNumber {
  return {
    name: patchPortName('int-', bridge.name),
    element: bridge.id,
    kind: 'patch',
    peer: { bridge: bridge.name, port: patchPortName('phy-', bridge.name) },
  };
}

function patchToTunnels(host: Host): PortWithoutNumber {
  return { name: 'patch-tun', element: host.id, kind: 'patch', peer: { bridge: TUNNEL_BRIDGE, port: 'patch-int' } };
}

const PLUG_ORDER = {
  'network:dhcp': 0,
  'network:router_ha_interface': 1,
  'network:router_interface': 2,
  'network:router_interface_distributed': 2,
  'network:ha_router_replicated_interface': 2,
  'network:router_centralized_snat': 3,
  'network:router_gateway': 4,
  'network:floatingip_agent_gateway': 5,
  'compute:nova': 6,
  'trunk:subport': 7,
} as const satisfies Record<PortOwner, number>;

function inPlugOrder({ ports }: HostInput): readonly PlannedPort[] {
  return sortedBy(
    ports,
    (port) => PLUG_ORDER[port.owner],
    (port) => (port.owner === 'network:dhcp' ? port.network : port.id),
  );
}

function vif(input: HostInput, port: PlannedPort): PortWithoutNumber {
  const tag = port.adminUp ? known(input.localVlans.get(port.network), `the local VLAN of ${port.network}`) : DEAD_VLAN;
  const common = { kind: 'vif', element: port.id, tag, mac: port.mac } as const;
  const prefix = agentDevicePrefix(port.owner);
  if (prefix) return { ...common, name: deviceName(prefix, port.uuid), attachment: 'internal', namespace: namespaceNameOf(port, input) };
  if (port.trunk) return { ...common, ...trunkPatch(port, port.trunk, input) };
  const attachment = vmAttachment(input.firewall);
  return { ...common, name: deviceName(attachment === 'hybrid' ? 'qvo' : 'tap', port.uuid), attachment, namespace: undefined };
}

/** What a trunk brings to br-int: a patch for the parent and one for each subport. */
function trunkPatch(
  { uuid }: PlannedPort,
  trunk: PlannedTrunk,
  { ports }: HostInput,
): { readonly name: string; readonly attachment: 'patch'; readonly peer: PatchPeer } {
  const { int, trunk: end } = trunkPatchNames(uuid, trunk);
  return { name: int, attachment: 'patch', peer: { bridge: trunkBridgeName(trunk, ports), port: end } };
}

/** How Nova plugs a VM: through a Linux bridge where iptables must see the packets, else its tap directly (neutron-dataplane 1.1, 1.5). */
export function vmAttachment(firewall: FirewallDriver): 'hybrid' | 'tap' {
  return firewall === 'iptables-hybrid' ? 'hybrid' : 'tap';
}
