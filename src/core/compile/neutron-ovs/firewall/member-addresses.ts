import { type ElementId, groupBy, onceForEachObject, sortedBy } from '#core/base';
import { printPrefix } from '#core/net';
import type { Flow } from '#core/openflow';
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
  return [...places.values()].flatMap((alike) => alike.slice(0, 1).flatMap((place) => placeFlows(place, memberships(alike))));
}

/** A remote group of a network's rules, and the conjunctions its members are part of. */
interface GroupUse {
  readonly group: ElementId;
  readonly conjunctions: readonly number[];
}

/** A member's address and the groups that have it. */
interface Membership {
  readonly member: MemberAddress;
  readonly groups: GroupUses;
}

/** At least one. */
type GroupUses = readonly [GroupUse, ...GroupUse[]];

/** An address that several remote groups have gets the conjunctions of all of them. */
function memberships(rules: readonly RemoteRule[]): readonly Membership[] {
  const entries = new Map<string, Membership>();
  for (const [group, alike] of groupBy(rules, ({ remoteGroup }) => remoteGroup.id)) {
    const own: GroupUses = [{ group, conjunctions: alike.map((rule) => rule.conjunction) }];
    const members = alike[0]?.remoteGroup.members ?? [];
    for (const member of members) {
      if (member.address.version !== alike[0]?.rule.ethertype) continue;
      const key = memberKey(member);
      const entry = entries.get(key);
      entries.set(key, entry ? { member, groups: [...entry.groups, ...own] } : { member, groups: own });
    }
  }
  return [...entries.values()];
}

const memberKey = onceForEachObject((member: MemberAddress) =>
  member.mac === undefined ? printPrefix(member) : `${printPrefix(member)} ${member.mac}`,
);

function placeFlows({ target: { vlan }, rule: { direction, ethertype } }: RemoteRule, members: readonly Membership[]): readonly Flow[] {
  const table = rulesTable(direction);
  const casesOf = onceForEachObject(membershipCases); // most members are in the same groups
  return members.flatMap(({ member, groups }) => {
    const address = memberMatch[direction](member);
    return casesOf(groups).map(({ priority, state, actions, origin }) =>
      // table=82,priority=70,dl_type=0x0800,nw_src=10.0.0.5/32,ct_state=+est-rel-rpl,reg6=7 actions=conjunction(16,1/2)
      createFlow(table, { priority, match: [state, IP[ethertype], ofNetwork(vlan), ...address], actions, origin }),
    );
  });
}

/** What the flows of all members of some groups have in common. */
function membershipCases(groups: GroupUses) {
  const origin = fromMember(groups[0].group);
  const ids = sortedBy(new Set(groups.flatMap(({ conjunctions }) => conjunctions)), (id) => id);
  return [...groupBy(ids, detailOfConjunction)].flatMap(([detail, alike]) =>
    RULE_STATES.map(({ state, isNew }) => ({
      priority: REMOTE_GROUP_PRIORITY + detail,
      state,
      actions: alike.map((id) => conjunction(isNew ? id + 1 : id, 1)),
      origin,
    })),
  );
}

/** Of a member that may send from everywhere only its MAC says which one it is. */
const memberMatch = {
  ingress: onceForEachObject((member: MemberAddress) => (member.mac === undefined ? fromAddress(member) : [dlSrc(member.mac)])),
  egress: onceForEachObject((member: MemberAddress) => (member.mac === undefined ? toAddress(member) : [dlSrc(member.mac)])),
} as const;
