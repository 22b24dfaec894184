import { type ElementId, compact } from '#core/base';
import type { TraceLeg, TraceStep } from '#core/trace';
import { type WayFinder, createWayFinder } from './find-way.ts';
import { type StepFinder, createStepFinder } from './find-step.ts';
import type { WiringGraph } from './wiring-graph.ts';

/** One stop of a packet in the picture: what happened in one box, and the boxes and lines it passed to get there. */
export interface TraceHop {
  /** From 1, through request and reply. */
  readonly number: number;
  readonly leg: 'request' | 'reply';
  readonly host: string | undefined;
  /** The box's title, or the device where this view shows no box for it. */
  readonly title: string;
  /** The box that carries the number. */
  readonly node: string | undefined;
  /** Boxes to bring out: the stop itself, and tabs and devices on the way. */
  readonly passed: readonly string[];
  readonly links: readonly string[];
  readonly steps: readonly TraceStep[];
  /** The model element the hop is about, for going to its text. */
  readonly element: ElementId | undefined;
}

/** A trace laid over a graph by its ids. */
export interface TraceOverlay {
  readonly hops: readonly TraceHop[];
}

/**
 * Finds the boxes and lines of a picture that a trace passes. Consecutive steps in one box are one hop, ports counted to their bridge; steps
 * this view has no box for belong to the hop before.
 */
export function overlayTrace(
  graph: WiringGraph,
  trace: { readonly request: TraceLeg; readonly reply: TraceLeg | undefined },
): TraceOverlay {
  const find = createStepFinder(graph);
  const ways = createWayFinder(graph);
  const legs = (['request', 'reply'] as const).flatMap((leg) =>
    followLeg(trace[leg]?.steps ?? [], find, ways).map((hop) => ({ ...hop, leg })),
  );
  return { hops: legs.map((hop, i) => ({ number: i + 1, ...hop })) };
}

type LegHop = Omit<TraceHop, 'number' | 'leg'>;

function followLeg(all: readonly TraceStep[], find: StepFinder, ways: WayFinder): LegHop[] {
  let last: string | undefined;
  let tunnel: string | undefined;
  return splitHops(all, find).map((steps) => {
    const passed = new Set<string>();
    const links = new Set<string>();
    for (const step of steps) {
      for (const stop of stopsOf(step, find)) {
        const way = last === undefined ? undefined : ways.between(last, stop);
        for (const id of way?.nodes ?? []) if (id !== last) passed.add(id);
        for (const id of way?.links ?? []) links.add(id);
        passed.add(stop);
        last = stop;
      }
      if (step.kind !== 'tunnel') continue;
      // What happens to the outer packet stands between the two ends of a tunnel.
      const end = find.box(step)?.id;
      const pipe = tunnel === undefined || end === undefined ? undefined : ways.directly(tunnel, end);
      if (pipe !== undefined) links.add(pipe);
      tunnel = pipe === undefined ? end : undefined;
    }
    const [first] = steps;
    const box = first && find.hopBox(first);
    return {
      host: first?.host,
      title: box?.title ?? first?.device ?? '',
      node: box?.id,
      passed: [...passed],
      links: [...links],
      steps,
      element: first?.element ?? box?.element,
    };
  });
}

function stopsOf(step: TraceStep, find: StepFinder): string[] {
  return compact([find.port(step.host, step.inPort), find.box(step), find.port(step.host, step.outPort)]).map(({ id }) => id);
}

function splitHops(steps: readonly TraceStep[], find: StepFinder): TraceStep[][] {
  const hops: TraceStep[][] = [];
  let current: string | undefined;
  for (const step of steps) {
    const box = find.hopBox(step)?.id;
    if (hops.length > 0 && (box === undefined || box === current)) hops.at(-1)?.push(step);
    else hops.push([step]);
    current = box ?? current;
  }
  return hops;
}
