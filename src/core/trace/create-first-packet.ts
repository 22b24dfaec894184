import { assertNever } from '#core/base';
import { createMac, printAddress } from '#core/net';
import type { PacketSpec } from '#core/model';
import { IP_PROTOCOL, type Packet, TCP_FLAG, createArpRequest, createEchoRequest, createIpPacket } from '#core/packet';
import { createDhcpDiscover } from '#core/dataplane';
import type { Ends } from './choose-ends.ts';

/** Data that `ping` sends unless told otherwise. */
const PING_DATA_BYTES = 56;

const HEADER_BYTES = { 4: 20, 6: 40 } as const;

/** Source port of a conversation that names none. */
const EPHEMERAL_PORT = 40_000;

/** Where the packet begins: at the IP layer, which finds the MACs, or as a finished frame. */
export type FirstPacket = { readonly packet: Packet } & ({ readonly kind: 'packet' } | { readonly kind: 'frame'; readonly detail: string });

/** The first packet of the conversation a person has in mind. Identifiers and ports are fixed: equal requests give equal traces. */
export function createFirstPacket(ends: Ends, spec: PacketSpec): FirstPacket {
  const { device } = ends.sender;
  const zero = createMac(0n);
  const headerBytes = HEADER_BYTES[ends.source.version];
  const layers = { sourceMac: zero, destinationMac: zero, source: ends.source, destination: ends.destination, ttl: spec.ttl ?? 64 };
  const ports = { source: BigInt(spec.sourcePort ?? EPHEMERAL_PORT), destination: BigInt(spec.destinationPort ?? 0) };
  switch (spec.protocol) {
    case 'icmp': {
      const echo = createEchoRequest(layers, {
        icmpIdentifier: 1,
        icmpSequence: 1,
        data: fill(spec.sizeBytes ?? headerBytes + 8 + PING_DATA_BYTES, headerBytes + 8),
      });
      return { kind: 'packet', packet: withDontFragment(echo, spec) };
    }
    case 'tcp': {
      const headers = { tcp_src: ports.source, tcp_dst: ports.destination };
      const syn = createIpPacket(layers, IP_PROTOCOL.tcp, headers, {
        tcpFlags: TCP_FLAG.syn,
        data: fill(spec.sizeBytes ?? 0, headerBytes + 20),
      });
      return { kind: 'packet', packet: withDontFragment(syn, spec) };
    }
    case 'udp': {
      const headers = { udp_src: ports.source, udp_dst: ports.destination };
      return {
        kind: 'packet',
        packet: withDontFragment(
          createIpPacket(layers, IP_PROTOCOL.udp, headers, { data: fill(spec.sizeBytes ?? 0, headerBytes + 8) }),
          spec,
        ),
      };
    }
    case 'arp':
      return {
        kind: 'frame',
        packet: createArpRequest({ mac: device.mac, address: ends.source }, ends.destination),
        detail: `asks who has ${printAddress(ends.destination)}`,
      };
    case 'dhcp':
      return { kind: 'frame', packet: createDhcpDiscover(device.mac), detail: 'asks for an address by DHCP' };
    default:
      return assertNever(spec.protocol);
  }
}

function withDontFragment(packet: Packet, { dontFragment }: PacketSpec): Packet {
  return { headers: packet.headers, body: { ...packet.body, dontFragment } };
}

/** Payload that makes the IP packet `total` bytes long with `headerBytes` of headers. */
function fill(total: number, headerBytes: number): Uint8Array {
  return Uint8Array.from({ length: Math.max(0, total - headerBytes) }, (_, i) => i & 0xff);
}
