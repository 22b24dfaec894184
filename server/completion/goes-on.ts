import { type AstNode, AstUtils } from 'langium';
import { type IpAddress, parseAddress, parseInterfaceAddress } from '#core/net';
import { ast } from '#language';
import type { ProposalInput } from './proposal.ts';

/** Whether a word inside a statement (`rule`: the grammar's rule that has it) makes sense where the statement has come to. */
export function goesOn(
  { analysis, block }: Pick<ProposalInput, 'analysis' | 'block'>,
  node: AstNode | undefined,
  rule: string,
  keyword: string,
): boolean {
  const statement = (is: (item: unknown) => item is AstNode) => node && AstUtils.getContainerOfType(node, is);
  const securityRule = statement(ast.isSecurityRule);
  if (rule === 'ProtocolName') return !ast.isSecurityRule(securityRule) || fitsRule(securityRule, keyword);
  if (rule === 'SecurityRule') return !ast.isSecurityRule(securityRule) || narrows(securityRule, keyword);
  const expectation = statement(ast.isExpectation);
  if (rule === 'PacketWord') return !ast.isExpectation(expectation) || isPartOfPacket(expectation.packet, keyword);
  if (rule === 'Expectation' && ast.isExpectation(expectation))
    return !isNumberDue(expectation.packet) && !(keyword === 'via' && expectation.never);
  if (rule === 'SubnetSetting' && ast.isSubnet(block)) return !isGatewayNeeded({ analysis, block });
  return true;
}

/** What may still narrow a rule down: types are ICMP's, the other side follows from the direction, and addresses have a version already. */
function narrows({ number, protocol: plain, icmpType, direction, remote }: Partial<ast.SecurityRule>, keyword: string): boolean {
  const protocol = plain ?? number;
  switch (keyword) {
    case 'type':
      return protocol === 'icmp' || protocol === 'icmpv6';
    case 'code':
      return icmpType !== undefined;
    case 'from':
      return direction !== 'egress';
    case 'to':
      return direction !== 'ingress';
    case 'ipv4':
      return protocol !== 'icmpv6' && versionOf(remote?.cidr) !== 6;
    case 'ipv6':
      return protocol !== 'icmp' && versionOf(remote?.cidr) !== 4;
    default:
      return true;
  }
}

/** A protocol goes with what the rule already says of ports, types and addresses. */
function fitsRule({ ports = [], icmpType, remote, ethertype }: Partial<ast.SecurityRule>, protocol: string): boolean {
  const isIcmp = protocol === 'icmp' || protocol === 'icmpv6';
  const version = versionOf(remote?.cidr) ?? (ethertype === undefined ? undefined : Number(ethertype.slice(-1)));
  if (ports.length > 0 && (isIcmp || protocol === 'any')) return false;
  if (icmpType !== undefined && !isIcmp) return false;
  return !isIcmp || version === undefined || version === (protocol === 'icmp' ? 4 : 6);
}

function versionOf(cidr: string | undefined): IpAddress['version'] | undefined {
  return cidr === undefined ? undefined : (parseInterfaceAddress(cidr)?.address ?? parseAddress(cidr))?.version;
}

const PROTOCOLS: ReadonlySet<string> = new Set(['icmp', 'tcp', 'udp', 'arp', 'dhcp']);
const NUMBERED: ReadonlySet<string> = new Set(['from', 'size', 'ttl']);

/** A packet has one protocol, which comes first, each part once, and a source port only where its protocol has ports. */
function isPartOfPacket(packet: readonly string[], keyword: string): boolean {
  if (PROTOCOLS.has(keyword)) return packet.length === 0;
  if (isNumberDue(packet) || packet.includes(keyword)) return false;
  return keyword !== 'from' || packet[0] === 'tcp' || packet[0] === 'udp';
}

function isNumberDue(packet: readonly string[]): boolean {
  return NUMBERED.has(packet.at(-1) ?? '');
}

/** Router interfaces without an address of their own have that of the gateway. */
function isGatewayNeeded({ analysis: { topology, lowered }, block }: Pick<ProposalInput, 'analysis' | 'block'>): boolean {
  const interfaces = topology.routers.flatMap((router) => router.interfaces);
  return interfaces.some(({ subnet, address }) => address === undefined && lowered.astOf(subnet) === block);
}
