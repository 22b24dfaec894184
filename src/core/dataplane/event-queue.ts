import type { IpAddress } from '#core/net';
import type { Flight } from './event.ts';
import type { Place } from './place.ts';

/** Something that will happen at a moment of the virtual clock. */
export type Happening = { readonly timeMicroseconds: number } & (
  | { readonly kind: 'arrival'; readonly place: Place; readonly flight: Flight }
  | { readonly kind: 'resolution-timeout'; readonly stack: string; readonly device: string; readonly address: IpAddress }
);

/** Happenings by time, those of one moment in the order in which they were added. */
export interface EventQueue {
  readonly pending: Happening[];
}

/** Adds a happening after all that are due no later. */
export function schedule(queue: EventQueue, happening: Happening): void {
  let index = queue.pending.length;
  while (index > 0 && (queue.pending[index - 1]?.timeMicroseconds ?? 0) > happening.timeMicroseconds) index--;
  queue.pending.splice(index, 0, happening);
}

/** Takes the next happening out. */
export function nextHappening(queue: EventQueue): Happening | undefined {
  return queue.pending.shift();
}
