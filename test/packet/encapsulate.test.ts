import fc from 'fast-check';
import { expect, test } from 'vitest';
import { known } from '#core/base';
import { createMac, parseAddress } from '#core/net';
import { createEchoRequest, decapsulate, decodeFrame, encapsulate, encodeFrame, flowSourcePort, ipLength } from '#core/packet';
import { arbitraryPacket } from './arbitrary-packet.ts';

const address = (text: string) => known(parseAddress(text), text);
const inner = createEchoRequest(
  { sourceMac: createMac(1n), destinationMac: createMac(2n), source: address('10.0.1.85'), destination: address('10.0.1.88') },
  { icmpIdentifier: 1, icmpSequence: 1, data: new Uint8Array(56) },
);
const tunnel = {
  type: 'vxlan',
  tunnelId: 22n,
  udpPort: 4789,
  localIp: address('192.168.255.19'),
  remoteIp: address('192.168.255.26'),
  localMac: createMac(3n),
  remoteMac: createMac(4n),
} as const;

test('an inner IP packet of 84 bytes makes an outer one of 134 in VXLAN and 126 in GRE', () => {
  expect(ipLength(encapsulate(inner, tunnel))).toBe(134);
  expect(ipLength(encapsulate(inner, { ...tunnel, type: 'geneve' }))).toBe(134);
  expect(ipLength(encapsulate(inner, { ...tunnel, type: 'gre' }))).toBe(126);
});

test('the outer packet may not be fragmented, starts with TTL 64 and has no UDP checksum', () => {
  const outer = encapsulate(inner, tunnel);
  expect(outer.body.dontFragment).toBe(true);
  expect(outer.headers.ip_ttl).toBe(64n);
  const bytes = encodeFrame(outer, { zeroUdpChecksum: true });
  expect([...bytes.slice(40, 42)]).toEqual([0, 0]);
});

test('the UDP source port depends on the inner flow alone and lies in 32768..61000', () => {
  fc.assert(
    fc.property(arbitraryPacket, (packet) => {
      const port = flowSourcePort(packet);
      expect(port).toBeGreaterThanOrEqual(32768);
      expect(port).toBeLessThanOrEqual(61000);
      expect(flowSourcePort({ ...packet, headers: { ...packet.headers, ip_ttl: 1n } })).toBe(port);
    }),
  );
});

test('what was encapsulated comes out of the bytes again', () => {
  fc.assert(
    fc.property(
      arbitraryPacket,
      fc.constantFrom('vxlan', 'geneve', 'gre'),
      fc.bigInt({ min: 0n, max: 0xffffffn }),
      (packet, type, tunnelId) => {
        const outer = decodeFrame(encodeFrame(encapsulate(packet, { ...tunnel, type, tunnelId })));
        expect(decapsulate(outer, type)).toEqual({ inner: packet, tunnelId });
      },
    ),
  );
});
