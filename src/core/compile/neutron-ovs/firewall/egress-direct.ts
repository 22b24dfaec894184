import type { Flow } from '#core/openflow';
import type { BridgePlan } from '#core/plan';
import { createFlow } from '../create-flow.ts';
import { POP_VLAN, PUSH_VLAN, output, resubmit, setVlan } from '../flow-actions.ts';
import { UNICAST, dlDst, dlSrc, dlVlan, ofNetwork } from '../flow-matches.ts';
import type { HostContext } from '../host-context.ts';
import { type IntegrationPort, integrationPorts, waysOut } from '../integration-port.ts';
import { BR_INT } from '../pipeline.ts';
import { stageOf } from '../stage.ts';
import { FIREWALL } from './tables.ts';

const fromInitialize = stageOf('br-int/egress-direct', 'openvswitch_firewall/firewall.py _initialize_firewall');
const fromPort = stageOf('br-int/egress-direct', 'openvswitch_firewall/firewall.py install_accepted_egress_direct_flow');

/** `explicitly_egress_direct` with the Open vSwitch firewall (neutron-dataplane 5.11): what it accepts goes straight to its port or out of the host. */
export function acceptedDirectFlows(context: HostContext, bridge: BridgePlan): readonly Flow[] {
  const wayOf = waysOut(context, bridge);
  return [
    // table=60,priority=2 actions=resubmit(,94)
    createFlow(BR_INT.transient, {
      priority: 2,
      actions: [resubmit(FIREWALL.acceptedEgressNormal)],
      origin: fromInitialize(bridge.element),
    }),
    ...integrationPorts(context, bridge).flatMap((port) => portFlows(port, wayOf(port))),
  ];
}

function portFlows({ port, ofport, vlan }: IntegrationPort, way: number | undefined): readonly Flow[] {
  const origin = fromPort(port.id);
  const table = FIREWALL.acceptedEgressNormal;
  return [
    // table=94,priority=12,dl_dst=fa:16:3e:00:00:05,reg6=7 actions=output:5
    createFlow(table, { priority: 12, match: [ofNetwork(vlan), dlDst(port.mac)], actions: [output(ofport)], origin }),
    // table=94,priority=12,dl_dst=fa:16:3e:00:00:05,dl_vlan=7 actions=strip_vlan,output:5
    createFlow(table, { priority: 12, match: [dlVlan(vlan), dlDst(port.mac)], actions: [POP_VLAN, output(ofport)], origin }),
    // table=94,priority=10,dl_src=fa:16:3e:00:00:05,dl_dst=00:00:00:00:00:00/01:00:00:00:00:00,reg6=7 actions=mod_vlan_vid:7,output:2
    ...(way === undefined
      ? []
      : [
          createFlow(table, {
            priority: 10,
            match: [ofNetwork(vlan), dlSrc(port.mac), UNICAST],
            actions: [PUSH_VLAN, setVlan(vlan), output(way)],
            origin,
          }),
        ]),
  ];
}
