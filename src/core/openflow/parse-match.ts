import type { FieldMatch } from './flow.ts';
import type { FieldName } from './field.ts';
import { type Field, fieldOf, findField, fullMask } from './field-registry.ts';
import { type Token, parseFieldValue } from './field-value.ts';
import { type FlowParse, FlowSyntaxError, catchSyntax } from './flow-syntax-error.ts';
import { orderMatch } from './print-match.ts';
import { ETHERTYPE, IP_PROTO, PROTOCOL_MATCH, SHORTHANDS } from './protocol.ts';
import { splitTokens } from './split-tokens.ts';

/** Reads a match (`arp,in_port=5,arp_spa=10.0.0.0/24`) in any spelling of ovs-fields(7); also the keys `ofproto/trace` takes. */
export function parseMatch(text: string): FlowParse<readonly FieldMatch[]> {
  return catchSyntax(() => matchFromTokens(splitTokens({ text, offset: 0 })));
}

/** Reads a match from its `key=value` parts and bare words. */
export function matchFromTokens(tokens: readonly Token[]): readonly FieldMatch[] {
  const builder = new MatchBuilder();
  const later: (() => void)[] = [];
  for (const token of tokens) {
    const { key, value } = splitKey(token);
    const shorthand = value ? undefined : SHORTHANDS.get(key.text.toLowerCase());
    if (shorthand) for (const { field, value: wanted } of shorthand) builder.add(field, wanted, undefined, token.offset);
    else if (!value) throw new FlowSyntaxError(key.offset, `expected field=value or a protocol such as arp, found "${key.text}"`);
    else if (AMBIGUOUS.has(key.text.toLowerCase())) later.push(() => addField(builder, fieldForPacket(builder, key), key, value));
    else addField(builder, undefined, key, value);
  }
  for (const add of later) add();
  return builder.finish();
}

/** Cuts `key=value` at the first `=`. */
export function splitKey(token: Token): { readonly key: Token; readonly value: Token | undefined } {
  const at = token.text.indexOf('=');
  if (at < 0) return { key: token, value: undefined };
  return {
    key: { text: token.text.slice(0, at), offset: token.offset },
    value: { text: token.text.slice(at + 1), offset: token.offset + at + 1 },
  };
}

/** Spellings whose field depends on the rest of the match: read last. */
const AMBIGUOUS: ReadonlySet<string> = new Set(['nw_src', 'nw_dst', 'nw_proto', 'tp_src', 'tp_dst', 'icmp_type', 'icmp_code']);

/** The field that `nw_src`, `tp_dst` … mean for the protocol matched. */
function fieldForPacket(builder: MatchBuilder, key: Token): FieldName {
  const spelling = key.text.toLowerCase();
  const etherType = builder.exactValue('eth_type');
  const isArp = etherType === ETHERTYPE.arp || etherType === ETHERTYPE.rarp;
  if (spelling === 'nw_src') return isArp ? 'arp_spa' : 'ip_src';
  if (spelling === 'nw_dst') return isArp ? 'arp_tpa' : 'ip_dst';
  if (spelling === 'nw_proto') return isArp ? 'arp_op' : 'ip_proto';
  if (spelling === 'icmp_type') return etherType === ETHERTYPE.ipv6 ? 'icmpv6_type' : 'icmp_type';
  if (spelling === 'icmp_code') return etherType === ETHERTYPE.ipv6 ? 'icmpv6_code' : 'icmp_code';
  const isSource = spelling === 'tp_src';
  switch (builder.exactValue('ip_proto')) {
    case IP_PROTO.tcp:
      return isSource ? 'tcp_src' : 'tcp_dst';
    case IP_PROTO.udp:
      return isSource ? 'udp_src' : 'udp_dst';
    case IP_PROTO.sctp:
      return isSource ? 'sctp_src' : 'sctp_dst';
    case IP_PROTO.icmp:
      return isSource ? 'icmp_type' : 'icmp_code';
    case IP_PROTO.icmpv6:
      return isSource ? 'icmpv6_type' : 'icmpv6_code';
    default:
      throw new FlowSyntaxError(key.offset, `${key.text} needs a match on tcp, udp or sctp, or on tcp6, udp6 or sctp6`);
  }
}

