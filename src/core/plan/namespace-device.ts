import { known } from '#core/base';
import type { InterfaceAddress } from '#core/net';
import type { PlannedNetwork, PlannedPort } from './deployment.ts';
import { agentDevicePrefix, deviceName } from './device-name.ts';
import type { HostInput } from './host-input.ts';
import type { NamespaceDevice } from './namespace-plan.ts';

/** A service port's device in its namespace, with the port's addresses and `more` of its own after them. */
export function namespaceDevice(input: HostInput, port: PlannedPort, more: readonly InterfaceAddress[] = []): NamespaceDevice {
  const prefix = known(agentDevicePrefix(port.owner), `the device prefix of ${port.id}`);
  const addresses: readonly InterfaceAddress[] = port.addresses.map(({ address, prefixLength }) => ({ address, length: prefixLength }));
  return {
    name: deviceName(prefix, port.uuid),
    prefix,
    port: port.id,
    mac: port.mac,
    mtuBytes: networkOf(input, port).mtuBytes,
    addresses: [...addresses, ...more],
  };
}

/** The network of a planned port. */
export function networkOf({ networks }: HostInput, port: PlannedPort): PlannedNetwork {
  return known(networks.get(port.network), `the network of ${port.id}`);
}
