import type { Flow } from '#core/openflow';
import { type BridgePlan, DEAD_VLAN } from '#core/plan';
import { antiSpoofFlows } from './anti-spoof.ts';
import { createFlow } from './create-flow.ts';
import { distributedFlows } from './distributed/integration.ts';
import { distributedDhcpFlows } from './distributed-dhcp.ts';
import { egressDirectFlows } from './egress-direct.ts';
import { firewallFlows } from './firewall/firewall-flows.ts';
import { NORMAL, PUSH_VLAN, gotoTable, setVlan } from './flow-actions.ts';
import { UNTAGGED, dlVlan, inPort } from './flow-matches.ts';
import { type HostContext, localNetworks, patchesTo } from './host-context.ts';
import { localIpFlows } from './local-ip.ts';
import { BR_INT } from './pipeline.ts';
import { qualityOfServiceFlows } from './quality-of-service.ts';
import { stageOf } from './stage.ts';

/** All flows of br-int. */
export function integrationFlows(context: HostContext, bridge: BridgePlan): readonly Flow[] {
  return [
    ...baseFlows(bridge),
    ...physicalPatchFlows(context, bridge),
    ...deadPortFlows(context, bridge),
    ...providerFlows(context, bridge),
    ...(context.host.dvrMac === undefined ? [] : distributedFlows(context, bridge, context.host.dvrMac)),
    ...qualityOfServiceFlows(context, bridge),
    ...localIpFlows(context, bridge),
    ...distributedDhcpFlows(context, bridge),
    ...(context.fabric.firewall === 'openvswitch' ? firewallFlows(context, bridge) : unfirewalledFlows(context, bridge)),
  ];
}

/** With other firewalls the agent itself guards the ports. */
function unfirewalledFlows(context: HostContext, bridge: BridgePlan): readonly Flow[] {
  return [...antiSpoofFlows(context, bridge), ...(context.fabric.egressDirect ? egressDirectFlows(context, bridge) : [])];
}

const fromDefault = stageOf('br-int/default', 'br_int.py setup_default_table');
const fromCanary = stageOf('br-int/canary', 'br_int.py setup_canary_table');
const fromPatch = stageOf('br-int/physical-patch', 'ovs_neutron_agent.py setup_physical_bridges');
const fromDeadPort = stageOf('br-int/dead-port', 'ovs_neutron_agent.py port_dead');
const fromProvider = stageOf('br-int/provider-vlan', 'br_int.py provision_local_vlan');

function baseFlows({ element }: BridgePlan): readonly Flow[] {
  const origin = fromDefault(element);
  return [
    // table=23,priority=0 actions=drop
    createFlow(BR_INT.canary, { priority: 0, origin: fromCanary(element) }),
    // table=0,priority=65535,dl_vlan=4095 actions=drop
    createFlow(BR_INT.localSwitching, { priority: 65535, match: [dlVlan(DEAD_VLAN)], origin }),
    // table=0,priority=0 actions=goto_table:58
    createFlow(BR_INT.localSwitching, { priority: 0, actions: [gotoTable(BR_INT.packetRateLimit)], origin }),
    // table=24,priority=0 actions=drop
    createFlow(BR_INT.arpSpoof, { priority: 0, origin }),
    // table=30,priority=0 actions=goto_table:58
    createFlow(BR_INT.localEgress, { priority: 0, actions: [gotoTable(BR_INT.packetRateLimit)], origin }),
    // table=31,priority=0 actions=goto_table:58
    createFlow(BR_INT.localIp, { priority: 0, actions: [gotoTable(BR_INT.packetRateLimit)], origin }),
    // table=58,priority=0 actions=goto_table:59
    createFlow(BR_INT.packetRateLimit, { priority: 0, actions: [gotoTable(BR_INT.bandwidthRateLimit)], origin }),
    // table=59,priority=0 actions=goto_table:60
    createFlow(BR_INT.bandwidthRateLimit, { priority: 0, actions: [gotoTable(BR_INT.transient)], origin }),
    // table=60,priority=1 actions=NORMAL
    createFlow(BR_INT.transient, { priority: 1, actions: [NORMAL], origin }),
    // table=62,priority=3 actions=NORMAL
    createFlow(BR_INT.transientEgress, { priority: 3, actions: [NORMAL], origin }),
  ];
}

/** table=0,priority=2,in_port=1 actions=drop */
function physicalPatchFlows(context: HostContext, bridge: BridgePlan): readonly Flow[] {
  return patchesTo(context, bridge, 'physical').map(({ port, peer }) =>
    createFlow(BR_INT.localSwitching, { priority: 2, match: [inPort(port.ofport)], origin: fromPatch(peer.element) }),
  );
}

/** table=0,priority=2,in_port=5 actions=drop; a port that is down has no other flow. */
function deadPortFlows({ index }: HostContext, { ports }: BridgePlan): readonly Flow[] {
  return ports
    .filter(({ kind, element }) => kind === 'vif' && !index.port(element).adminUp)
    .map(({ ofport, element }) =>
      createFlow(BR_INT.localSwitching, { priority: 2, match: [inPort(ofport)], origin: fromDeadPort(element) }),
    );
}

/** Provider VLANs, or none on a flat network, become the host's local VLAN. */
function providerFlows(context: HostContext, bridge: BridgePlan): readonly Flow[] {
  return patchesTo(context, bridge, 'physical').flatMap(({ port, peer }) =>
    localNetworks(context).flatMap(({ network: { id, segment }, vlan }): readonly Flow[] => {
      if (segment.kind !== 'vlan' && segment.kind !== 'flat') return [];
      if (segment.physicalNetwork !== peer.physicalNetwork) return [];
      const origin = fromProvider(id);
      const arrival = [setVlan(vlan), gotoTable(BR_INT.packetRateLimit)];
      return segment.kind === 'vlan'
        ? // table=0,priority=3,in_port=1,dl_vlan=101 actions=set_field:4103->vlan_vid,goto_table:58
          [createFlow(BR_INT.localSwitching, { priority: 3, match: [inPort(port.ofport), dlVlan(segment.vlan)], actions: arrival, origin })]
        : // table=0,priority=3,in_port=1,vlan_tci=0x0000/0x1fff actions=push_vlan:0x8100,set_field:4104->vlan_vid,goto_table:58
          [
            createFlow(BR_INT.localSwitching, {
              priority: 3,
              match: [inPort(port.ofport), UNTAGGED],
              actions: [PUSH_VLAN, ...arrival],
              origin,
            }),
          ];
    }),
  );
}
