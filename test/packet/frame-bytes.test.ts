import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAddress, createMac, parseAddress } from '#core/net';
import { known } from '#core/base';
import { createArpRequest, createEchoRequest, createPacket, decodeFrame, encodeFrame, ipLength, printPacket } from '#core/packet';
import { arbitraryPacket } from './arbitrary-packet.ts';

const address = (text: string) => known(parseAddress(text), text);
const ends = {
  sourceMac: createMac(0xfa163e449820n),
  destinationMac: createMac(0xfa163ec46470n),
  source: address('10.0.1.85'),
  destination: address('10.0.2.8'),
};

test('decoding what was encoded gives the same frame', () => {
  fc.assert(
    fc.property(arbitraryPacket, (packet) => {
      expect(decodeFrame(encodeFrame(packet))).toEqual(packet);
    }),
    { numRuns: 500 },
  );
});

test('encoding what was decoded gives the same bytes', () => {
  fc.assert(
    fc.property(arbitraryPacket, (packet) => {
      const bytes = encodeFrame(packet);
      expect(encodeFrame(decodeFrame(bytes))).toEqual(bytes);
    }),
  );
});

test('decoding never fails, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 90 }), (bytes) => {
      expect(decodeFrame(bytes).headers.eth_type).toBeDefined();
    }),
    { numRuns: 500 },
  );
});

/** One's complement sum the long way: add 16-bit words and bring every carry round (RFC 1071). */
function onesComplementSum(bytes: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) {
    sum += (bytes[i] ?? 0) * 256 + (bytes[i + 1] ?? 0);
    if (sum > 0xffff) sum -= 0xffff;
  }
  return sum;
}

test('checksums of IPv4, TCP, UDP and ICMP add up to all ones', () => {
  fc.assert(
    fc.property(
      arbitraryPacket.filter(({ headers }) => headers.ip_src !== undefined && headers.vlan_tci === 0n),
      (packet) => {
        const bytes = [...encodeFrame(packet)];
        expect(onesComplementSum(bytes.slice(14, 34))).toBe(0xffff);
        const segment = bytes.slice(34);
        const pseudo = [...bytes.slice(26, 34), 0, bytes[23] ?? 0, segment.length >> 8, segment.length & 0xff];
        const { tcp_src, udp_src, icmp_type } = packet.headers;
        if (tcp_src !== undefined || udp_src !== undefined) expect(onesComplementSum([...pseudo, ...segment])).toBe(0xffff);
        if (icmp_type !== undefined) expect(onesComplementSum(segment)).toBe(0xffff);
      },
    ),
    { numRuns: 300 },
  );
});

test('an echo request matches bytes worked out by hand', () => {
  const bytes = encodeFrame(createEchoRequest(ends, { icmpIdentifier: 1, icmpSequence: 1, data: new Uint8Array(56) }));
  const hex = [...bytes.slice(0, 42)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  // IP: the complement of 4500+0054+4001+0a00+0155+0a00+0208 is 634d. ICMP: the complement of 0800+0001+0001 is f7fd.
  expect(hex).toBe('fa163ec46470fa163e449820080045000054000000004001634d0a0001550a0002080800f7fd00010001');
  expect(bytes.length).toBe(98);
});

test('the length of an IP packet counts its headers and not the Ethernet ones', () => {
  expect(ipLength(createEchoRequest(ends, { icmpIdentifier: 1, icmpSequence: 1, data: new Uint8Array(56) }))).toBe(84);
  expect(ipLength(createArpRequest({ mac: ends.sourceMac, address: ends.source }, ends.destination))).toBeUndefined();
});

test('an IPv4 packet with options stays bytes and comes back unchanged', () => {
  const data = Uint8Array.from([0x46, 0, 0, 24, 0, 0, 0, 0, 64, 1, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 1, 1, 1, 1]);
  const bytes = encodeFrame(createPacket({ eth_src: 1n, eth_dst: 2n, eth_type: 0x0800n }, { data }));
  expect(decodeFrame(bytes).headers.ip_src).toBeUndefined();
  expect(encodeFrame(decodeFrame(bytes))).toEqual(bytes);
});

test('frames print as one line for people', () => {
  expect(printPacket(createEchoRequest(ends, { icmpIdentifier: 1, icmpSequence: 1, data: new Uint8Array() }))).toBe(
    '10.0.1.85 > 10.0.2.8 icmp echo-request ttl 64',
  );
  expect(printPacket(createArpRequest({ mac: ends.sourceMac, address: ends.source }, createAddress(4, 0x0a0001fen)))).toBe(
    'arp who-has 10.0.1.254 tell 10.0.1.85',
  );
});
