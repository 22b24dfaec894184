import type { Action, FieldMatch, Flow } from '#core/openflow';
import { createFlow } from '../create-flow.ts';
import { output, resubmit } from '../flow-actions.ts';
import { IP } from '../flow-matches.ts';
import { stageOf } from '../stage.ts';
import { MARK_INVALID } from './firewall-actions.ts';
import { ctMark, ctState, ctZone, ofPort } from './firewall-matches.ts';
import type { IntegrationPort } from '../integration-port.ts';
import { FIREWALL } from './tables.ts';

const fromEgress = stageOf('br-int/firewall-state', 'openvswitch_firewall/firewall.py _initialize_tracked_egress');
const fromIngress = stageOf('br-int/firewall-state', 'openvswitch_firewall/firewall.py _initialize_tracked_ingress');

/**
 * Tables 72 and 82, apart from the rules: replies and related packets pass by their connection's state. Packets of the original direction must
 * match a rule again each time; when none does any more, the connection is marked, and from then on dropped both ways.
 */
export function connectionStateFlows(port: IntegrationPort): readonly Flow[] {
  return [...stateFlows(port, 'egress', TO_ACCEPTED), ...stateFlows(port, 'ingress', [output(port.ofport)])];
}

function stateFlows({ port, ofport, vlan }: IntegrationPort, direction: 'ingress' | 'egress', accept: readonly Action[]): readonly Flow[] {
  const table = direction === 'egress' ? FIREWALL.rulesEgress : FIREWALL.rulesIngress;
  const origin = (direction === 'egress' ? fromEgress : fromIngress)(port.id);
  const state = (priority: number, match: readonly FieldMatch[], actions: readonly Action[]): Flow =>
    createFlow(table, { priority, match, actions, origin });
  const known = [ctZone(vlan), ctMark(0), ofPort(ofport)];
  return [
    // table=72,priority=50,ct_state=+trk+inv actions=resubmit(,93): one flow for all ports
    state(50, [INVALID], TO_DROPPED),
    // table=72,priority=50,ct_mark=0x1,reg5=5 actions=resubmit(,93)
    state(50, [ctMark(1), ofPort(ofport)], TO_DROPPED),
    // table=72,priority=50,ct_state=+est-rel+rpl,ct_mark=0x0,ct_zone=7,reg5=5 actions=resubmit(,94)
    state(50, [REPLY, ...known], accept),
    // table=72,priority=50,ct_state=-new-est+rel-inv,ct_mark=0x0,ct_zone=7,reg5=5 actions=resubmit(,94)
    state(50, [RELATED, ...known], accept),
    // table=72,priority=40,ct_state=-est,reg5=5 actions=resubmit(,93)
    state(40, [NOT_ESTABLISHED, ofPort(ofport)], TO_DROPPED),
    // table=72,priority=40,dl_type=0x0800,ct_state=+est,reg5=5 actions=ct(commit,zone=NXM_NX_REG6[0..15],exec(set_field:0x1->ct_mark))
    ...([4, 6] as const).map((version) => state(40, [ESTABLISHED, IP[version], ofPort(ofport)], MARK)),
  ];
}

const TO_ACCEPTED = [resubmit(FIREWALL.acceptedEgressNormal)];
const TO_DROPPED = [resubmit(FIREWALL.dropped)];
const MARK = [MARK_INVALID];
const INVALID = ctState({ inv: true, trk: true });
const REPLY = ctState({ est: true, rel: false, rpl: true });
const RELATED = ctState({ new: false, est: false, rel: true, inv: false });
const NOT_ESTABLISHED = ctState({ est: false });
const ESTABLISHED = ctState({ est: true });
