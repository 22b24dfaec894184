import { groupBy, qualifiedName } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type NumberRange, type SecurityGroup, type SecurityRule, ethertypeOf, printSecurityRule } from '#core/model';
import { createAddress, netmaskValue, printAddress } from '#core/net';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';
import { protocolNumber } from './protocol-number.ts';
import { ruleFaults } from './rule-faults.ts';

/**
 * OST5012: a rule that lets in nothing a wider rule of its group does not. Rules that differ in their ports only are kept in one bucket,
 * sorted by first port, so that a group of n rules takes n log n steps; equal rules are OST5001.
 */
export const checkShadowedRules: Rule = ({ topology }) => topology.securityGroups.flatMap(shadowedIn);

function shadowedIn(group: SecurityGroup): readonly Finding[] {
  const rules = group.rules.filter((rule) => ruleFaults(rule).length === 0);
  if (rules.length < 2) return [];
  const lengths = [...new Set(rules.map(prefixLength))];
  const buckets = new Map([...groupBy(rules, keyOf)].map(([key, members]) => [key, createBucket(members)]));
  return rules.flatMap((rule) => {
    const own = keyOf(rule);
    for (const key of widerKeys(rule, lengths)) {
      const wider = buckets.get(key)?.covering(portsOf(rule), key === own);
      if (wider) return [shadowedFinding(group, rule, wider)];
    }
    return [];
  });
}

const ALL_PORTS: NumberRange = { first: 1, last: 65535 };

function portsOf({ ports }: SecurityRule): NumberRange {
  return ports ?? ALL_PORTS;
}

/** Everything of a rule but its ports. */
interface Parts {
  readonly protocol: string;
  readonly icmp: string;
  readonly remote: string;
}

function keyOf(rule: SecurityRule): string {
  return print(rule, { protocol: protocolOf(rule), icmp: icmpOf(rule), remote: remoteOf(rule, prefixLength(rule)) });
}

function print(rule: SecurityRule, { protocol, icmp, remote }: Parts): string {
  return [rule.direction, ethertypeOf(rule), protocol, icmp, remote].join('|');
}

function protocolOf(rule: SecurityRule): string {
  return String(protocolNumber(rule) ?? '');
}

function icmpOf({ icmp }: SecurityRule): string {
  return icmp ? `${String(icmp.type)}/${String(icmp.code ?? '')}` : '';
}

/** The length of the prefix a rule names; no prefix and all addresses are one (0). */
function prefixLength({ remote }: SecurityRule): number {
  return remote.kind === 'prefix' ? remote.prefix.length : 0;
}

/** The other side cut to a prefix length; `''` is everybody. */
function remoteOf({ remote }: SecurityRule, length: number): string {
  if (remote.kind === 'group') return remote.group;
  if (remote.kind === 'any' || length === 0) return '';
  const { version, value } = remote.prefix.address;
  return `${printAddress(createAddress(version, value & netmaskValue(version, length)))}/${String(length)}`;
}

/** The keys of all rules that let in as much as this one or more, ports aside; its own among them. */
function widerKeys(rule: SecurityRule, lengths: readonly number[]): readonly string[] {
  const own = prefixLength(rule);
  const remotes = new Set([...lengths.filter((length) => length <= own).map((length) => remoteOf(rule, length)), remoteOf(rule, own), '']);
  const icmps = new Set([icmpOf(rule), ...(rule.icmp ? [`${String(rule.icmp.type)}/`] : []), '']);
  const protocols = new Set([protocolOf(rule), '']);
  return [...protocols].flatMap((protocol) =>
    [...icmps].flatMap((icmp) => [...remotes].map((remote) => print(rule, { protocol, icmp, remote }))),
  );
}

interface Bucket {
  /** A rule whose ports hold these; `strictly`: and more. */
  readonly covering: (ports: NumberRange, strictly: boolean) => SecurityRule | undefined;
}

/** Of all rules that start no later, the one that reaches furthest. */
function createBucket(members: readonly SecurityRule[]): Bucket {
  const sorted = [...members].sort((a, b) => portsOf(a).first - portsOf(b).first || portsOf(b).last - portsOf(a).last);
  const furthest: SecurityRule[] = [];
  for (const rule of sorted) {
    const before = furthest.at(-1);
    furthest.push(before && portsOf(before).last >= portsOf(rule).last ? before : rule);
  }
  const startingBy = (port: number) => furthest[countUpTo(sorted, port) - 1];
  return {
    covering: ({ first, last }, strictly) => {
      const rule = startingBy(first);
      if (rule && (strictly ? portsOf(rule).last > last : portsOf(rule).last >= last)) return rule;
      const earlier = strictly ? startingBy(first - 1) : undefined;
      return earlier && portsOf(earlier).last >= last ? earlier : undefined;
    },
  };
}

/** How many of the sorted rules start at the port or before it. */
function countUpTo(sorted: readonly SecurityRule[], port: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const rule = sorted[middle];
    if (rule && portsOf(rule).first <= port) low = middle + 1;
    else high = middle;
  }
  return low;
}

function shadowedFinding(group: SecurityGroup, rule: SecurityRule, wider: SecurityRule): Finding {
  const text = printSecurityRule(wider, qualifiedName);
  const message = `\`${text}\` of ${describeElement(group)} allows all of this and more, so this rule never decides anything: removing the wider one later would surprise. Remove this rule, or narrow the other.`;
  return createFinding('OST5012', {
    message,
    place: rule.places.whole,
    related: [{ message: 'the wider rule', place: wider.places.whole }],
    element: rule.id,
    data: { other: wider.id },
  });
}
