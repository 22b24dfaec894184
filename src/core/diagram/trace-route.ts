import { groupBy } from '#core/base';
import type { TraceHop, TraceOverlay } from './trace-overlay.ts';

/** What of a picture a request passes, for formats that draw by themselves and can only be told what to bring out. */
export interface TraceRoute {
  readonly nodes: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
  /** The hops that stop in a box, in their order. */
  readonly stopsAt: (node: string) => readonly TraceHop[];
}

/** The request's part of a trace over a picture; of no trace, nothing. */
export function routeOf(trace: TraceOverlay | undefined): TraceRoute {
  const hops = trace?.hops.filter(({ leg }) => leg === 'request') ?? [];
  const stops = groupBy(hops, ({ node }) => node);
  return {
    nodes: new Set(hops.flatMap(({ passed }) => passed)),
    links: new Set(hops.flatMap(({ links }) => links)),
    stopsAt: (node) => stops.get(node) ?? [],
  };
}
