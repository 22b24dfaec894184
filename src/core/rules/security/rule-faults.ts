import { compact } from '#core/base';
import type { FindingCode } from '#core/diagnostics';
import { type SecurityRule, ethertypeOf, ipProtocolNumber, isIcmpv6 } from '#core/model';
import { printPrefix } from '#core/net';

/** Why a rule cannot be stored, and the part of it that is at fault. */
export interface RuleFault {
  readonly code: Extract<FindingCode, 'OST5002' | 'OST5003' | 'OST5004' | 'OST5005'>;
  readonly message: string;
  /** Keys of the rule's places, the first that is written counts. */
  readonly properties: readonly string[];
}

/** What Neutron would refuse a rule for (neutron-dataplane 9.6). A rule with faults is left out of the plan: groups only ever allow. */
export function ruleFaults(rule: SecurityRule): readonly RuleFault[] {
  return compact([portsWithoutProtocol(rule), icmpWithoutProtocol(rule), badPorts(rule), badNumber(rule), mixedFamilies(rule)]);
}

const WITH_PORTS: readonly unknown[] = ['tcp', 'udp', 'sctp', 'dccp', 'udplite', 6, 17, 132, 33, 136];

function portsWithoutProtocol({ ports, protocol }: SecurityRule): RuleFault | undefined {
  if (!ports || WITH_PORTS.includes(protocol)) return undefined;
  const name = protocol === undefined ? '`any`' : `\`${String(protocol)}\``;
  return {
    code: 'OST5002',
    properties: ['ports'],
    message: `${name} has no ports to match: the rule would be refused. Name \`tcp\`, \`udp\` or \`sctp\`, or remove the ports.`,
  };
}

function isIcmp(protocol: SecurityRule['protocol']): boolean {
  return protocol === 'icmp' || protocol === 1 || isIcmpv6(protocol);
}

function icmpWithoutProtocol({ icmp, protocol }: SecurityRule): RuleFault | undefined {
  if (!icmp || isIcmp(protocol)) return undefined;
  return {
    code: 'OST5002',
    properties: ['type'],
    message: "`type` and `code` are ICMP's: the rule would be refused. Name `icmp` or `icmpv6`, or remove them.",
  };
}

function badPorts({ ports }: SecurityRule): RuleFault | undefined {
  if (!ports) return undefined;
  const { first, last } = ports;
  const written = first === last ? String(first) : `${String(first)}..${String(last)}`;
  if (first > last)
    return {
      code: 'OST5003',
      properties: ['ports'],
      message: `the ports ${written} end before they start, so no packet would match. Write \`${String(last)}..${String(first)}\`.`,
    };
  if (first >= 1 && last <= 65535) return undefined;
  return {
    code: 'OST5003',
    properties: ['ports'],
    message: `the ports ${written} reach beyond 1..65535, the ports there are. Cut them to these.`,
  };
}

function badNumber({ icmp, protocol }: SecurityRule): RuleFault | undefined {
  const outOfByte = (value: number | undefined) => value !== undefined && value > 255;
  const report = (what: string, value: number, property: string): RuleFault => ({
    code: 'OST5004',
    properties: [property],
    message: `${what} ${String(value)} does not exist: the field has one byte, 0..255, so no packet would match.`,
  });
  if (typeof protocol === 'number' && outOfByte(protocol)) return report('IP protocol', protocol, 'protocol');
  if (icmp && outOfByte(icmp.type)) return report('ICMP type', icmp.type, 'type');
  if (icmp?.code !== undefined && outOfByte(icmp.code)) return report('ICMP code', icmp.code, 'code');
  return undefined;
}

/** Extension headers of IPv6 and ICMPv6 (neutron/db/securitygroups_db.py `_validate_ethertype_and_protocol`). */
const IPV6_ONLY: ReadonlySet<number | undefined> = new Set([41, 43, 44, 58, 59, 60]);

function isIpv6Only(protocol: SecurityRule['protocol']): boolean {
  return protocol !== undefined && IPV6_ONLY.has(ipProtocolNumber(protocol));
}

function mixedFamilies(rule: SecurityRule): RuleFault | undefined {
  const { remote, protocol } = rule;
  const ethertype = ethertypeOf(rule);
  const properties = ['ethertype', 'from', 'to'];
  if (remote.kind === 'prefix' && remote.prefix.address.version !== ethertype) {
    return {
      code: 'OST5005',
      properties,
      message: `an IPv${String(ethertype)} rule cannot name ${printPrefix(remote.prefix)}: no packet has addresses of both versions. Write \`ipv${ethertype === 4 ? '6' : '4'}\`, or a prefix of the other version.`,
    };
  }
  if (ethertype === 6 || !isIpv6Only(protocol)) return undefined;
  if (!isIcmpv6(protocol)) {
    const message = `\`${String(protocol)}\` exists in IPv6 only, and this rule is for IPv4: no packet would match. Make it an IPv6 rule with \`ipv6\`.`;
    return { code: 'OST5005', properties, message };
  }
  return {
    code: 'OST5005',
    properties,
    message: '`icmpv6` exists in IPv6 only, and this rule is for IPv4: no packet would match. Write `icmp`, or make it an IPv6 rule.',
  };
}
