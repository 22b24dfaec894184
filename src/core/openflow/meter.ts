import type { Origin } from './flow.ts';

/** An OpenFlow meter with its one band, which drops what is too much (ovs-ofctl(8), "Meter Table Commands"). */
export interface Meter {
  readonly id: number;
  /** What is counted, per second: packets, or kilobits of 1000 bits. */
  readonly unit: 'pktps' | 'kbps';
  readonly rate: number;
  /** Packets or kilobits; `undefined`: none is set. */
  readonly burst: number | undefined;
  readonly origin: Origin;
}

/** `meter=3 pktps burst bands=type=drop rate=1000 burst_size=100`: as `ovs-ofctl add-meter` reads it, and as `dump-meter` prints it but for its line ends. */
export function printMeter({ id, unit, rate, burst }: Meter): string {
  const [flag, size] = burst === undefined ? ['', ''] : [' burst', ` burst_size=${burst}`];
  return `meter=${id} ${unit}${flag} bands=type=drop rate=${rate}${size}`;
}
