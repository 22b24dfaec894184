import { sortedBy } from '#core/base';
import type { NumberRange } from '#core/model';

/** A range of ports and the conjunctions it belongs to. */
export interface PortPiece {
  readonly ports: NumberRange | undefined;
  readonly conjunctions: readonly number[];
}

const ALL_PORTS: NumberRange = { first: 1, last: 65535 };

/**
 * Cuts the port ranges of several conjunctions into pieces that do not overlap, because of flows that overlap in one priority only one would
 * count. No ports are all of them; when all that is left is one piece of all ports, it has no ports again (neutron-dataplane 5.9).
 */
export function splitPorts(
  wanted: readonly { readonly ports: NumberRange | undefined; readonly conjunction: number }[],
): readonly PortPiece[] {
  const [only] = wanted;
  if (only && wanted.length === 1) return [{ ports: only.ports, conjunctions: [only.conjunction] }];
  const pieces = cutPieces(wanted.map(({ ports = ALL_PORTS, conjunction }) => ({ ...ports, conjunction })));
  const [whole] = pieces;
  const isWhole = pieces.length === 1 && whole?.ports?.first === ALL_PORTS.first && whole.ports.last === ALL_PORTS.last;
  return isWhole ? [{ ...whole, ports: undefined }] : pieces;
}

interface Bound {
  /** The port from which on the range counts, or does not count any more. */
  readonly port: number;
  readonly conjunction: number;
  readonly change: 1 | -1;
}

function cutPieces(ranges: readonly (NumberRange & { readonly conjunction: number })[]): readonly PortPiece[] {
  const bounds = sortedBy(
    ranges.flatMap(({ first, last, conjunction }): Bound[] => [
      { port: first, conjunction, change: 1 },
      { port: last + 1, conjunction, change: -1 },
    ]),
    ({ port }) => port,
    ({ change }) => change,
  );
  const open = new Map<number, number>();
  const pieces: PortPiece[] = [];
  let start = 0;
  for (const { port, conjunction, change } of bounds) {
    const before = open.get(conjunction) ?? 0;
    if (before === 0 || before + change === 0) {
      if (open.size > 0 && start < port) pieces.push({ ports: { first: start, last: port - 1 }, conjunctions: [...open.keys()] });
      start = port;
    }
    if (before + change === 0) open.delete(conjunction);
    else open.set(conjunction, before + change);
  }
  return pieces;
}
