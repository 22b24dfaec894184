import type { HostBridge } from '#core/model';
import type { BridgePlan } from './deployment.ts';
import { type PortWithoutNumber, lockedNumbers, numberPorts } from './number-ports.ts';
import { INTEGRATION_BRIDGE } from './plan-integration-bridge.ts';
import { patchPortName } from './patch-port-name.ts';

/**
 * Plans a provider bridge: its network card first, then the patch to br-int where it carries a physical network (`bridge_mappings`);
 * `locked` are the port numbers that the lock has.
 */
export function planPhysicalBridge(bridge: HostBridge, locked: ReadonlyMap<string, number> | undefined): BridgePlan {
  const { id, name, physicalNetwork, device, address } = bridge;
  const uplink: PortWithoutNumber[] = device === undefined ? [] : [{ name: device, element: id, kind: 'uplink', device }];
  const patch: PortWithoutNumber = {
    name: patchPortName('phy-', name),
    element: id,
    kind: 'patch',
    peer: { bridge: INTEGRATION_BRIDGE, port: patchPortName('int-', name) },
  };
  const ports = numberPorts(physicalNetwork === undefined ? uplink : [...uplink, patch], lockedNumbers(locked));
  return { name, kind: 'physical', element: id, physicalNetwork, address, ports };
}
