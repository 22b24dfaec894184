import { assertNever } from '#core/base';
import { createAddress } from '#core/net';
import type { RuleTable } from '#core/netfilter';
import type { Packet } from '#core/packet';
import { type Connection, type ConnectionTracker, isTupleTaken } from '../conntrack/connection-tracker.ts';
import { type Endpoint, destinationEndpoint, sourceEndpoint, withDestination, withSource } from '../conntrack/endpoint.ts';
import { type TranslatedEnd, translatePacket } from '../conntrack/translate-packet.ts';
import { tupleOf } from '../conntrack/tuple.ts';
import type { Flight } from '../event.ts';
import type { Network } from '../network.ts';
import { type Scene, record } from '../record.ts';
import type { Passage } from './pass-hook.ts';
import { type Hook, type TranslationTarget, runTable } from './run-table.ts';

/** Which end each hook translates (nf_nat_core.c `HOOK2MANIP`). */
const ENDS: Readonly<Record<Hook, TranslatedEnd | undefined>> = {
  PREROUTING: 'destination',
  OUTPUT: 'destination',
  FORWARD: undefined,
  INPUT: 'source',
  POSTROUTING: 'source',
};

/** The nat table of a hook: asked once for each end of a connection, by its first packet; what it says then holds for the whole connection. */
export function passTranslation(network: Network, flight: Flight, scene: Scene, passage: Passage, table: RuleTable, hook: Hook): Flight {
  const end = ENDS[hook];
  const { tracking, filter } = passage;
  const { connection } = tracking;
  if (!end || !connection) return flight;
  const isUndecided = tracking.state === 'NEW' && connection.appears[end] === undefined;
  const asked = isUndecided ? runTable(table, hook, { ...passage, packet: flight.packet, addressSets: filter.addressSets }) : undefined;
  if (asked) decide(filter.connections, connection, flight.packet, end, orderedEnd(asked.translation, passage));
  const packet = translatePacket(flight.packet, tracking, end);
  const becomes = end === 'source' ? sourceEndpoint(packet) : destinationEndpoint(packet);
  if (packet === flight.packet || !becomes) return flight;
  const rule = asked?.translation && asked.path.at(-1);
  const place = { ...scene, element: rule?.origin.element ?? scene.element };
  return record(network, flight, place, { kind: 'translate', hook, end, becomes, rule }, packet);
}

/** What a rule says an end is to be; `undefined`: nothing. `REDIRECT` means the first address of the device the packet came in by. */
function orderedEnd(target: TranslationTarget | undefined, { redirectAddress }: Passage): Endpoint | undefined {
  switch (target?.kind) {
    case undefined:
      return undefined;
    case 'snat':
    case 'dnat':
      return { address: target.address, port: undefined };
    case 'redirect':
      return { address: redirectAddress ?? LOOPBACK, port: BigInt(target.port) };
    default:
      return assertNever(target);
  }
}

const LOOPBACK = createAddress(4, 0x7f000001n);

/** Notes what an end of a connection appears as, and the tuple of its answers with it. */
function decide(tracker: ConnectionTracker, connection: Connection, packet: Packet, end: TranslatedEnd, order: Endpoint | undefined): void {
  const now = end === 'source' ? sourceEndpoint(packet) : destinationEndpoint(packet);
  if (!now) return;
  const wanted = { address: order?.address ?? now.address, port: order?.port ?? now.port };
  const becomes = end === 'source' ? withFreePort(tracker, connection, packet, wanted) : wanted;
  connection.appears[end] = becomes;
  connection.answers = answersTo(packet, becomes, end);
}

/**
 * The source with its own port, or the next that no other connection's answers come to. The kernel draws it by chance where the rule says `--random-fully`; a trace
 * has to be the same each time.
 */
function withFreePort(tracker: ConnectionTracker, connection: Connection, packet: Packet, wanted: Endpoint): Endpoint {
  let candidate = wanted;
  for (let tries = 0; tries < PORTS && candidate.port !== undefined; tries++) {
    if (!isTupleTaken(tracker, connection, answersTo(packet, candidate, 'source'))) return candidate;
    candidate = { ...candidate, port: candidate.port >= LAST_PORT ? FIRST_FREE_PORT : candidate.port + 1n };
  }
  return wanted;
}

const FIRST_FREE_PORT = 1024n;
const LAST_PORT = 65535n;
const PORTS = 65536;

function answersTo(packet: Packet, becomes: Endpoint, end: TranslatedEnd): string {
  const translated = end === 'source' ? withSource(packet, becomes) : withDestination(packet, becomes);
  return tupleOf(translated)?.backward ?? '';
}
