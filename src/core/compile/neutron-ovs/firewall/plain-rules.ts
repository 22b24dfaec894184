import { onceForEach, onceForEachObject } from '#core/base';
import type { Action, Flow } from '#core/openflow';
import type { PlannedSecurityRule } from '#core/plan';
import { createFlow } from '../create-flow.ts';
import { output, resubmit } from '../flow-actions.ts';
import { stageOf } from '../stage.ts';
import { COMMIT } from './firewall-actions.ts';
import { fromAddress, ofPort, toAddress } from './firewall-matches.ts';
import type { IntegrationPort } from '../integration-port.ts';
import { PLAIN_PRIORITY, RULE_STATES, detailOf, protocolMatches } from './rule-match.ts';
import { FIREWALL } from './tables.ts';

const fromRule = stageOf('br-int/firewall-rule', 'openvswitch_firewall/rules.py create_flows_from_rule_and_port');

/** The rules of a port's groups that name no remote group. */
export function plainRuleFlows({ port, ofport }: IntegrationPort): readonly Flow[] {
  return port.securityGroups.flatMap(({ rules }) =>
    rules.filter(({ remoteGroup }) => !remoteGroup).flatMap((rule) => ruleFlows(rule, ofport)),
  );
}

/** table=82,priority=77,dl_type=0x0800,nw_src=10.0.0.0/8,nw_proto=6,tcp_dst=0x1f40/0xfff8,ct_state=+est-rel-rpl,reg5=5 actions=output:5 */
function ruleFlows(rule: PlannedSecurityRule, ofport: number): readonly Flow[] {
  const { priority, cases, origin } = readRule(rule);
  return cases.map(({ match, isNew }) =>
    createFlow(rulesTable(rule.direction), {
      priority,
      match: [...match, ofPort(ofport)],
      actions: acceptActions(rule.direction, ofport, isNew),
      origin,
    }),
  );
}

/** What the flows of a rule have in common on all ports. */
const readRule = onceForEachObject((rule: PlannedSecurityRule) => {
  const remote = rule.remotePrefix ? (rule.direction === 'ingress' ? fromAddress : toAddress)(rule.remotePrefix) : [];
  return {
    priority: PLAIN_PRIORITY + detailOf(rule),
    cases: protocolMatches(rule).flatMap((protocol) =>
      RULE_STATES.map(({ state, isNew }) => ({ match: [state, ...protocol, ...remote], isNew })),
    ),
    origin: fromRule(rule.element),
  };
});

/** The table of the rules of a direction. */
export function rulesTable(direction: PlannedSecurityRule['direction']) {
  return direction === 'ingress' ? FIREWALL.rulesIngress : FIREWALL.rulesEgress;
}

/** What a rule that matches does: towards a guest, a new connection is committed here; from a guest, table 73 does so. */
export function acceptActions(direction: PlannedSecurityRule['direction'], ofport: number, isNew: boolean): readonly Action[] {
  if (direction === 'egress') return TO_ACCEPT;
  return isNew ? acceptNew(ofport) : acceptKnown(ofport);
}

const TO_ACCEPT = [resubmit(FIREWALL.acceptOrIngress)];
const acceptNew = onceForEach((ofport: number): readonly Action[] => [COMMIT, output(ofport), resubmit(FIREWALL.acceptedIngress)]);
const acceptKnown = onceForEach((ofport: number): readonly Action[] => [output(ofport)]);
