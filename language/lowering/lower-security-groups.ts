import { type ElementId, elementId, sortedBy } from '#core/base';
import type { NumberRange, SecurityGroup, SecurityRule } from '#core/model';
import { hasHostBits, prefixOf, printPrefix } from '#core/net';
import * as ast from '../generated/ast.ts';
import { type Declaration, type DeclaredNames, type TenantDeclaration, lastName } from './declare-names.ts';
import type { Lowering } from './lowering.ts';
import { resolveTenantReference } from './read-reference.ts';
import { readSettings } from './read-settings.ts';
import { readWord, wordOf, wordsOf } from './read-words.ts';
import { ADDRESS_OR_CIDR, NUMBER_RANGE, UUID, PROTOCOL, type ValueKind, WHOLE_NUMBER } from './read-value.ts';
import type { Recovered } from './recovered.ts';
import { isHalfRead } from './is-half-read.ts';
import { rulePlaces } from './rule-places.ts';

/** A tenant's security groups; the default group's own rules are Neutron's and not written here. */
export function lowerSecurityGroups(lowering: Lowering, tenant: TenantDeclaration, names: DeclaredNames): SecurityGroup[] {
  return [...tenant.securityGroups.values()].map((group) => lowerGroup(lowering, group, tenant, names));
}

const RULE_WORDS = ['type', 'code', 'from', 'to', 'ipv4', 'ipv6'];

/** A misspelt word of a rule is read as its ports: `allow ingress tpc 80`, `allow ingress icmp typ 8`. */
function rulePorts({ protocol, numbered }: Recovered<ast.SecurityRule>): ValueKind<NumberRange> {
  const isProtocolDue = protocol === undefined && !numbered;
  return { ...NUMBER_RANGE, choices: isProtocolDue ? ['any', 'tcp', 'udp', 'sctp', 'icmp', 'icmpv6', 'proto', ...RULE_WORDS] : RULE_WORDS };
}

type RuleValues = Pick<SecurityRule, 'direction' | 'protocol' | 'ports' | 'icmp' | 'remote' | 'ethertype'>;

function lowerGroup(
  lowering: Lowering,
  group: Declaration<ast.SecurityGroup>,
  tenant: TenantDeclaration,
  names: DeclaredNames,
): SecurityGroup {
  const { id, name, node, turns } = group;
  const settings = readSettings(lowering, node.properties, { block: 'security-group', element: id, turns });
  const written = node.properties
    .filter(ast.isSecurityRule)
    .flatMap((rule) => lowerRule(lowering, rule, group, tenant, names).map((values) => ({ rule, values })));
  const rules: SecurityRule[] = [];
  const seen = new Map<string, number>();
  for (const { rule, values } of sortedBy(written, ({ values: v }) => ruleName(v))) {
    const text = ruleName(values);
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    const unique = count === 1 ? text : `${text}-${String(count)}`;
    const ruleId = elementId('rule', tenant.name, name, unique);
    lowering.register(ruleId, rule);
    rules.push({ id: ruleId, name: unique, ...values, places: rulePlaces(lowering, rule) });
  }
  return {
    id,
    name,
    tenant: tenant.id,
    rules,
    uuid: settings.value('id', UUID),
    noDefaultEgress: settings.has('no-default-egress'),
    stateless: settings.has('stateless'),
    places: { whole: lowering.places.ofNode(node), name: lowering.places.ofProperty(node, 'name'), properties: settings.places },
  };
}

/** A rule is named after what it says, so that its id does not depend on its place among the others: `ingress-tcp-80-from-web`. */
function ruleName({ direction, protocol, ports, icmp, remote, ethertype }: RuleValues): string {
  const parts: string[] = [direction, String(protocol ?? 'any')];
  if (ports) parts.push(ports.first === ports.last ? String(ports.first) : `${String(ports.first)}..${String(ports.last)}`);
  if (icmp) parts.push(`type-${String(icmp.type)}`, ...(icmp.code === undefined ? [] : [`code-${String(icmp.code)}`]));
  const side = direction === 'ingress' ? 'from' : 'to';
  if (remote.kind === 'prefix') parts.push(side, printPrefix(remote.prefix));
  if (remote.kind === 'group') parts.push(side, lastName(remote.group));
  if (ethertype !== undefined) parts.push(`ipv${String(ethertype)}`);
  return parts.join('-');
}

