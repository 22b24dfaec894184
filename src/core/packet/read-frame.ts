import { numberAt } from './bytes.ts';
import { decodeFrame } from './decode-frame.ts';
import type { Packet } from './packet.ts';
import { ETHERTYPE, IP_PROTOCOL } from './protocol-numbers.ts';

/** A frame that somebody hands in as bytes. */
export type ReadFrame =
  | {
      readonly packet: Packet;
      /** What of it the model of a packet cannot hold, so that no flow would see it. */ readonly beyond: string | undefined;
    }
  | { readonly fault: string };

/** Reads a frame from outside: one that is cut short is refused with the reason in words, for it says nothing about what was on the wire. */
export function readFrame(bytes: Uint8Array): ReadFrame {
  if (bytes.length < ETHERNET_BYTES)
    return { fault: `the frame is cut short: ${String(bytes.length)} bytes, and an Ethernet header has ${String(ETHERNET_BYTES)}` };
  const isTagged = numberAt(bytes, 12, 2) === Number(ETHERTYPE.vlan);
  const start = isTagged ? ETHERNET_BYTES + TAG_BYTES : ETHERNET_BYTES;
  if (bytes.length < start) return { fault: 'the frame is cut short: it ends in its VLAN tag' };
  const payload = bytes.subarray(start);
  const network = readNetwork(numberAt(bytes, start - 2, 2), payload);
  if ('fault' in network) return network;
  return { packet: decodeFrame(bytes), beyond: network.beyond };
}

const ETHERNET_BYTES = 14;
const TAG_BYTES = 4;

/** Ethernet types from here on are types; below stands a length (IEEE 802.3 clause 3.2.6). */
const LEAST_ETHERTYPE = 0x600;

type Reading = { readonly beyond: string | undefined } | { readonly fault: string };

const WITHIN: Reading = { beyond: undefined };

function readNetwork(ethertype: number, payload: Uint8Array): Reading {
  switch (BigInt(ethertype)) {
    case ETHERTYPE.ipv4:
      return readIpv4(payload);
    case ETHERTYPE.ipv6:
      return readIpv6(payload);
    case ETHERTYPE.arp:
      return readArp(payload);
    case ETHERTYPE.vlan:
      return { beyond: 'a frame with two VLAN tags' };
    case 0x88a8n:
      return { beyond: 'a service tag (IEEE 802.1ad, type 0x88a8)' };
    case 0x8847n:
    case 0x8848n:
      return { beyond: 'MPLS' };
    default:
      return ethertype < LEAST_ETHERTYPE ? { beyond: 'a frame with a length for its type (IEEE 802.3 with LLC)' } : WITHIN;
  }
}

function readArp(payload: Uint8Array): Reading {
  if (payload.length < 28) return cutShort('ARP', payload.length, 28);
  return numberAt(payload, 0, 6) === 0x000108000604 ? WITHIN : { beyond: 'ARP for anything but IPv4 on Ethernet' };
}

function readIpv4(payload: Uint8Array): Reading {
  if (payload.length < 20) return cutShort('an IPv4 header', payload.length, 20);
  const [version, headerBytes, length] = [numberAt(payload, 0, 1) >> 4, (numberAt(payload, 0, 1) & 0xf) * 4, numberAt(payload, 2, 2)];
  if (version !== 4) return { fault: `the frame says it is IPv4, and its IP header says version ${String(version)}` };
  if (headerBytes < 20 || length < headerBytes)
    return { fault: `the IPv4 header is damaged: ${String(headerBytes)} bytes of header in a packet of ${String(length)}` };
  if (length > payload.length) return cutShort('the IPv4 packet', payload.length, length);
  if ((numberAt(payload, 6, 2) & 0x3fff) !== 0) return { beyond: 'an IPv4 fragment' };
  if (headerBytes > 20) return { beyond: 'IPv4 options' };
  return readTransport(numberAt(payload, 9, 1), payload.subarray(20, length));
}

const EXTENSION_HEADERS: ReadonlySet<number> = new Set([0, 43, 44, 51, 60]);

function readIpv6(payload: Uint8Array): Reading {
  if (payload.length < 40) return cutShort('an IPv6 header', payload.length, 40);
  const version = numberAt(payload, 0, 1) >> 4;
  if (version !== 6) return { fault: `the frame says it is IPv6, and its IP header says version ${String(version)}` };
  const end = 40 + numberAt(payload, 4, 2);
  if (end > payload.length) return cutShort('the IPv6 packet', payload.length, end);
  const next = numberAt(payload, 6, 1);
  if (EXTENSION_HEADERS.has(next)) return { beyond: `an IPv6 extension header (${String(next)})` };
  return readTransport(next, payload.subarray(40, end));
}

const SCTP = 132;

/** Ports that are there and cannot be read would be matched as if there were none. */
function readTransport(protocol: number, bytes: Uint8Array): Reading {
  switch (BigInt(protocol)) {
    case IP_PROTOCOL.tcp: {
      const headerBytes = (numberAt(bytes, 12, 1) >> 4) * 4;
      const isSound = bytes.length >= 20 && headerBytes >= 20 && headerBytes <= bytes.length;
      return isSound ? WITHIN : { fault: 'the TCP header is damaged or cut short' };
    }
    case IP_PROTOCOL.udp:
      return bytes.length >= 8 && numberAt(bytes, 4, 2) === bytes.length
        ? WITHIN
        : { fault: `the UDP header is damaged: it says ${String(numberAt(bytes, 4, 2))} bytes, and there are ${String(bytes.length)}` };
    case IP_PROTOCOL.icmp:
    case IP_PROTOCOL.icmpv6:
      return bytes.length >= 8 ? WITHIN : cutShort('an ICMP header', bytes.length, 8);
    case BigInt(SCTP):
      return { beyond: 'SCTP' };
    default:
      return WITHIN;
  }
}

function cutShort(what: string, found: number, needed: number): Reading {
  return { fault: `the frame is cut short: ${String(found)} bytes where ${what} needs ${String(needed)}` };
}
