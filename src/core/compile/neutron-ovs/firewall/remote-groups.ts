import { groupBy } from '#core/base';
import type { Flow } from '#core/openflow';
import type { PlannedSecurityRule } from '#core/plan';
import { createFlow } from '../create-flow.ts';
import { IP } from '../flow-matches.ts';
import { stageOf } from '../stage.ts';
import { createConjunctionIds, detailOfConjunction } from './conjunction-ids.ts';
import { conjunction, setConjunction } from './firewall-actions.ts';
import { conjunctionId, ofPort } from './firewall-matches.ts';
import type { IntegrationPort } from '../integration-port.ts';
import { memberFlows } from './member-addresses.ts';
import { acceptActions, rulesTable } from './plain-rules.ts';
import { type RemoteRule, remoteRules } from './remote-rule.ts';
import { REMOTE_GROUP_PRIORITY, RULE_STATES, detailOf, hasPorts, numberOf, protocolMatches } from './rule-match.ts';
import { splitPorts } from './split-ports.ts';

const fromRule = stageOf('br-int/firewall-remote-group', 'openvswitch_firewall/firewall.py _add_non_ip_conj_flows');

/**
 * Rules with a remote group are conjunctive matches (ovs-fields(7), "Conjunctive Match Fields"): ports times rules, and members' addresses,
 * each in flows of their own, instead of one flow for every rule and member. Dimension 2 is the port's side, dimension 1 the addresses', which
 * all ports of a network share.
 */
export function remoteGroupFlows(ports: readonly IntegrationPort[]): readonly Flow[] {
  const idOf = createConjunctionIds();
  const used = ports.flatMap((port) => remoteRules(port, idOf));
  return [...groupBy(used, ({ target }) => target).values()].flatMap(portSideFlows).concat(memberFlows(used));
}

/** The rules of one port: those of one direction, version and protocol are looked at together. */
function portSideFlows(rules: readonly RemoteRule[]): readonly Flow[] {
  const alike = groupBy(rules, ({ rule }) => `${rule.direction} ${rule.ethertype} ${numberOf(rule)}`);
  return [...alike.values()].flatMap((group) => [...dimensionFlows(group), ...acceptFlows(group)]);
}

/** A match that one or several conjunctions share. */
interface SharedMatch {
  readonly target: IntegrationPort;
  readonly rule: PlannedSecurityRule;
  readonly conjunctions: readonly number[];
}

function dimensionFlows(alike: readonly RemoteRule[]): readonly Flow[] {
  return sharedMatches(alike).flatMap(({ target, rule, conjunctions }) =>
    protocolMatches(rule).flatMap((protocol) =>
      RULE_STATES.map(({ state, isNew }) =>
        // table=82,priority=73,dl_type=0x0800,nw_proto=6,tcp_dst=0x0050,ct_state=+est-rel-rpl,reg5=5 actions=conjunction(22,2/2),conjunction(38,2/2)
        createFlow(rulesTable(rule.direction), {
          priority: REMOTE_GROUP_PRIORITY + detailOf(rule),
          match: [state, ...protocol, ofPort(target.ofport)],
          actions: conjunctions.map((id) => conjunction(isNew ? id + 1 : id, 2)),
          origin: fromRule(rule.element),
        }),
      ),
    ),
  );
}

function sharedMatches(alike: readonly RemoteRule[]): readonly SharedMatch[] {
  const [first] = alike;
  if (!first) return [];
  const { target, rule } = first;
  if (hasPorts(numberOf(rule))) {
    const pieces = splitPorts(alike.map((entry) => ({ ports: entry.rule.ports, conjunction: entry.conjunction })));
    return pieces.map(({ ports, conjunctions }) => ({ target, rule: { ...rule, ports }, conjunctions }));
  }
  const byIcmp = groupBy(alike, ({ rule: { icmp } }) => (icmp ? `${icmp.type} ${icmp.code}` : ''));
  return [...byIcmp.values()].flatMap((same) => {
    const conjunctions = [...new Set(same.map((entry) => entry.conjunction))];
    return same.slice(0, 1).map((entry) => ({ target, rule: entry.rule, conjunctions }));
  });
}

/** table=82,priority=70,conj_id=17,dl_type=0x0800,ct_state=+new-est,reg5=5 actions=set_field:17->reg7,ct(commit,zone=NXM_NX_REG6[0..15]),output:5,resubmit(,92) */
function acceptFlows(alike: readonly RemoteRule[]): readonly Flow[] {
  const byConjunction = groupBy(alike, (entry) => entry.conjunction);
  return [...byConjunction.values()].flatMap((rules) =>
    rules.slice(0, 1).flatMap(({ target: { ofport }, rule, conjunction: base }) =>
      RULE_STATES.map(({ state, isNew }) => {
        const id = isNew ? base + 1 : base;
        return createFlow(rulesTable(rule.direction), {
          priority: REMOTE_GROUP_PRIORITY + detailOfConjunction(base),
          match: [conjunctionId(id), state, IP[rule.ethertype], ofPort(ofport)],
          actions: [setConjunction(id), ...acceptActions(rule.direction, ofport, isNew)],
          origin: fromRule(rule.element),
        });
      }),
    ),
  );
}
