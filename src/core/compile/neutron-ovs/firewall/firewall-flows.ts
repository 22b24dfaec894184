import type { Flow } from '#core/openflow';
import type { BridgePlan } from '#core/plan';
import { createFlow } from '../create-flow.ts';
import { NORMAL, resubmit } from '../flow-actions.ts';
import type { HostContext } from '../host-context.ts';
import { integrationPorts, isGuarded } from '../integration-port.ts';
import { stageOf } from '../stage.ts';
import { acceptedDirectFlows } from './egress-direct.ts';
import { acceptFlows } from './accept.ts';
import { baseEgressFlows } from './base-egress.ts';
import { baseIngressFlows } from './base-ingress.ts';
import { classificationFlows } from './classification.ts';
import { connectionStateFlows } from './connection-state.ts';
import { CT_CLEAR } from './firewall-actions.ts';
import { ctState } from './firewall-matches.ts';

import { plainRuleFlows } from './plain-rules.ts';
import { remoteGroupFlows } from './remote-groups.ts';
import { FIREWALL } from './tables.ts';
import { unfilteredFlows } from './unfiltered.ts';

const fromInitialize = stageOf('br-int/firewall', 'openvswitch_firewall/firewall.py _initialize_firewall');

/** What the Open vSwitch firewall programs on br-int (neutron-dataplane 5): security groups by connection tracking in the switch itself. */
export function firewallFlows(context: HostContext, bridge: BridgePlan): readonly Flow[] {
  const ports = integrationPorts(context, bridge);
  const { permittedEthertypes } = context.fabric;
  const filtered = ports.filter(({ port }) => isGuarded(port));
  return [
    ...initialFlows(bridge),
    ...ports.filter(({ port }) => !isGuarded(port)).flatMap(unfilteredFlows),
    ...filtered.flatMap((port) => [
      ...classificationFlows(port),
      ...baseEgressFlows(port, permittedEthertypes),
      ...acceptFlows(port),
      ...baseIngressFlows(port, permittedEthertypes),
      ...connectionStateFlows(port),
      ...plainRuleFlows(port),
    ]),
    ...remoteGroupFlows(filtered),
    ...(context.fabric.egressDirect ? acceptedDirectFlows(context, bridge) : []),
  ];
}

const DROPPING = [FIREWALL.baseEgress, FIREWALL.rulesEgress, FIREWALL.acceptOrIngress, FIREWALL.baseIngress, FIREWALL.rulesIngress];
const LOGGED = [FIREWALL.acceptedIngress, FIREWALL.dropped];

function initialFlows({ element }: BridgePlan): readonly Flow[] {
  const origin = fromInitialize(element);
  return [
    // table=71,priority=0 actions=drop, and so in tables 72, 73, 81, 82, 92 and 93
    ...[...DROPPING, ...LOGGED].map((table) => createFlow(table, { priority: 0, origin })),
    // table=71,priority=110,ct_state=+trk actions=ct_clear,resubmit(,71)
    createFlow(FIREWALL.baseEgress, {
      priority: 110,
      match: [ctState({ trk: true })],
      actions: [CT_CLEAR, resubmit(FIREWALL.baseEgress)],
      origin,
    }),
    // table=91,priority=1 actions=resubmit(,94)
    createFlow(FIREWALL.acceptedEgress, { priority: 1, actions: [resubmit(FIREWALL.acceptedEgressNormal)], origin }),
    // table=94,priority=1 actions=NORMAL
    createFlow(FIREWALL.acceptedEgressNormal, { priority: 1, actions: [NORMAL], origin }),
  ];
}
