import { describe, expect, test } from 'vitest';
import { known } from '#core/base';
import { createMac, parseAddress } from '#core/net';
import { IP_PROTOCOL, type Packet, TCP_FLAG, createEchoRequest, createIpPacket, encodeFrame } from '#core/packet';
import {
  type ConnectionTracker,
  type Tracking,
  confirmConnection,
  createConnectionTracker,
  notePacket,
  trackPacket,
} from '#core/dataplane';

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

/** A packet that gets through every rule. */
function pass(tracker: ConnectionTracker, packet: Packet, zone = 0): Tracking {
  const tracking = trackPacket(tracker, packet, zone);
  notePacket(tracking);
  confirmConnection(tracker, tracking);
  return tracking;
}

describe('a tracked connection', () => {
  test('is new until an answer was seen, then established both ways', () => {
    const tracker = createConnectionTracker();
    const states = [request, request, reply, request].map((packet) => pass(tracker, packet).state);
    expect(states).toEqual(['NEW', 'NEW', 'ESTABLISHED', 'ESTABLISHED']);
  });

  test('that was dropped before it was confirmed leaves no trace', () => {
    const tracker = createConnectionTracker();
    expect(trackPacket(tracker, request, 0).state).toBe('NEW');
    expect(trackPacket(tracker, reply, 0).state).toBe('INVALID');
  });

  test('of one zone is unknown in another', () => {
    const tracker = createConnectionTracker();
    pass(tracker, request, 4097);
    expect(trackPacket(tracker, reply, 4097).state).toBe('ESTABLISHED');
    expect(trackPacket(tracker, reply, 4098).state).toBe('INVALID');
  });

  test('knows TCP’s answer by swapped ports', () => {
    const tracker = createConnectionTracker();
    pass(tracker, tcp(a, 40000n, 80n, TCP_FLAG.syn));
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
    pass(tracker, packet);
    expect(trackPacket(tracker, errorAbout(packet), 0).state).toBe('RELATED');
  }
});

test('an ICMP error that quotes too little is invalid', () => {
  const tracker = createConnectionTracker();
  pass(tracker, request);
  expect(trackPacket(tracker, errorAbout(request, 20), 0).state).toBe('INVALID');
});

test('two hosts that ping each other with one identifier have two connections', () => {
  const tracker = createConnectionTracker();
  pass(tracker, request);
  expect(pass(tracker, createEchoRequest(b, echo)).state).toBe('NEW');
  expect(pass(tracker, reply)).toMatchObject({ state: 'ESTABLISHED', isReply: true });
});

test('a SYN+ACK, a FIN or a TCP packet without flags begins no connection, an ACK does', () => {
  const flags = [TCP_FLAG.syn, TCP_FLAG.ack, TCP_FLAG.syn | TCP_FLAG.ack, TCP_FLAG.fin | TCP_FLAG.ack, 0];
  const states = flags.map((tcpFlags) => trackPacket(createConnectionTracker(), tcp(a, 1n, 2n, tcpFlags), 0).state);
  expect(states).toEqual(['NEW', 'NEW', 'INVALID', 'INVALID', 'INVALID']);
});

test('a SYN after a reset begins anew, an ACK belongs to the old connection', () => {
  const tracker = createConnectionTracker();
  pass(tracker, tcp(a, 40000n, 80n, TCP_FLAG.syn));
  pass(tracker, tcp(b, 80n, 40000n, TCP_FLAG.rst | TCP_FLAG.ack));
  expect(trackPacket(tracker, tcp(a, 40000n, 80n, TCP_FLAG.ack), 0).state).toBe('ESTABLISHED');
  expect(trackPacket(tracker, tcp(a, 40000n, 80n, TCP_FLAG.syn), 0).state).toBe('NEW');
});

describe('IPv6', () => {
  const [c, d] = [address('2001:db8::1'), address('2001:db8::2')];
  const there = { ...a, source: c, destination: d };
  const back = { ...b, source: d, destination: c };

  test('answers and errors belong to the echo request they are about', () => {
    const tracker = createConnectionTracker();
    const ping = createEchoRequest(there, echo);
    expect(pass(tracker, ping).state).toBe('NEW');
    const data = encodeFrame(ping).subarray(14);
    const error = createIpPacket(back, IP_PROTOCOL.icmpv6, { icmpv6_type: 1n, icmpv6_code: 4n }, { data });
    expect(pass(tracker, error)).toMatchObject({ state: 'RELATED', isReply: true });
    const pong = createIpPacket(back, IP_PROTOCOL.icmpv6, { icmpv6_type: 129n, icmpv6_code: 0n }, echo);
    expect(pass(tracker, pong).state).toBe('ESTABLISHED');
  });

  test('neighbour discovery is not tracked, an unknown message is invalid', () => {
    const message = (type: bigint) => createIpPacket(there, IP_PROTOCOL.icmpv6, { icmpv6_type: type, icmpv6_code: 0n });
    const states = [133n, 134n, 135n, 136n, 143n, 200n].map((type) => trackPacket(createConnectionTracker(), message(type), 0).state);
    expect(states).toEqual(['UNTRACKED', 'UNTRACKED', 'UNTRACKED', 'UNTRACKED', 'UNTRACKED', 'INVALID']);
  });
});