function addField(builder: MatchBuilder, name: FieldName | undefined, key: Token, value: Token): void {
  const spelling = key.text.toLowerCase();
  if (spelling === 'nw_tos') {
    const tos = parseFieldValue(NW_TOS, value).value;
    builder.add('ip_dscp', tos >> 2n, undefined, key.offset);
    return;
  }
  if (VLAN_SPELLINGS.has(spelling)) {
    builder.addVlan(spelling, value, key.offset);
    return;
  }
  const field = name ? fieldOf(name) : findField(key.text.replace(/\[\]$/, ''));
  if (!field) throw new FlowSyntaxError(key.offset, `unknown field "${key.text}"`);
  const { value: wanted, mask } = parseFieldValue(field, value);
  builder.add(field.name === 'in_port_oxm' ? 'in_port' : field.name, wanted, mask, key.offset);
}

const NW_TOS: Field = { ...fieldOf('ip_dscp'), bits: 8, matchName: 'nw_tos' };

const VLAN_SPELLINGS: ReadonlySet<string> = new Set([
  'dl_vlan',
  'vlan_vid',
  'oxm_of_vlan_vid',
  'dl_vlan_pcp',
  'vlan_pcp',
  'oxm_of_vlan_pcp',
]);

class MatchBuilder {
  readonly #fields = new Map<FieldName, { value: bigint; mask: bigint; offset: number }>();

  /** Adds a field; several spellings may each cover other bits of one field, but not contradict. */
  add(field: FieldName, value: bigint, mask: bigint | undefined, offset: number): void {
    const wanted = mask ?? fullMask(field);
    if (wanted === 0n) return;
    const before = this.#fields.get(field);
    if (before && ((before.value ^ value) & before.mask & wanted) !== 0n)
      throw new FlowSyntaxError(offset, `${field} is matched twice with different values`);
    this.#fields.set(field, { value: (before?.value ?? 0n) | (value & wanted), mask: (before?.mask ?? 0n) | wanted, offset });
  }

  addVlan(spelling: string, token: Token, offset: number): void {
    if (spelling.endsWith('pcp')) {
      const { value } = parseFieldValue(fieldOf('vlan_pcp'), token);
      this.add('vlan_tci', (value << 13n) | 0x1000n, 0xf000n, offset);
      return;
    }
    if (spelling === 'dl_vlan') {
      const { value } = parseFieldValue({ ...fieldOf('vlan_vid'), bits: 16, matchName: 'dl_vlan' }, token);
      if (value > 0xfffn && value !== 0xffffn) throw new FlowSyntaxError(token.offset, `a VLAN is 0 to 4095, found ${token.text}`);
      this.add('vlan_tci', value === 0xffffn ? 0n : value | 0x1000n, 0x1fffn, offset);
      return;
    }
    const { value, mask } = parseFieldValue(fieldOf('vlan_vid'), token);
    this.add('vlan_tci', value, mask ?? 0x1fffn, offset);
  }

  exactValue(field: FieldName): bigint | undefined {
    const entry = this.#fields.get(field);
    return entry?.mask === fullMask(field) ? entry.value : undefined;
  }

  finish(): readonly FieldMatch[] {
    for (const [name, { offset }] of this.#fields) this.#checkPrerequisites(fieldOf(name), offset);
    return orderMatch(
      [...this.#fields].map(([field, { value, mask }]) => ({ field, value, mask: mask === fullMask(field) ? undefined : mask })),
    );
  }

  /** Open vSwitch would drop the field with only an information line; here it is an error. */
  #checkPrerequisites(field: Field, offset: number): void {
    if (field.prerequisites.length === 0) return;
    const holds = field.prerequisites.some((protocol) =>
      PROTOCOL_MATCH[protocol].every(({ field: needed, value, mask }) => {
        const entry = this.#fields.get(needed);
        const bits = mask ?? fullMask(needed);
        return entry !== undefined && (entry.mask & bits) === bits && (entry.value & bits) === value;
      }),
    );
    if (!holds) throw new FlowSyntaxError(offset, `${field.matchName} needs a match on ${field.prerequisites.join(' or ')}`);
  }
}
