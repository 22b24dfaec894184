import type { ElementId, SourcePlace } from '#core/base';
import type { BandwidthLimit, PortQos } from '#core/model';
import * as ast from '../generated/ast.ts';
import type { Turns } from '../names/name-pattern.ts';
import type { Lowering } from './lowering.ts';
import { onlyOne } from './only-one.ts';
import { type ValueKind, WHOLE_NUMBER } from './read-value.ts';
import { readSettings } from './read-settings.ts';
import { readWord, wordOf } from './read-words.ts';
import type { Recovered } from './recovered.ts';

/** The port whose `qos` it is. */
export interface QosOwner {
  readonly element: ElementId;
  readonly turns: Turns;
  /** Gets the places of what is written: `qos.ingress`, `qos.egress`, `qos.dscp`. */
  readonly properties: Record<string, SourcePlace>;
}

/** Kilobits, as `tc(8)` spells its rates: `500kbit`, `10mbit`, `1gbit`, in steps of 1000. */
const KILOBITS: ValueKind<number> = {
  wanted: 'a number with its unit such as 500kbit, 10mbit or 1gbit',
  choices: [],
  read: (text) => {
    const match = /^(\d{1,10})(kbit|mbit|gbit)$/.exec(text);
    return match ? Number(match[1]) * { kbit: 1, mbit: 1000, gbit: 1_000_000 }[match[2] as 'kbit' | 'mbit' | 'gbit'] : undefined; // the groups of the pattern
  },
};

/** `qos { limit ingress 10mbit burst 8mbit  dscp 26 }` of a port. */
export function lowerQos(lowering: Lowering, nodes: readonly ast.Qos[], { element, turns, properties }: QosOwner): PortQos {
  const node = onlyOne(lowering, nodes, 'qos', 'port', element);
  if (!node) return { ingress: undefined, egress: undefined, dscp: undefined };
  const settings = readSettings(lowering, node.settings, { block: 'qos', element, turns });
  properties.qos = lowering.places.ofKeyword(node);
  if (settings.places.dscp) properties['qos.dscp'] = settings.places.dscp;
  const limits = node.settings.filter(ast.isBandwidthLimit);
  const limit = (direction: 'ingress' | 'egress') => {
    const written = onlyOne(
      lowering,
      limits.filter((candidate) => candidate.direction === direction),
      `limit ${direction}`,
      'port',
      element,
    );
    if (written) properties[`qos.${direction}`] = lowering.places.ofNode(written);
    return written && lowerLimit(lowering, written, element, turns);
  };
  return { ingress: limit('ingress'), egress: limit('egress'), dscp: settings.value('dscp', WHOLE_NUMBER) };
}

function lowerLimit(lowering: Lowering, node: Recovered<ast.BandwidthLimit>, element: ElementId, turns: Turns): BandwidthLimit | undefined {
  const rateWord = wordOf(lowering, node, 'rate', node.rate, turns);
  const burstWord = wordOf(lowering, node, 'burst', node.burst, turns);
  const rateKbps = rateWord && readWord(lowering, rateWord, 'a rate (per second)', KILOBITS, element);
  const burstKbits = burstWord && readWord(lowering, burstWord, 'a burst', KILOBITS, element);
  return rateKbps === undefined ? undefined : { rateKbps, burstKbits };
}
