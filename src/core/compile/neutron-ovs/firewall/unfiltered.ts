import type { Flow } from '#core/openflow';
import { createFlow } from '../create-flow.ts';
import { resubmit, setNetwork } from '../flow-actions.ts';
import { inPort } from '../flow-matches.ts';
import { BR_INT } from '../pipeline.ts';
import { stageOf } from '../stage.ts';
import { setPort } from './firewall-actions.ts';
import { ofPort } from './firewall-matches.ts';
import type { IntegrationPort } from '../integration-port.ts';
import { FIREWALL } from './tables.ts';

const fromUnfiltered = stageOf('br-int/firewall-unfiltered', 'openvswitch_firewall/firewall.py _initialize_egress_no_port_security');

/** A port without filtering: its frames are accepted, but those for a filtered port of this host still pass that one's ingress rules. */
export function unfilteredFlows({ port, ofport, vlan }: IntegrationPort): readonly Flow[] {
  const origin = fromUnfiltered(port.id);
  return [
    // table=60,priority=100,in_port=4 actions=set_field:4->reg5,set_field:7->reg6,resubmit(,73)
    createFlow(BR_INT.transient, {
      priority: 100,
      match: [inPort(ofport)],
      actions: [setPort(ofport), setNetwork(vlan), resubmit(FIREWALL.acceptOrIngress)],
      origin,
    }),
    // table=73,priority=80,reg5=4 actions=resubmit(,94)
    createFlow(FIREWALL.acceptOrIngress, {
      priority: 80,
      match: [ofPort(ofport)],
      actions: [resubmit(FIREWALL.acceptedEgressNormal)],
      origin,
    }),
  ];
}
