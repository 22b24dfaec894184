import { describe, expect, test } from 'vitest';
import { known } from '#core/base';
import { createMac, parseAddress } from '#core/net';
import { IP_PROTOCOL, createArpRequest, createEchoRequest, createIpPacket, encodeFrame, readFrame, readHex, toBytes } from '#core/packet';

const address = (text: string) => known(parseAddress(text), text);
const ends = {
  sourceMac: createMac(0xfa163e449820n),
  destinationMac: createMac(0xfa163e72ad53n),
  source: address('10.0.1.85'),
  destination: address('10.0.1.88'),
};
const ping = encodeFrame(createEchoRequest(ends, { icmpIdentifier: 1, icmpSequence: 1, data: new Uint8Array(56) }));

/** The ping with bytes put in place of its own from an offset on. */
function changed(offset: number, ...bytes: number[]): Uint8Array {
  const copy = ping.slice();
  copy.set(bytes, offset);
  return copy;
}

function tagged(ethertype: number, frame: Uint8Array): Uint8Array {
  return Uint8Array.of(...frame.slice(0, 12), ...toBytes(ethertype, 2), 0, 7, ...frame.slice(12));
}

describe('hexadecimal digits', () => {
  test('may have blanks and colons between bytes, and either case', () => {
    for (const text of ['fa163E00', 'fa:16:3e:00', 'fa 16\n3e 00', '0xfa163e00'])
      expect(readHex(text)).toEqual(Uint8Array.of(0xfa, 0x16, 0x3e, 0));
  });

  test.each([
    ['fa16g', '`g` is no hexadecimal digit'],
    ['fa1', '3 hexadecimal digits are half a byte too many or too few'],
    [' ', 'there are no bytes'],
  ])('%j are none', (text, fault) => {
    expect(readHex(text)).toEqual({ fault });
  });
});

describe('a frame from outside', () => {
  test('that is whole is a packet, with its VLAN tag and its padding', () => {
    const packet = readFrame(tagged(0x8100, Uint8Array.of(...ping, 0, 0, 0, 0)));
    expect(packet).toMatchObject({ packet: { headers: { vlan_tci: 0x1007n, icmp_type: 8n } }, beyond: undefined });
  });

  test.each([
    ['without an Ethernet header', ping.slice(0, 13), 'the frame is cut short: 13 bytes, and an Ethernet header has 14'],
    ['that ends in its tag', tagged(0x8100, ping).slice(0, 17), 'the frame is cut short: it ends in its VLAN tag'],
    ['that ends in its IP header', ping.slice(0, 20), 'the frame is cut short: 6 bytes where an IPv4 header needs 20'],
    ['that ends in its data', ping.slice(0, -1), 'the frame is cut short: 83 bytes where the IPv4 packet needs 84'],
    ['of another IP version than its type', changed(14, 0x65), 'the frame says it is IPv4, and its IP header says version 6'],
    ['with a damaged header length', changed(14, 0x41), 'the IPv4 header is damaged: 4 bytes of header in a packet of 84'],
    [
      'of ARP that is cut short',
      encodeFrame(createArpRequest({ mac: ends.sourceMac, address: ends.source }, ends.destination)).slice(0, 30),
      'the frame is cut short: 16 bytes where ARP needs 28',
    ],
    ['with a UDP length that is not its own', changed(23, 17), 'the UDP header is damaged: it says 1 bytes, and there are 64'],
    ['with a TCP header that has no room', changed(23, 6), 'the TCP header is damaged or cut short'],
  ])('%s is refused', (_what, bytes, fault) => {
    expect(readFrame(bytes)).toEqual({ fault });
  });

  test.each([
    ['an IPv4 fragment', changed(20, 0x20, 0)],
    ['IPv4 options', changed(14, 0x46)],
    ['a frame with two VLAN tags', tagged(0x8100, tagged(0x8100, ping))],
    ['a service tag (IEEE 802.1ad, type 0x88a8)', tagged(0x88a8, ping)],
    ['MPLS', tagged(0x8847, ping)],
    ['a frame with a length for its type (IEEE 802.3 with LLC)', changed(12, 0, 0x26)],
    ['SCTP', changed(23, 132)],
    [
      'an IPv6 extension header (44)',
      encodeFrame(
        createIpPacket({ ...ends, source: address('fd00::1'), destination: address('fd00::2') }, 44n, {}, { data: new Uint8Array(8) }),
      ),
    ],
  ])('names %s as what no flow would see', (beyond, bytes) => {
    expect(readFrame(bytes)).toMatchObject({ beyond });
  });

  test('of a protocol nobody matches by port is within what is modelled', () => {
    expect(readFrame(encodeFrame(createIpPacket(ends, IP_PROTOCOL.gre, {}, { data: new Uint8Array(4) })))).toMatchObject({
      beyond: undefined,
    });
  });
});
