import { describe, expect, test } from 'vitest';
import { elementId, known } from '#core/base';
import { createMac, parseAddress, parseInterfaceAddress } from '#core/net';
import type { Rule, RuleMatch, RuleTable, RuleTarget } from '#core/netfilter';
import { IP_PROTOCOL, type Packet, TCP_FLAG, createIpPacket } from '#core/packet';
import { type PacketContext, UNTRACKED, runTable } from '#core/dataplane';

const address = (text: string) => known(parseAddress(text), text);
const prefix = (text: string) => known(parseInterfaceAddress(text), text);
const packet = createIpPacket(
  { sourceMac: createMac(5n), destinationMac: createMac(6n), source: address('10.0.0.1'), destination: address('10.0.0.2') },
  IP_PROTOCOL.tcp,
  { tcp_src: 40000n, tcp_dst: 80n },
  { tcpFlags: TCP_FLAG.syn },
);

function rule(chain: string, target: RuleTarget, ...matches: RuleMatch[]): Rule {
  return { chain, matches, target, origin: { stage: 'test', element: elementId('host', 'h'), neutron: 'none' } };
}

function run(
  rules: readonly Rule[],
  context: Partial<PacketContext> & { readonly packet?: Packet } = {},
  table: RuleTable['table'] = 'filter',
) {
  const base: PacketContext = {
    packet,
    inDevice: 'qbr1',
    outDevice: 'qbr1',
    physdevIn: 'tap1',
    physdevOut: 'qvb1',
    tracking: { ...UNTRACKED, state: 'NEW' },
    mark: 0,
    addressSets: [],
  };
  return runTable({ table, chains: [], rules }, 'FORWARD', { ...base, ...context });
}

const accept: RuleTarget = { kind: 'accept' };
const drop: RuleTarget = { kind: 'drop' };
const back: RuleTarget = { kind: 'return' };
const jump = (chain: string): RuleTarget => ({ kind: 'jump', chain });

describe('chains', () => {
  test('an empty table accepts, and says no rule did', () => {
    expect(run([])).toMatchObject({ verdict: 'accept', path: [] });
  });

  test('a chain’s end and RETURN lead back to the rule after the jump', () => {
    const rules = [rule('FORWARD', jump('a')), rule('FORWARD', drop), rule('a', back), rule('a', accept)];
    expect(run(rules).verdict).toBe('drop');
    expect(run(rules.slice(0, 2)).verdict).toBe('drop');
  });

  test('a decision in a chain two jumps down is final', () => {
    const result = run([rule('FORWARD', jump('a')), rule('FORWARD', drop), rule('a', jump('b')), rule('b', accept)]);
    expect(result.verdict).toBe('accept');
    expect(result.path.map(({ chain }) => chain)).toEqual(['FORWARD', 'a', 'b']);
  });

  test('RETURN from a built-in chain takes its policy, which accepts', () => {
    expect(run([rule('FORWARD', back), rule('FORWARD', drop)]).verdict).toBe('accept');
  });
});

describe('matches', () => {
  const verdictOf = (match: RuleMatch, context: Partial<PacketContext> = {}) => run([rule('FORWARD', drop, match)], context).verdict;

  test('ports need a protocol that has them and lie in the range', () => {
    const ports = (first: number, last: number): RuleMatch => ({
      kind: 'ports',
      extension: 'tcp',
      source: undefined,
      destination: { first, last },
      multiport: false,
    });
    expect(verdictOf(ports(80, 80))).toBe('drop');
    expect(verdictOf(ports(81, 90))).toBe('accept');
    const icmp = createIpPacket(
      { sourceMac: createMac(5n), destinationMac: createMac(6n), source: address('10.0.0.1'), destination: address('10.0.0.2') },
      IP_PROTOCOL.icmp,
      {
        icmp_type: 8n,
        icmp_code: 0n,
      },
    );
    expect(verdictOf(ports(0, 65535), { packet: icmp })).toBe('accept');
  });

  test('addresses, negation and sets', () => {
    expect(verdictOf({ kind: 'source', prefix: prefix('10.0.0.0/30'), negated: false })).toBe('drop');
    expect(verdictOf({ kind: 'source', prefix: prefix('10.0.0.0/30'), negated: true })).toBe('accept');
    expect(verdictOf({ kind: 'destination', prefix: prefix('10.0.0.1/32'), negated: false })).toBe('accept');
    const addressSets = [
      { name: 'N1', version: 4, members: [prefix('10.0.0.2/32')], element: elementId('security-group', 't', 'g') },
    ] as const;
    expect(verdictOf({ kind: 'set', set: 'N1', direction: 'dst' }, { addressSets })).toBe('drop');
    expect(verdictOf({ kind: 'set', set: 'N1', direction: 'src' }, { addressSets })).toBe('accept');
    expect(verdictOf({ kind: 'set', set: 'N2', direction: 'dst' }, { addressSets })).toBe('accept');
  });

  test('a physdev that must be bridged needs both ports of the bridge', () => {
    const physdev: RuleMatch = { kind: 'physdev', direction: 'in', device: 'tap1', bridged: true };
    expect(verdictOf(physdev)).toBe('drop');
    expect(verdictOf(physdev, { physdevOut: undefined })).toBe('accept');
    expect(verdictOf({ ...physdev, bridged: false }, { physdevOut: undefined })).toBe('drop');
  });

  test('device names with a plus are prefixes', () => {
    expect(verdictOf({ kind: 'in-interface', device: 'qb+', negated: false })).toBe('drop');
    expect(verdictOf({ kind: 'in-interface', device: 'qb', negated: false })).toBe('accept');
  });

  test('state, MAC, mark and protocol names', () => {
    expect(verdictOf({ kind: 'state', states: ['RELATED', 'ESTABLISHED'] })).toBe('accept');
    expect(verdictOf({ kind: 'state', states: ['NEW'] })).toBe('drop');
    expect(verdictOf({ kind: 'mac-source', mac: createMac(5n) })).toBe('drop');
    expect(verdictOf({ kind: 'mac-source', mac: createMac(6n) })).toBe('accept');
    expect(verdictOf({ kind: 'mark', value: 0x10000, mask: 0xffff0000, negated: false }, { mark: 0x10007 })).toBe('drop');
    expect(verdictOf({ kind: 'protocol', protocol: 'tcp' })).toBe('drop');
    expect(verdictOf({ kind: 'protocol', protocol: '6' })).toBe('drop');
    expect(verdictOf({ kind: 'protocol', protocol: 'ipv6-icmp' })).toBe('accept');
  });
});

describe('targets', () => {
  test('the first zone given to a packet stays', () => {
    const result = run([rule('FORWARD', { kind: 'ct-zone', zone: 4097 }), rule('FORWARD', { kind: 'ct-zone', zone: 4098 })], {}, 'raw');
    expect(result.zone).toBe(4097);
  });

  test('marks set earlier are seen by later rules', () => {
    const rules = [
      rule('FORWARD', { kind: 'set-mark', value: 0x4000000, mask: 0xffff0000 }),
      rule('FORWARD', drop, { kind: 'mark', value: 0x4000000, mask: 0xffff0000, negated: false }),
    ];
    expect(run(rules)).toMatchObject({ verdict: 'drop', mark: 0x4000000 });
  });

  test('an order to translate ends the table', () => {
    const order: RuleTarget = { kind: 'dnat', address: address('10.0.0.9'), randomFully: false };
    const result = run([rule('FORWARD', order), rule('FORWARD', drop)], {}, 'nat');
    expect(result).toMatchObject({ verdict: 'accept', translation: order });
  });
});
