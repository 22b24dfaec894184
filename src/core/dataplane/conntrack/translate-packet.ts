/**
 * Address translation as nf_nat does it: a connection's first packet decides what its ends appear as, and every later packet of it is changed alike, answers the
 * other way round, errors about it inside and out (net/netfilter/nf_nat_core.c `nf_nat_packet`, `nf_nat_icmp_reply_translation`).
 */
import { assertNever } from '#core/base';
import type { Packet } from '#core/packet';
import type { Connection, Tracking } from './connection-tracker.ts';
import { type Endpoint, sameEndpoint, withDestination, withSource } from './endpoint.ts';
import { type QuotedChange, changeQuotedPacket } from './quoted-packet.ts';

/** Which end of a packet is translated: its destination before it is routed, its source after. */
export type TranslatedEnd = 'source' | 'destination';

/** Whether an end of a connection appears as something else. */
export function isTranslated(connection: Connection, end: TranslatedEnd): boolean {
  const appears = connection.appears[end];
  return appears !== undefined && !sameEndpoint(appears, connection[end]);
}

/** The packet with one end as its connection has it. */
export function translatePacket(packet: Packet, { connection, isReply, state }: Tracking, end: TranslatedEnd): Packet {
  const decided = isReply ? other(end) : end;
  if (!connection || !isTranslated(connection, decided)) return packet;
  const becomes = isReply ? connection[decided] : connection.appears[decided];
  if (!becomes) return packet;
  return state === 'RELATED' ? translateError(packet, becomes, end) : withEnd(packet, becomes, end);
}

/** An error has no ports of its own; what it quotes went the other way, so its other end is the one that changes. */
function translateError(packet: Packet, becomes: Endpoint, end: TranslatedEnd): Packet {
  const change: QuotedChange = { end: other(end), becomes };
  return changeQuotedPacket(withEnd(packet, { address: becomes.address, port: undefined }, end), change);
}

function withEnd(packet: Packet, endpoint: Endpoint, end: TranslatedEnd): Packet {
  switch (end) {
    case 'source':
      return withSource(packet, endpoint);
    case 'destination':
      return withDestination(packet, endpoint);
    default:
      return assertNever(end);
  }
}

function other(end: TranslatedEnd): TranslatedEnd {
  return end === 'source' ? 'destination' : 'source';
}
