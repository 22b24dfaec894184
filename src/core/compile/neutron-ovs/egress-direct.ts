import type { Flow } from '#core/openflow';
import type { BridgePlan } from '#core/plan';
import { createFlow } from './create-flow.ts';
import { POP_VLAN, PUSH_VLAN, gotoTable, output, resubmit, setNetwork, setVlan } from './flow-actions.ts';
import { UNICAST, dlDst, dlSrc, dlVlan, inPort, ofNetwork } from './flow-matches.ts';
import { type HostContext, patchesTo } from './host-context.ts';
import { type IntegrationPort, integrationPorts, waysOut } from './integration-port.ts';
import { BR_INT } from './pipeline.ts';
import { stageOf } from './stage.ts';

const fromIngress = stageOf('br-int/egress-direct', 'ovs_neutron_agent.py install_ingress_direct_goto_flows');
const fromPort = stageOf('br-int/egress-direct', 'ovs_neutron_agent.py install_accepted_egress_direct_flow');

/**
 * `explicitly_egress_direct` without the Open vSwitch firewall (neutron-dataplane 2.6): unicast frames of guests go straight to the port that has
 * the MAC, or out of the host, and only the rest is switched.
 */
export function egressDirectFlows(context: HostContext, bridge: BridgePlan): readonly Flow[] {
  const wayOf = waysOut(context, bridge);
  return [...arrivalFlows(context, bridge), ...integrationPorts(context, bridge).flatMap((port) => portFlows(port, wayOf(port)))];
}

function arrivalFlows(context: HostContext, bridge: BridgePlan): readonly Flow[] {
  const patches = [...patchesTo(context, bridge, 'physical'), ...patchesTo(context, bridge, 'tunnel')];
  return [
    // table=60,priority=4,in_port=2 actions=goto_table:61
    ...patches.map(({ port, peer }) =>
      createFlow(BR_INT.transient, {
        priority: 4,
        match: [inPort(port.ofport)],
        actions: [gotoTable(BR_INT.localMacDirect)],
        origin: fromIngress(peer.element),
      }),
    ),
    // table=61,priority=0 actions=goto_table:62
    createFlow(BR_INT.localMacDirect, { priority: 0, actions: [gotoTable(BR_INT.transientEgress)], origin: fromIngress(bridge.element) }),
  ];
}

function portFlows({ port, ofport, vlan }: IntegrationPort, way: number | undefined): readonly Flow[] {
  const origin = fromPort(port.id);
  return [
    // table=60,priority=9,in_port=5,dl_src=fa:16:3e:00:00:05 actions=set_field:0x7->reg6,resubmit(,61)
    createFlow(BR_INT.transient, {
      priority: 9,
      match: [inPort(ofport), dlSrc(port.mac)],
      actions: [setNetwork(vlan), resubmit(BR_INT.localMacDirect)],
      origin,
    }),
    // table=61,priority=12,dl_vlan=7,dl_dst=fa:16:3e:00:00:05 actions=strip_vlan,output:5
    createFlow(BR_INT.localMacDirect, {
      priority: 12,
      match: [dlVlan(vlan), dlDst(port.mac)],
      actions: [POP_VLAN, output(ofport)],
      origin,
    }),
    // table=61,priority=12,reg6=0x7,dl_dst=fa:16:3e:00:00:05 actions=output:5
    createFlow(BR_INT.localMacDirect, { priority: 12, match: [ofNetwork(vlan), dlDst(port.mac)], actions: [output(ofport)], origin }),
    // table=62,priority=10,in_port=5,dl_src=fa:16:3e:00:00:05,dl_dst=00:00:00:00:00:00/01:00:00:00:00:00 actions=mod_vlan_vid:7,output:2
    ...(way === undefined
      ? []
      : [
          createFlow(BR_INT.transientEgress, {
            priority: 10,
            match: [inPort(ofport), dlSrc(port.mac), UNICAST],
            actions: [PUSH_VLAN, setVlan(vlan), output(way)],
            origin,
          }),
        ]),
  ];
}
