import { type ElementId, groupByEach, onceForEach, sortedBy } from '#core/base';
import { type Relations, type SecurityGroup, type SecurityRule, defaultGroupId } from '#core/model';
import { type MacAddress, addressBits } from '#core/net';
import { ruleFaults } from '#core/rules';
import type { UuidOf } from './assign-uuids.ts';
import type { MemberAddress, PlannedPort, PlannedSecurityGroupRef, PlannedSecurityRule } from './deployment.ts';
import { normaliseRule } from './normalise-rule.ts';

/** A port before its groups are resolved: which groups it is in and what it may send from. */
export interface GroupMember {
  readonly mac: MacAddress;
  readonly groups: readonly ElementId[];
  readonly addresses: PlannedPort['addresses'];
  readonly allowedAddresses: PlannedPort['allowedAddresses'];
}

/**
 * Every group there is, with its rules as Neutron stores them. The `default` group lets its own members in and everything out; other groups let
 * everything out unless they state an egress rule of their own or `no-default-egress`. Members of remote groups are all fixed and allowed
 * addresses of the ports in them. A rule that Neutron would refuse is left out.
 */
export function planSecurityGroups(
  relations: Relations,
  members: readonly GroupMember[],
  uuidOf: UuidOf,
): ReadonlyMap<ElementId, PlannedSecurityGroupRef> {
  const context: GroupContext = { relations, uuidOf, membersOf: memberPrefixes(members) };
  const written = relations.topology.securityGroups.map((group) => planGroup(context, group));
  const implicit = relations.topology.tenants
    .filter((tenant) => !relations.securityGroup(defaultGroupId(tenant.id)))
    .map((tenant) => planImplicitDefault(context, tenant.id));
  return new Map([...written, ...implicit].map((group) => [group.id, group]));
}

interface GroupContext {
  readonly relations: Relations;
  readonly uuidOf: UuidOf;
  readonly membersOf: (group: ElementId) => readonly MemberAddress[];
}

function planGroup(context: GroupContext, group: SecurityGroup): PlannedSecurityGroupRef {
  const isDefault = group.id === defaultGroupId(group.tenant);
  const statesEgress = group.noDefaultEgress || group.rules.some((rule) => rule.direction === 'egress');
  const rules = [
    ...group.rules.filter((rule) => ruleFaults(rule).length === 0).map((rule) => planRule(context, rule)),
    ...(isDefault ? fromOwnMembers(context, group.id, group.id) : []),
    ...(statesEgress ? [] : anyEgress(group.id)),
  ];
  return { id: group.id, uuid: context.uuidOf(group.id), stateless: group.stateless, rules };
}

/** Its rules stand for no line of the text: their element is the tenant. */
function planImplicitDefault(context: GroupContext, tenant: ElementId): PlannedSecurityGroupRef {
  const id = defaultGroupId(tenant);
  return { id, uuid: context.uuidOf(id), stateless: false, rules: [...fromOwnMembers(context, id, tenant), ...anyEgress(tenant)] };
}

function planRule(context: GroupContext, rule: SecurityRule): PlannedSecurityRule {
  const { remote } = rule;
  return {
    ...normaliseRule(rule),
    element: rule.id,
    direction: rule.direction,
    icmp: rule.icmp,
    remotePrefix: remote.kind === 'prefix' ? remote.prefix : undefined,
    remoteGroup: remote.kind === 'group' ? remoteGroup(context, remote.group) : undefined,
  };
}

function remoteGroup({ uuidOf, membersOf }: GroupContext, id: ElementId): PlannedSecurityRule['remoteGroup'] {
  return {
    id,
    uuid: uuidOf(id),
    // who only types never asks
    get members() {
      return membersOf(id);
    },
  };
}

const ANYTHING = { protocol: undefined, ports: undefined, icmp: undefined, remotePrefix: undefined, remoteGroup: undefined } as const;

function fromOwnMembers(context: GroupContext, group: ElementId, element: ElementId): PlannedSecurityRule[] {
  return ([4, 6] as const).map((ethertype) => ({
    ...ANYTHING,
    element,
    direction: 'ingress',
    ethertype,
    remoteGroup: remoteGroup(context, group),
  }));
}

function anyEgress(element: ElementId): PlannedSecurityRule[] {
  return ([4, 6] as const).map((ethertype) => ({ ...ANYTHING, element, direction: 'egress', ethertype }));
}

/** Few groups are remote ones: the members of the others are not put in order. */
function memberPrefixes(members: readonly GroupMember[]): (group: ElementId) => readonly MemberAddress[] {
  const byGroup = groupByEach(members, ({ groups }) => groups);
  return onceForEach((group) => sortedPrefixes((byGroup.get(group) ?? []).flatMap(prefixesOf)));
}

function prefixesOf({ addresses, allowedAddresses }: GroupMember): readonly MemberAddress[] {
  return [
    ...addresses.map(({ address }) => ({ address, length: addressBits(address.version) })),
    ...allowedAddresses.map(({ prefix, mac }) => (prefix.length === 0 ? { ...prefix, mac } : prefix)),
  ];
}

function sortedPrefixes(prefixes: readonly MemberAddress[]): readonly MemberAddress[] {
  const unique = new Map(prefixes.map((prefix) => [keyOf(prefix), prefix]));
  return sortedBy(
    unique.values(),
    ({ address }) => address.version,
    ({ address }) => address.value,
    ({ length }) => length,
    ({ mac }) => mac ?? 0n,
  );
}

/** Equal for the same member. */
function keyOf({ address, length, mac }: MemberAddress): string {
  return `${address.version} ${address.value}/${length} ${mac}`;
}
