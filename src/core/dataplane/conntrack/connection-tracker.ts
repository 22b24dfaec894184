/**
 * Connection tracking as nf_conntrack does it, per zone: enough of it to tell NEW, ESTABLISHED, RELATED, INVALID and UNTRACKED apart. It is the one
 * truth for iptables and for the `ct()` of Open vSwitch, which share the tables of a host's network namespace in the kernel. Entries do not
 * time out: a trace is over long before.
 */
import { assertNever } from '#core/base';
import type { ConnectionState } from '#core/netfilter';
import type { Packet } from '#core/packet';
import { type Endpoint, destinationEndpoint, sourceEndpoint } from './endpoint.ts';
import { isConnectionReset, mayStartConnection, packetRole, startsAnew } from './packet-role.ts';
import { readQuotedPacket } from './quoted-packet.ts';
import { type Tuple, tupleOf } from './tuple.ts';

/** The connections of one network namespace. */
export interface ConnectionTracker {
  /** By zone and tuple; both directions of a connection lead to the one entry. */
  readonly connections: Map<string, Connection>;
}

/** A connection as far as it was followed. */
export interface Connection {
  readonly zone: number;
  /** The tuple of its first packet. */
  readonly original: Tuple;
  /** The tuple of its answers, which translation changes. */
  answers: string;
  /** Its ends as the first packet named them. */
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** What its ends are on the far side of the translation; `undefined` until a packet has come to where that is decided. */
  readonly appears: { source: Endpoint | undefined; destination: Endpoint | undefined };
  seenReply: boolean;
  /** A TCP reset ended it; the next SYN begins another. */
  isReset: boolean;
  mark: number;
}

/** What the tracker says of one packet. The connection of a packet that is NEW is in no table before `confirmConnection`. */
export interface Tracking {
  readonly zone: number;
  readonly state: ConnectionState;
  /** Whether it goes against the direction of the connection's first packet. */
  readonly isReply: boolean;
  readonly isReset: boolean;
  readonly connection: Connection | undefined;
}

/** A tracker that has seen nothing. */
export function createConnectionTracker(): ConnectionTracker {
  return { connections: new Map() };
}

/** What a packet that is not tracked (`-j CT --notrack`, or no IP) looks like to rules. */
export const UNTRACKED: Tracking = withoutConnection(0, 'UNTRACKED');

/** Looks the packet up in a zone and changes nothing. */
export function trackPacket(tracker: ConnectionTracker, packet: Packet, zone: number): Tracking {
  const role = packetRole(packet);
  switch (role) {
    case 'untracked':
      return withoutConnection(zone, 'UNTRACKED');
    case 'unknown':
      return withoutConnection(zone, 'INVALID');
    case 'error':
      return trackError(tracker, packet, zone);
    case 'member':
      return trackMember(tracker, packet, zone);
    default:
      return assertNever(role);
  }
}

/** What a packet of a known connection tells the tracker, whatever becomes of it afterwards (nf_conntrack_core.c `nf_conntrack_in`). */
export function notePacket({ connection, state, isReply, isReset }: Tracking): void {
  if (!connection || state === 'RELATED') return;
  if (isReply) connection.seenReply = true;
  if (isReset) connection.isReset = true;
}

/** Enters the connection of a packet that got through, as the kernel does after the last hook and Open vSwitch on `commit`; known ones stay as they are. */
export function confirmConnection(tracker: ConnectionTracker, { connection, state }: Tracking): void {
  if (!connection || state !== 'NEW') return;
  tracker.connections.set(keyOf(connection.zone, connection.original.forward), connection);
  tracker.connections.set(keyOf(connection.zone, connection.answers), connection);
}

/** The same packet as the first one of a connection of its own: `ct(commit,force)` on a reply. */
export function asFirstPacket(packet: Packet, tracking: Tracking): Tracking {
  if (!tracking.isReply || tracking.state !== 'ESTABLISHED') return tracking;
  return { ...tracking, state: 'NEW', isReply: false, connection: createConnection(tracking.zone, packet) };
}

/** Whether another connection than the one given has this tuple already. */
export function isTupleTaken(tracker: ConnectionTracker, connection: Connection, tuple: string): boolean {
  const holder = tracker.connections.get(keyOf(connection.zone, tuple));
  return holder !== undefined && holder !== connection;
}

function trackError(tracker: ConnectionTracker, packet: Packet, zone: number): Tracking {
  const quoted = readQuotedPacket(packet);
  const tuple = quoted && tupleOf(quoted);
  // an error about the first packet comes back, so it is of the answers' direction
  const connection = tuple && tracker.connections.get(keyOf(zone, tuple.backward));
  if (!connection) return withoutConnection(zone, 'INVALID');
  return { zone, state: 'RELATED', isReply: connection.original.forward !== tuple.backward, isReset: false, connection };
}

function trackMember(tracker: ConnectionTracker, packet: Packet, zone: number): Tracking {
  const tuple = tupleOf(packet);
  if (!tuple) return withoutConnection(zone, 'INVALID');
  const known = tracker.connections.get(keyOf(zone, tuple.forward));
  const isReset = isConnectionReset(packet);
  if (!known || (known.isReset && startsAnew(packet))) {
    if (!mayStartConnection(packet)) return withoutConnection(zone, 'INVALID');
    return { zone, state: 'NEW', isReply: false, isReset, connection: createConnection(zone, packet) };
  }
  const isReply = known.original.forward !== tuple.forward;
  return { zone, state: isReply || known.seenReply ? 'ESTABLISHED' : 'NEW', isReply, isReset, connection: known };
}

function createConnection(zone: number, packet: Packet): Connection | undefined {
  const [original, source, destination] = [tupleOf(packet), sourceEndpoint(packet), destinationEndpoint(packet)];
  if (!original || !source || !destination) return undefined;
  const appears = { source: undefined, destination: undefined };
  return { zone, original, answers: original.backward, source, destination, appears, seenReply: false, isReset: false, mark: 0 };
}

function withoutConnection(zone: number, state: ConnectionState): Tracking {
  return { zone, state, isReply: false, isReset: false, connection: undefined };
}

function keyOf(zone: number, tuple: string): string {
  return `${String(zone)} ${tuple}`;
}
