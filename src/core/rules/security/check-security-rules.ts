import { qualifiedName } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type SecurityGroup, type SecurityRule, ethertypeOf, printSecurityRule } from '#core/model';
import { type Prefix, printPrefix } from '#core/net';
import { describeElement } from '../describe-element.ts';
import { findRepeats } from '../find-repeats.ts';
import type { Rule } from '../rule.ts';
import { protocolNumber } from './protocol-number.ts';
import { ruleFaults } from './rule-faults.ts';

/** OST5001 a rule repeated in its group, OST5002–OST5005 what is wrong with a rule itself. */
export const checkSecurityRules: Rule = ({ topology }) =>
  topology.securityGroups.flatMap((group) => [
    ...group.rules.flatMap((rule) =>
      ruleFaults(rule).map(({ code, message, properties }) =>
        createFinding(code, { message, place: firstPlace(rule, properties), element: rule.id }),
      ),
    ),
    ...findRepeats(group.rules, meaning).map(({ first, repeat }) => repeatFinding(group, first, repeat)),
  ]);

function firstPlace(rule: SecurityRule, properties: readonly string[]): Finding['place'] {
  const written = properties.find((property) => rule.places.properties[property] !== undefined);
  return (written === undefined ? undefined : rule.places.properties[written]) ?? rule.places.whole;
}

/** Two rules mean the same as Neutron compares them: `tcp` is 6, all ports are none, 0.0.0.0/0 is any. */
function meaning(rule: SecurityRule): string {
  const ports =
    rule.ports && !(rule.ports.first === 1 && rule.ports.last === 65535) ? `${String(rule.ports.first)}-${String(rule.ports.last)}` : '';
  const icmp = rule.icmp ? `${String(rule.icmp.type)}/${String(rule.icmp.code ?? '')}` : '';
  return [rule.direction, ethertypeOf(rule), protocolNumber(rule) ?? '', ports, icmp, remoteMeaning(rule)].join(' ');
}

function remoteMeaning({ remote }: SecurityRule): string {
  switch (remote.kind) {
    case 'any':
      return '';
    case 'prefix':
      return isEverything(remote.prefix) ? '' : printPrefix(remote.prefix);
    case 'group':
      return remote.group;
  }
}

function isEverything(prefix: Prefix): boolean {
  return prefix.length === 0;
}

function repeatFinding(group: SecurityGroup, first: SecurityRule, repeat: SecurityRule): Finding {
  const message = `${describeElement(group)} has \`${printSecurityRule(first, qualifiedName)}\` already: Neutron refuses the second rule of the same meaning. Remove one of them.`;
  return createFinding('OST5001', {
    message,
    place: repeat.places.whole,
    related: [{ message: 'the first of the two', place: first.places.whole }],
    element: repeat.id,
    data: { other: first.id },
  });
}
