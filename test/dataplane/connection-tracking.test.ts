import { describe, expect, test } from 'vitest';
import { known } from '#core/base';
import { createMac, parseAddress } from '#core/net';
import { IP_PROTOCOL, type Packet, TCP_FLAG, createEchoRequest, createIpPacket, encodeFrame } from '#core/packet';
import { createConnectionTracker, trackPacket } from '#core/dataplane';

const address = (text: string) => known(parseAddress(text), text);
const a = { sourceMac: createMac(1n), destinationMac: createMac(2n), source: address('10.0.0.1'), destination: address('10.0.0.2') };
const b = { sourceMac: createMac(2n), destinationMac: createMac(1n), source: address('10.0.0.2'), destination: address('10.0.0.1') };
const echo = { icmpIdentifier: 7, icmpSequence: 1, data: new Uint8Array(8) };

const request = createEchoRequest(a, echo);
const reply: Packet = createIpPacket(b, IP_PROTOCOL.icmp, { icmp_type: 0n, icmp_code: 0n }, echo);
const tcp = (ends: typeof a, from: bigint, to: bigint, tcpFlags: number) =>
  createIpPacket(ends, IP_PROTOCOL.tcp, { tcp_src: from, tcp_dst: to }, { tcpFlags });
const udp = createIpPacket(a, IP_PROTOCOL.udp, { udp_src: 1000n, udp_dst: 53n });

/** An ICMP error from `b` about a packet from `a`. */
function errorAbout(packet: Packet, bytes = 28): Packet {
  return createIpPacket(b, IP_PROTOCOL.icmp, { icmp_type: 3n, icmp_code: 3n }, { data: encodeFrame(packet).subarray(14, 14 + bytes) });
}

describe('a tracked connection', () => {
  test('is new until an answer was seen, then established both ways', () => {
    const tracker = createConnectionTracker();
    const states: string[] = [];
    for (const packet of [request, request, reply, request]) {
      const tracking = trackPacket(tracker, packet, 0);
      states.push(tracking.state);
      tracking.confirm();
    }
    expect(states).toEqual(['NEW', 'NEW', 'ESTABLISHED', 'ESTABLISHED']);
  });

  test('that was dropped before it was confirmed leaves no trace', () => {
    const tracker = createConnectionTracker();
    expect(trackPacket(tracker, request, 0).state).toBe('NEW');
    expect(trackPacket(tracker, reply, 0).state).toBe('INVALID');
  });

  test('of one zone is unknown in another', () => {
    const tracker = createConnectionTracker();
    trackPacket(tracker, request, 4097).confirm();
    expect(trackPacket(tracker, reply, 4097).state).toBe('ESTABLISHED');
    expect(trackPacket(tracker, reply, 4098).state).toBe('INVALID');
  });

  test('knows TCP’s answer by swapped ports', () => {
    const tracker = createConnectionTracker();
    trackPacket(tracker, tcp(a, 40000n, 80n, TCP_FLAG.syn), 0).confirm();
    expect(trackPacket(tracker, tcp(b, 80n, 40000n, TCP_FLAG.syn | TCP_FLAG.ack), 0).state).toBe('ESTABLISHED');
    expect(trackPacket(tracker, tcp(b, 81n, 40000n, TCP_FLAG.syn), 0).state).toBe('NEW');
  });
});

test('a reset out of nowhere, an echo reply nobody asked for, and SYN with FIN are invalid', () => {
  const tracker = createConnectionTracker();
  expect(trackPacket(tracker, tcp(a, 1n, 2n, TCP_FLAG.rst), 0).state).toBe('INVALID');
  expect(trackPacket(tracker, reply, 0).state).toBe('INVALID');
  expect(trackPacket(tracker, tcp(a, 1n, 2n, TCP_FLAG.syn | TCP_FLAG.fin), 0).state).toBe('INVALID');
});

test('an ICMP error is related to the connection it quotes, even when only eight bytes of it are quoted', () => {
  for (const packet of [request, udp, tcp(a, 40000n, 80n, TCP_FLAG.syn)]) {
    const tracker = createConnectionTracker();
    expect(trackPacket(tracker, errorAbout(packet), 0).state).toBe('INVALID');
    trackPacket(tracker, packet, 0).confirm();
    expect(trackPacket(tracker, errorAbout(packet), 0).state).toBe('RELATED');
  }
});

test('an ICMP error that quotes too little is invalid', () => {
  const tracker = createConnectionTracker();
  trackPacket(tracker, request, 0).confirm();
  expect(trackPacket(tracker, errorAbout(request, 20), 0).state).toBe('INVALID');
});
