import type { ElementId, SourcePlace } from '#core/base';
import { type BandwidthLimit, type ByDirection, NO_QOS, type PacketLimit, type PortQos } from '#core/model';
import * as ast from '../generated/ast.ts';
import type { Turns } from '../names/name-pattern.ts';
import type { Lowering } from './lowering.ts';
import { onlyOne } from './only-one.ts';
import { type ValueKind, WHOLE_NUMBER } from './read-value.ts';
import { readSettings } from './read-settings.ts';
import { type PlacedWord, readWord, wordOf } from './read-words.ts';

/** The port whose `qos` it is. */
export interface QosOwner {
  readonly element: ElementId;
  readonly turns: Turns;
  /** Gets the places of what is written: `qos.ingress`, `qos.egress`, `qos.packets.egress` and its `.rate` and `.burst`, `qos.guaranteed.egress`, `qos.dscp`. */
  readonly properties: Record<string, SourcePlace>;
}

/** Kilobits, as `tc(8)` spells its rates: `500kbit`, `10mbit`, `1gbit`, in steps of 1000. */
const KILOBITS: ValueKind<number> = {
  wanted: 'a number with its unit such as 500kbit, 10mbit or 1gbit, or 1000pps where packets are limited',
  choices: [],
  read: (text) => {
    const match = /^(\d{1,10})(kbit|mbit|gbit)$/.exec(text);
    return match ? Number(match[1]) * { kbit: 1, mbit: 1000, gbit: 1_000_000 }[match[2] as 'kbit' | 'mbit' | 'gbit'] : undefined; // the groups of the pattern
  },
};

/** Packets: `1500pps`, or `2kpps` for 2000. */
const PACKETS: ValueKind<number> = {
  wanted: 'a number of packets such as 1000pps or 2kpps',
  choices: [],
  read: (text) => {
    const match = /^(\d{1,12})(k?)pps$/.exec(text);
    return match ? Number(match[1]) * (match[2] === 'k' ? 1000 : 1) : undefined;
  },
};

/** `qos { limit ingress 10mbit burst 8mbit  limit egress 2kpps  guarantee egress 5mbit  dscp 26 }` of a port. */
export function lowerQos(lowering: Lowering, nodes: readonly ast.Qos[], { element, turns, properties }: QosOwner): PortQos {
  const node = onlyOne(lowering, nodes, 'qos', 'port', element);
  if (!node) return NO_QOS;
  const settings = readSettings(lowering, node.settings, { block: 'qos', element, turns });
  properties.qos = lowering.places.ofKeyword(node);
  if (settings.places.dscp) properties['qos.dscp'] = settings.places.dscp;
  const limits = readLimits(lowering, node, { element, turns, properties });
  return {
    ...limits('qos', isOfBits, readBandwidth),
    packets: limits('qos.packets', isOfPackets, readPackets),
    guaranteedKbps: readGuarantees(lowering, node, { element, turns, properties }),
    dscp: settings.value('dscp', WHOLE_NUMBER),
  };
}

/** The words of a limit, and how to read one of them. */
interface LimitWords {
  readonly rate: PlacedWord | undefined;
  readonly burst: PlacedWord | undefined;
  readonly read: (word: PlacedWord | undefined, what: string, kind: ValueKind<number>) => number | undefined;
}

type LimitReader = <T>(key: string, isKind: (node: ast.RateLimit) => boolean, read: (words: LimitWords) => T | undefined) => ByDirection<T>;

/** Reads the limits of one kind; of each direction there is one. */
function readLimits(lowering: Lowering, { settings }: ast.Qos, { element, turns, properties }: QosOwner): LimitReader {
  const written = settings.filter(ast.isRateLimit);
  return (key, isKind, read) => {
    const ofDirection = (direction: 'ingress' | 'egress') => {
      const nodes = written.filter((candidate) => candidate.direction === direction && isKind(candidate));
      const node = onlyOne(lowering, nodes, `limit ${direction}`, 'port', element);
      if (!node) return undefined;
      properties[`${key}.${direction}`] = lowering.places.ofNode(node);
      const word = (property: 'rate' | 'burst') => {
        const found = wordOf(lowering, node, property, node[property], turns);
        if (found) properties[`${key}.${direction}.${property}`] = found.place;
        return found;
      };
      return read({
        rate: word('rate'),
        burst: word('burst'),
        read: (of, what, kind) => of && readWord(lowering, of, what, kind, element),
      });
    };
    return { ingress: ofDirection('ingress'), egress: ofDirection('egress') };
  };
}

function readGuarantees(lowering: Lowering, { settings }: ast.Qos, { element, turns, properties }: QosOwner): ByDirection<number> {
  const written = settings.filter(ast.isGuarantee);
  const ofDirection = (direction: 'ingress' | 'egress') => {
    const nodes = written.filter((candidate) => candidate.direction === direction);
    const node = onlyOne(lowering, nodes, `guarantee ${direction}`, 'port', element);
    if (!node) return undefined;
    properties[`qos.guaranteed.${direction}`] = lowering.places.ofNode(node);
    const rate = wordOf(lowering, node, 'rate', node.rate, turns);
    return rate && readWord(lowering, rate, 'a rate (per second)', KILOBITS, element);
  };
  return { ingress: ofDirection('ingress'), egress: ofDirection('egress') };
}

/** The unit of the rate says what is limited; without one that can be read, bits are. */
function isOfPackets({ rate }: Partial<ast.RateLimit>): boolean {
  return rate?.endsWith('pps') ?? false; // recovery may leave it out
}

function isOfBits(node: ast.RateLimit): boolean {
  return !isOfPackets(node);
}

function readBandwidth({ rate, burst, read }: LimitWords): BandwidthLimit | undefined {
  const [rateKbps, burstKbits] = [read(rate, 'a rate (per second)', KILOBITS), read(burst, 'a burst', KILOBITS)];
  return rateKbps === undefined ? undefined : { rateKbps, burstKbits };
}

function readPackets({ rate, burst, read }: LimitWords): PacketLimit | undefined {
  const [ratePps, burstPackets] = [read(rate, 'a rate (per second)', PACKETS), read(burst, 'a burst', PACKETS)];
  return ratePps === undefined ? undefined : { ratePps, burstPackets };
}
