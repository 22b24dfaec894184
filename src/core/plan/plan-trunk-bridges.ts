import type { BridgePlan, PlannedPort } from './deployment.ts';
import { deviceName } from './device-name.ts';
import type { HostInput } from './host-input.ts';
import { bridgeKey } from './lock/bridge-key.ts';
import { type PortWithoutNumber, lockedNumbers, numberPorts } from './number-ports.ts';
import { INTEGRATION_BRIDGE } from './plan-integration-bridge.ts';
import { trunkBridgeName, trunkPatchNames } from './trunk-names.ts';

/**
 * Plans a bridge for every trunk of the host's VMs: the VM's tap, and a patch to br-int for the parent and for each subport, whose end here is an access
 * port of its VLAN (neutron/services/trunk/drivers/openvswitch/agent/trunk_manager.py).
 */
export function planTrunkBridges(input: HostInput): readonly BridgePlan[] {
  return input.ports.flatMap((parent) => (parent.trunk?.kind === 'parent' ? [planTrunkBridge(input, parent, parent.trunk)] : []));
}

function planTrunkBridge(
  { host, ports, lock }: HostInput,
  parent: PlannedPort,
  trunk: Extract<PlannedPort['trunk'], { kind: 'parent' }>,
): BridgePlan {
  const name = trunkBridgeName(trunk, ports);
  const tap: PortWithoutNumber = { name: deviceName('tap', parent.uuid), element: parent.id, kind: 'trunk-tap', mac: parent.mac };
  const subports = ports.filter((port) => port.trunk?.kind === 'subport' && port.trunk.parent === parent.id);
  const drafts = [tap, ...[parent, ...subports].flatMap((port) => patchToIntegration(port))];
  return {
    name,
    kind: 'trunk',
    element: parent.id,
    physicalNetwork: undefined,
    address: undefined,
    ports: numberPorts(drafts, lockedNumbers(lock.bridgePorts.get(bridgeKey(host.name, name)))),
  };
}

function patchToIntegration({ id, uuid, trunk }: PlannedPort): PortWithoutNumber[] {
  if (!trunk) return [];
  const names = trunkPatchNames(uuid, trunk);
  const tag = trunk.kind === 'subport' ? { tag: trunk.vlan } : {};
  return [{ name: names.trunk, element: id, kind: 'patch', peer: { bridge: INTEGRATION_BRIDGE, port: names.int }, ...tag }];
}
