import type { BridgePlan } from '#core/plan';
import type { HostContext } from '../host-context.ts';
import { type IntegrationPort, integrationPorts } from '../integration-port.ts';

/** The interfaces of distributed routers on this host's br-int. */
export function distributedInterfaces(context: HostContext, bridge: BridgePlan): readonly IntegrationPort[] {
  return integrationPorts(context, bridge).filter(({ port }) => port.owner === 'network:router_interface_distributed');
}

/** The interfaces on this host that a bridge sees: on the networks that leave by it. */
export function interfacesLeavingBy(context: HostContext, bridge: BridgePlan): readonly IntegrationPort[] {
  const integration = context.host.bridges.find(({ kind }) => kind === 'integration');
  if (!integration) return [];
  return distributedInterfaces(context, integration).filter(({ network: { segment } }) => {
    if (segment.kind === 'overlay') return bridge.kind === 'tunnel';
    return segment.kind !== 'local' && bridge.kind === 'physical' && segment.physicalNetwork === bridge.physicalNetwork;
  });
}
