import { compareText } from '#core/base';
import { type Host, type HostBridge } from '#core/model';
import { addressBits, sameAddress } from '#core/net';
import type { HostPlan, HybridPlug, PlannedPort, TunnelEndpoint } from './deployment.ts';
import { deviceName } from './device-name.ts';
import type { HostInput } from './host-input.ts';
import { bridgeKey } from './lock/bridge-key.ts';
import { hasOpenVswitch } from '#core/rules';
import { INTEGRATION_BRIDGE, TUNNEL_BRIDGE, planIntegrationBridge, vmAttachment } from './plan-integration-bridge.ts';
import { planNamespaces } from './plan-namespaces.ts';
import { planPhysicalBridge } from './plan-physical-bridge.ts';
import { planTrunkBridges } from './plan-trunk-bridges.ts';
import { planTunnelBridge } from './plan-tunnel-bridge.ts';
import { planSharedCards, planVirtualFunctions } from './plan-virtual-functions.ts';
import type { PortsByNetwork } from './ports-by-network.ts';

/** Plans one machine: bridges with their ports, local VLANs, Linux bridges of VMs and namespaces. */
export function planHost(input: HostInput, portsOf: PortsByNetwork): HostPlan {
  const { host } = input;
  const bridges = hasOpenVswitch(host) ? ownBridges(host) : [];
  const mapped = bridges.filter((bridge) => bridge.physicalNetwork !== undefined);
  return {
    id: host.id,
    name: host.name,
    roles: host.roles,
    tunnel: tunnelEndpoint(input),
    dvrMac: input.dvrMac,
    bridges: hasOpenVswitch(host)
      ? [
          planIntegrationBridge(input, mapped),
          ...(host.tunnelIp ? [planTunnelBridge(input, host.tunnelIp)] : []),
          ...bridges.map((bridge) => planPhysicalBridge(bridge, input.lock.bridgePorts.get(bridgeKey(host.name, bridge.name)))),
          ...planTrunkBridges(input),
        ]
      : [],
    localVlans: [...input.localVlans].map(([network, vlan]) => ({ network, vlan })).sort((a, b) => compareText(a.network, b.network)),
    hybridPlugs: vmAttachment(input.firewall) === 'hybrid' ? input.ports.filter(isVmPort).map((port) => hybridPlug(input, port)) : [],
    virtualFunctions: planVirtualFunctions(input),
    sharedCards: planSharedCards(input),
    namespaces: planNamespaces(input, portsOf),
    vms: input.vms.map((vm) => vm.id),
  };
}

/** A bridge that takes the name of one of Neutron's own is left out; the rules say so. */
function ownBridges(host: Host): readonly HostBridge[] {
  return host.bridges.filter(({ name }) => name !== INTEGRATION_BRIDGE && name !== TUNNEL_BRIDGE);
}

/** The prefix length is that of the bridge that holds the address, else the underlay's. */
function tunnelEndpoint({ host, relations }: HostInput): TunnelEndpoint | undefined {
  const { tunnelIp } = host;
  if (!tunnelIp || !hasOpenVswitch(host)) return undefined;
  const bridge = host.bridges.find(({ address }) => address && sameAddress(address.address, tunnelIp));
  const length = bridge?.address?.length ?? relations.topology.fabric.underlay?.prefix.length ?? addressBits(tunnelIp.version);
  return { address: { address: tunnelIp, length }, bridge: bridge?.name };
}

function isVmPort(port: PlannedPort): boolean {
  return port.owner === 'compute:nova';
}

function hybridPlug({ networks }: HostInput, { id, uuid, network }: PlannedPort): HybridPlug {
  const names = { tap: deviceName('tap', uuid), qbr: deviceName('qbr', uuid), qvb: deviceName('qvb', uuid), qvo: deviceName('qvo', uuid) };
  return { port: id, ...names, mtuBytes: networks.get(network)?.mtuBytes ?? 0 };
}
