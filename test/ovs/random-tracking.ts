import { createAddress } from '#core/net';
import type { ConnectionState } from '#core/netfilter';
import type { Connection, Tracking } from '#core/dataplane';
import type { Packet } from '#core/packet';
import type { RandomSource } from './random-source.ts';

/** What connection tracking is to find on a frame's way, said to both sides: no connection is needed for it. */
export interface FoundTracking {
  readonly track: (tracker: unknown, packet: Packet, zone: number) => Tracking;
  /** Keys of `ofproto/trace`: a mark that stands in the flow is still there after `ct(table=…)`. */
  readonly traceKeys: readonly string[];
  readonly traceOptions: readonly string[];
}

interface Found {
  readonly state: ConnectionState;
  readonly isReply: boolean;
  /** As `--ct-next` takes it. */
  readonly text: string;
}

const FOUND: readonly Found[] = [
  { state: 'NEW', isReply: false, text: 'trk,new' },
  { state: 'NEW', isReply: false, text: 'trk,new' },
  { state: 'NEW', isReply: false, text: 'trk,new' },
  { state: 'ESTABLISHED', isReply: false, text: 'trk,est' },
  { state: 'ESTABLISHED', isReply: true, text: 'trk,est,rpl' },
  { state: 'RELATED', isReply: false, text: 'trk,rel' },
  { state: 'RELATED', isReply: true, text: 'trk,rel,rpl' },
  { state: 'INVALID', isReply: false, text: 'trk,inv' },
];

/** Times a frame may be tracked before `ofproto/trace` runs out of answers and takes the connection for new. */
const TIMES = 10;

/**
 * Any of the states a packet can have, the same all along the way, seldom on a marked connection: only where the frame enters the bridge that tracks it, for
 * a patch port takes the mark away, and no invalid packet has one.
 */
export function randomTracking(random: RandomSource, mayBeMarked: boolean): FoundTracking {
  const { state, isReply, text } = random.pick(FOUND);
  const mark = random.chance(0.15) && mayBeMarked && state !== 'INVALID' ? 1 : 0;
  return {
    track: (_tracker, _packet, zone) => ({ zone, state, isReply, isReset: false, connection: markedConnection(zone, mark) }),
    traceKeys: mark === 0 ? [] : [`ct_mark=${mark}`],
    traceOptions: Array.from({ length: TIMES }, () => ['--ct-next', text]).flat(),
  };
}

function markedConnection(zone: number, mark: number): Connection {
  const nobody = { address: createAddress(4, 0n), port: undefined };
  const appears = { source: undefined, destination: undefined };
  return {
    zone,
    original: { forward: '', backward: '' },
    answers: '',
    source: nobody,
    destination: nobody,
    appears,
    seenReply: false,
    isReset: false,
    mark,
  };
}
