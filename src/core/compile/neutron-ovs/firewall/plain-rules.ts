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
  const origin = fromRule(rule.element);
  const priority = PLAIN_PRIORITY + detailOf(rule);
  const remote = rule.remotePrefix ? (rule.direction === 'ingress' ? fromAddress : toAddress)(rule.remotePrefix) : [];
  return protocolMatches(rule).flatMap((protocol) =>
    RULE_STATES.map(({ state, isNew }) =>
      createFlow(rulesTable(rule.direction), {
        priority,
        match: [state, ...protocol, ...remote, ofPort(ofport)],
        actions: acceptActions(rule.direction, ofport, isNew),
        origin,
      }),
    ),
  );
}

/** The table of the rules of a direction. */
export function rulesTable(direction: PlannedSecurityRule['direction']) {
  return direction === 'ingress' ? FIREWALL.rulesIngress : FIREWALL.rulesEgress;
}

/** What a rule that matches does: towards a guest, a new connection is committed here; from a guest, table 73 does so. */
export function acceptActions(direction: PlannedSecurityRule['direction'], ofport: number, isNew: boolean): readonly Action[] {
  if (direction === 'egress') return [resubmit(FIREWALL.acceptOrIngress)];
  return isNew ? [COMMIT, output(ofport), resubmit(FIREWALL.acceptedIngress)] : [output(ofport)];
}
