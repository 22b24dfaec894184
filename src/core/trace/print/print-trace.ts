import type { Trace, TraceLeg } from '../trace.ts';
import { printHops } from './print-hops.ts';
import { printStory } from './print-story.ts';
import { type TraceLine, line } from './line.ts';
import { printSteps } from './print-steps.ts';

/** How much of a trace is told: a dozen lines; a line for each device; every table; every flow and changed header too. */
export type TraceDepth = 'story' | 'hops' | 'tables' | 'flows';

/** All depths, from the shortest telling to the longest. */
export const TRACE_DEPTHS: readonly TraceDepth[] = ['story', 'hops', 'tables', 'flows'];

/** A trace as text for people, ending in a newline. */
export function printTrace(trace: Trace, depth: TraceDepth): string {
  return traceLines(trace, depth)
    .map(({ text }) => `${text}\n`)
    .join('');
}

/** As `printTrace`, line by line with the element each line speaks of, so that an editor can make links. */
export function traceLines(trace: Trace, depth: TraceDepth): TraceLine[] {
  return [
    ...trace.preludes.flatMap((leg, i) => legLines(`before (${String(i + 1)}): ${leg.steps[0]?.packet ?? 'arp'}`, leg, depth)),
    ...legLines(`request: ${trace.request.steps[0]?.packet ?? 'not sent'}`, trace.request, depth),
    ...(trace.reply ? legLines(`reply: ${trace.reply.steps[0]?.packet ?? 'not sent'}`, trace.reply, depth) : []),
    line(0, conclusion(trace)),
  ];
}

function legLines(title: string, leg: TraceLeg, depth: TraceDepth): TraceLine[] {
  return [line(0, title), ...stepLines(leg, depth), ...branchLines(leg, depth)];
}

function stepLines(leg: TraceLeg, depth: TraceDepth): TraceLine[] {
  switch (depth) {
    case 'story':
      return printStory(leg.steps);
    case 'hops':
      return printHops(leg.steps, 1);
    case 'tables':
    case 'flows':
      return printSteps(leg.steps, depth, 1);
  }
}

/** Copies of a flood that ended elsewhere: counted in a story, else told one by one. */
function branchLines({ branches }: TraceLeg, depth: TraceDepth): TraceLine[] {
  if (branches.length === 0) return [];
  if (depth === 'story')
    return [line(1, `${String(branches.length)} other ${branches.length === 1 ? 'copy' : 'copies'} of the flood ended elsewhere`)];
  return branches.flatMap(({ steps, reason }) => [
    line(1, `another copy${reason ? `, which ended at ${reason.at} (${reason.code})` : ''}:`),
    ...(depth === 'hops' ? printHops(steps, 2) : printSteps(steps, depth, 2)),
  ]);
}

function conclusion({ verdict, reason, reply, receivers = [] }: Trace): string {
  const taken = receivers.length > 0 ? `delivered to ${receivers.join(', ')}` : 'delivered';
  const words = {
    delivered: reply?.verdict === 'delivered' ? `${taken}, and the answer came back` : taken,
    dropped: 'dropped',
    lost: 'lost',
    looping: 'looping',
    'not-modelled': 'not decided: not modelled',
  }[verdict];
  return reason ? `${words}: ${reason.message} [${reason.code} at ${reason.at}]` : words;
}
