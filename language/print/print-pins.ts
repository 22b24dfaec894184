import type { PortPins } from '#core/model';
import { printMac } from '#core/net';
import { type Statement, property } from './statement.ts';

/** What is pinned of a port: `mac`, `id`, `ofport`. */
export function printPins({ mac, uuid, ofport }: PortPins): readonly (Statement | undefined)[] {
  return [property('mac', mac === undefined ? undefined : printMac(mac)), property('id', uuid), property('ofport', ofport)];
}
