import { ipProtocolNumber } from '#core/model';
import { type FieldMatch, type FieldName, IP_PROTO } from '#core/openflow';
import type { PlannedSecurityRule } from '#core/plan';
import { IP } from '../flow-matches.ts';
import { ctState, protocol } from './firewall-matches.ts';
import { portMasks } from './port-masks.ts';

/** `+est-rel-rpl`, packets in the original direction of a connection that is already known, and `+new-est`, those that begin one: each rule matches both. */
export const RULE_STATES = [
  { state: ctState({ est: true, rel: false, rpl: false }), isNew: false },
  { state: ctState({ new: true, est: false }), isNew: true },
] as const;

/** What a rule asks of a packet beside its addresses. */
export type RuleProtocol = Pick<PlannedSecurityRule, 'ethertype' | 'protocol' | 'ports' | 'icmp'>;

/** The alternative matches of a rule's version, protocol and ports or ICMP type: several where a range of ports needs several masks. */
export function protocolMatches(rule: RuleProtocol): readonly (readonly FieldMatch[])[] {
  const number = numberOf(rule);
  if (number === undefined) return [[IP[rule.ethertype]]];
  const match = [IP[rule.ethertype], protocol(number)];
  if (rule.icmp) return [[...match, ...icmpMatch(rule.icmp, number)]];
  const field = PORT_FIELDS.get(number);
  if (!rule.ports || !field) return [match];
  return portMasks(rule.ports.first, rule.ports.last).map(({ value, mask }) => [
    ...match,
    { field, value: BigInt(value), mask: mask === 0xffff ? undefined : BigInt(mask) },
  ]);
}

/** Protocols whose ports this driver matches; DCCP and UDP-Lite ports it ignores. */
const PORT_FIELDS: ReadonlyMap<number, FieldName> = new Map([
  [Number(IP_PROTO.tcp), 'tcp_dst'],
  [Number(IP_PROTO.udp), 'udp_dst'],
  [Number(IP_PROTO.sctp), 'sctp_dst'],
]);

/** Whether the ports of a protocol are matched. */
export function hasPorts(number: number | undefined): boolean {
  return number !== undefined && PORT_FIELDS.has(number);
}

/** The IP protocol of a rule as a number; `undefined` for any. */
export function numberOf({ protocol }: RuleProtocol): number | undefined {
  return protocol === undefined ? undefined : ipProtocolNumber(protocol);
}

function icmpMatch({ type, code }: NonNullable<PlannedSecurityRule['icmp']>, number: number): readonly FieldMatch[] {
  const [typeField, codeField] = number === ICMPV6 ? (['icmpv6_type', 'icmpv6_code'] as const) : (['icmp_type', 'icmp_code'] as const);
  const typeMatch: FieldMatch = { field: typeField, value: BigInt(type), mask: undefined };
  return code === undefined ? [typeMatch] : [typeMatch, { field: codeField, value: BigInt(code), mask: undefined }];
}

const [ICMP, ICMPV6] = [Number(IP_PROTO.icmp), Number(IP_PROTO.icmpv6)];

/** How closely a rule looks, which its priority rises with: 0 any protocol, 1 ICMP, 2 with its type, 3 with its code too and every other protocol. */
export function detailOf(rule: RuleProtocol): 0 | 1 | 2 | 3 {
  const number = numberOf(rule);
  if (number === undefined) return 0;
  if (number !== ICMP && number !== ICMPV6) return 3;
  if (!rule.icmp) return 1;
  return rule.icmp.code === undefined ? 2 : 3;
}

/** Priority of rules with a remote group and no protocol; `detailOf` is added, and 4 for rules without a remote group. */
export const REMOTE_GROUP_PRIORITY = 70;

/** Priority of rules without a remote group and protocol; `detailOf` is added. */
export const PLAIN_PRIORITY = 74;
