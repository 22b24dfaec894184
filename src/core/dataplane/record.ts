import type { ElementId } from '#core/base';
import { type Packet, encodeFrame } from '#core/packet';
import type { DataplaneEvent, EventDetail, Flight } from './event.ts';
import { schedule } from './event-queue.ts';
import type { Network } from './network.ts';
import type { Place } from './place.ts';

/** Where something happens, for people and for the model. */
export interface Scene {
  readonly host: string | undefined;
  readonly device: string;
  readonly element: ElementId | undefined;
}

/** Adds an event to a flight's trail; `packet` where the event changed the frame. */
export function record(network: Network, flight: Flight, scene: Scene, detail: EventDetail, packet: Packet = flight.packet): Flight {
  const event = { host: scene.host, device: scene.device, element: scene.element, packet, ...detail } as DataplaneEvent; // a detail with the four common fields is an event
  return { ...flight, packet, trail: { parent: flight.trail, event, timeMicroseconds: network.nowMicroseconds } };
}

/** Adds the last event of a flight: this copy goes no further. */
export function end(network: Network, flight: Flight, scene: Scene, detail: EventDetail): void {
  const { trail } = record(network, flight, scene, detail);
  if (trail) flight.message.ends.push(trail);
}

/** Ends a flight that was dropped by a decision. */
export function drop(network: Network, flight: Flight, scene: Scene, code: string, message: string): void {
  end(network, flight, scene, { kind: 'drop', code, message, isLost: false });
}

/** Ends a flight that nobody decided about: no answer, nobody there. */
export function lose(network: Network, flight: Flight, scene: Scene, code: string, message: string): void {
  end(network, flight, scene, { kind: 'drop', code, message, isLost: true });
}

/** Time a frame takes from one device to the next, and from host to host; any positive numbers would do, these keep captures readable. */
const HOP_MICROSECONDS = 10;
const UNDERLAY_MICROSECONDS = 100;

/** Places a frame may come to before a router has to count down its TTL: a healthy way has a dozen. */
const MAX_HOPS = 100;

/** Sends a flight on to the place where it arrives next; one that has come to too many places goes round in a loop and ends. */
export function forward(network: Network, flight: Flight, place: Place): void {
  const hops = (flight.hops ?? 0) + 1;
  if (hops > MAX_HOPS) return endLoop(network, flight);
  const delay = place.kind === 'underlay' || place.kind === 'wire' ? UNDERLAY_MICROSECONDS : HOP_MICROSECONDS;
  schedule(network.queue, { kind: 'arrival', timeMicroseconds: network.nowMicroseconds + delay, place, flight: { ...flight, hops } });
}

/** Ends a copy that never comes to rest, where it was last. */
export function endLoop(network: Network, flight: Flight): void {
  const last = flight.trail?.event;
  const scene = { host: last?.host, device: last?.device ?? 'network', element: last?.element };
  lose(network, flight, scene, 'looping', 'this frame goes round without end: its copies never come to rest');
}

/** Keeps a frame for the capture of the trace. */
export function capture(network: Network, flight: Flight, host: string | undefined, device: string): void {
  const bytes = encodeFrame(flight.packet, { zeroUdpChecksum: host === undefined });
  network.log.captures.push({ host, device, timeMicroseconds: network.nowMicroseconds, bytes, message: flight.message });
}
