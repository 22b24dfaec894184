import type { IpAddress } from '#core/net';
import type { BridgePlan } from './deployment.ts';
import type { HostInput } from './host-input.ts';
import { bridgeKey } from './lock/bridge-key.ts';
import { type PortWithoutNumber, lockedNumbers, numberPorts } from './number-ports.ts';
import { INTEGRATION_BRIDGE, TUNNEL_BRIDGE } from './plan-integration-bridge.ts';
import { tunnelPortName } from './tunnel-port-name.ts';

/** Plans br-tun of a host with a tunnel address: the patch to br-int is port 1, the tunnels follow, unless the lock has it otherwise. */
export function planTunnelBridge({ host, tunnels, lock }: HostInput, localIp: IpAddress): BridgePlan {
  const patch: PortWithoutNumber = {
    name: 'patch-int',
    element: host.id,
    kind: 'patch',
    peer: { bridge: INTEGRATION_BRIDGE, port: 'patch-tun' },
  };
  const drafts = tunnels.flatMap(({ type, remote }): PortWithoutNumber[] =>
    remote.tunnelIp === undefined
      ? []
      : [
          {
            name: tunnelPortName(type, remote.tunnelIp),
            element: host.id,
            kind: 'tunnel',
            type,
            localIp,
            remoteIp: remote.tunnelIp,
            remoteHost: remote.id,
          },
        ],
  );
  return {
    name: TUNNEL_BRIDGE,
    kind: 'tunnel',
    element: host.id,
    physicalNetwork: undefined,
    address: undefined,
    ports: numberPorts([patch, ...drafts], lockedNumbers(lock.bridgePorts.get(bridgeKey(host.name, TUNNEL_BRIDGE)))),
  };
}
