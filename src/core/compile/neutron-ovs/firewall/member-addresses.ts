import { type ElementId, groupBy, sortedBy } from '#core/base';
import { printPrefix } from '#core/net';
import type { FieldMatch, Flow } from '#core/openflow';
import type { MemberAddress } from '#core/plan';
import { createFlow } from '../create-flow.ts';
import { IP, dlSrc, ofNetwork } from '../flow-matches.ts';
import { stageOf } from '../stage.ts';
import { detailOfConjunction } from './conjunction-ids.ts';
import { conjunction } from './firewall-actions.ts';
import { fromAddress, toAddress } from './firewall-matches.ts';
import { rulesTable } from './plain-rules.ts';
import type { RemoteRule } from './remote-rule.ts';
import { REMOTE_GROUP_PRIORITY, RULE_STATES } from './rule-match.ts';

const fromMember = stageOf('br-int/firewall-member', 'openvswitch_firewall/firewall.py ConjIPFlowManager.update_flows_for_vlan');

/** Dimension 1 of the conjunctions: the addresses of remote groups' members, once for each network of the host that has a rule with the group. */
export function memberFlows(rules: readonly RemoteRule[]): readonly Flow[] {
  const places = groupBy(rules, ({ target, rule }) => `${target.vlan} ${rule.direction} ${rule.ethertype}`);
  return [...places.values()].flatMap((alike) => alike.slice(0, 1).flatMap((place) => placeFlows(place, conjunctionsByMember(alike))));
}

/** A member's address and the conjunctions it is part of. */
interface MemberConjunctions {
  readonly member: MemberAddress;
  readonly group: ElementId;
  readonly conjunctions: ReadonlySet<number>;
}

/** An address that several remote groups have gets the conjunctions of all of them. */
function conjunctionsByMember(rules: readonly RemoteRule[]): readonly MemberConjunctions[] {
  const entries = new Map<string, MemberConjunctions>();
  for (const [group, alike] of groupBy(rules, ({ remoteGroup }) => remoteGroup.id)) {
    const conjunctions = new Set(alike.map((rule) => rule.conjunction));
    const members = alike[0]?.remoteGroup.members ?? [];
    for (const member of members) {
      if (member.address.version !== alike[0]?.rule.ethertype) continue;
      const key = member.mac === undefined ? printPrefix(member) : `${printPrefix(member)} ${member.mac}`;
      const entry = entries.get(key);
      entries.set(key, {
        member,
        group: entry?.group ?? group,
        conjunctions: entry ? new Set([...entry.conjunctions, ...conjunctions]) : conjunctions,
      });
    }
  }
  return [...entries.values()];
}

function placeFlows(
  { target: { vlan }, rule: { direction, ethertype } }: RemoteRule,
  members: readonly MemberConjunctions[],
): readonly Flow[] {
  return members.flatMap(({ member, group, conjunctions }) =>
    [
      ...groupBy(
        sortedBy(conjunctions, (id) => id),
        detailOfConjunction,
      ),
    ].flatMap(([detail, ids]) =>
      RULE_STATES.map(({ state, isNew }) =>
        // table=82,priority=70,dl_type=0x0800,nw_src=10.0.0.5/32,ct_state=+est-rel-rpl,reg6=7 actions=conjunction(16,1/2)
        createFlow(rulesTable(direction), {
          priority: REMOTE_GROUP_PRIORITY + detail,
          match: [state, IP[ethertype], ofNetwork(vlan), ...memberMatch(direction, member)],
          actions: ids.map((id) => conjunction(isNew ? id + 1 : id, 1)),
          origin: fromMember(group),
        }),
      ),
    ),
  );
}

/** Of a member that may send from everywhere only its MAC says which one it is. */
function memberMatch(direction: 'ingress' | 'egress', member: MemberAddress): readonly FieldMatch[] {
  if (member.mac !== undefined) return [dlSrc(member.mac)];
  return direction === 'ingress' ? fromAddress(member) : toAddress(member);
}