/** The rules one `allow` line stands for: one per port range. What cannot be read is left out, so that the model allows less, never more. */
function lowerRule(
  lowering: Lowering,
  node: Recovered<ast.SecurityRule>,
  group: Declaration<ast.SecurityGroup>,
  tenant: TenantDeclaration,
  names: DeclaredNames,
): RuleValues[] {
  const { id: element, turns } = group;
  if (node.direction === undefined) return [];
  const remote = lowerRemote(lowering, node, group, tenant, names);
  const protocol = lowerProtocol(lowering, node, group);
  const portWords = wordsOf(lowering, node, 'ports', node.ports, turns);
  const ports = portWords.flatMap((word) => readWord(lowering, word, 'a port of a rule', rulePorts(node), element) ?? []);
  const icmp = lowerIcmp(lowering, node, group);
  if (!remote || !protocol || icmp === 'malformed' || node.ports.length > ports.length || isHalfRead(node)) return [];
  const common = {
    direction: node.direction,
    protocol: protocol.value,
    icmp,
    remote,
    ethertype: node.ethertype === undefined ? undefined : node.ethertype === 'ipv4' ? (4 as const) : (6 as const),
  };
  const ranges: (NumberRange | undefined)[] = ports.length > 0 ? ports : [undefined];
  return ranges.map((range) => ({ ...common, ports: range }));
}

type Owner = Pick<Declaration<ast.SecurityGroup>, 'id' | 'turns'>;

function lowerProtocol(
  lowering: Lowering,
  node: Recovered<ast.SecurityRule>,
  { id, turns }: Owner,
): { readonly value: string | number | undefined } | undefined {
  if (!node.numbered) return { value: node.protocol === 'any' ? undefined : node.protocol };
  if (node.number === 'any') return { value: undefined };
  const word = wordOf(lowering, node, 'number', node.number, turns);
  const value = word && readWord(lowering, word, 'an IP protocol', PROTOCOL, id);
  return value === undefined ? undefined : { value };
}

function lowerIcmp(lowering: Lowering, node: Recovered<ast.SecurityRule>, { id, turns }: Owner): SecurityRule['icmp'] | 'malformed' {
  const typeWord = wordOf(lowering, node, 'icmpType', node.icmpType, turns);
  const codeWord = wordOf(lowering, node, 'icmpCode', node.icmpCode, turns);
  const code = codeWord && readWord(lowering, codeWord, 'an ICMP code', WHOLE_NUMBER, id);
  if ((node.coded && code === undefined) || (node.typed && !typeWord)) return 'malformed';
  if (!typeWord) {
    if (!codeWord) return undefined;
    lowering.report('OST1013', codeWord.place, '`code` goes with a type: write `type N code N`', { element: id });
    return 'malformed';
  }
  const type = readWord(lowering, typeWord, 'an ICMP type', WHOLE_NUMBER, id);
  return type === undefined ? 'malformed' : { type, code };
}

function lowerRemote(
  lowering: Lowering,
  node: Recovered<ast.SecurityRule>,
  { id, turns }: Owner,
  tenant: TenantDeclaration,
  names: DeclaredNames,
): SecurityRule['remote'] | undefined {
  const remote: Recovered<ast.RuleRemote> | undefined = node.remote;
  if (!remote) return node.side === undefined ? { kind: 'any' } : undefined;
  checkSide(lowering, node, id);
  if (remote.any) return { kind: 'any' };
  if (remote.group) {
    const group: ElementId | undefined = resolveTenantReference(lowering, names, 'securityGroups', remote.group, tenant.name, {
      turns,
      element: id,
    });
    return group && { kind: 'group', group };
  }
  const word = wordOf(lowering, remote, 'cidr', remote.cidr, turns);
  const written = word && readWord(lowering, word, 'the other side of a rule', ADDRESS_OR_CIDR, id);
  return written && { kind: 'prefix', prefix: prefixOf(written), ...(hasHostBits(written) ? { written } : {}) };
}

function checkSide(lowering: Lowering, node: Recovered<ast.SecurityRule>, element: ElementId): void {
  const wanted = node.direction === 'ingress' ? 'from' : 'to';
  if (node.side === wanted) return;
  const message = `an ${String(node.direction)} rule names the other side with \`${wanted}\`, not \`${String(node.side)}\``;
  lowering.report('OST1002', lowering.places.ofProperty(node, 'side'), message, { element, data: { wanted } });
}
