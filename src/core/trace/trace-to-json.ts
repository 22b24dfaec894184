import type { ElementId, SourcePlace } from '#core/base';
import type { HeaderFields, Trace, TraceLeg, TraceReason, TraceStep, Verdict } from './trace.ts';

/** A step in `ostopo trace --format json` (docs/cli.md): what is not there is `null`. */
export interface TraceStepJson {
  readonly kind: TraceStep['kind'];
  readonly host: string | null;
  /** Bridge, namespace, VM or device. */
  readonly element: string;
  readonly flow: string | null;
  /** `FILE:LINE` of the model element it exists for, lines from 1. */
  readonly source: string | null;
  readonly before: HeaderFields;
  readonly after: HeaderFields;
  readonly packet: string;
  readonly summary: string;
  readonly table: number | null;
  readonly inPort: string | null;
  readonly outPort: string | null;
  readonly learned: readonly string[];
  /** Id of the model element. */
  readonly model: string | null;
}

/** One direction. */
export interface TraceLegJson {
  readonly verdict: Verdict;
  readonly reason: TraceReason | null;
  readonly steps: readonly TraceStepJson[];
  readonly egress: TraceLeg['egress'] | null;
  readonly branches: readonly { readonly steps: readonly TraceStepJson[]; readonly reason: TraceReason | null }[];
}

/** A whole trace, schema 1. */
export interface TraceJson {
  readonly schema: 1;
  readonly verdict: Verdict;
  readonly reason: TraceReason | null;
  readonly preludes: readonly TraceLegJson[];
  readonly request: TraceLegJson;
  readonly reply: TraceLegJson | null;
  /** Why the conversation did not succeed, direction by direction; empty when it did. */
  readonly blockers: readonly TraceReason[];
}

/** Where an element stands in the text, `undefined` when it is not written anywhere. */
export type PlaceLookup = (element: ElementId) => SourcePlace | undefined;

/** The trace as the document of the command line's JSON format; `printUri` turns a document's URI into what stands before the line number. */
export function traceToJson(trace: Trace, places: PlaceLookup, printUri: (uri: string) => string = withoutScheme): TraceJson {
  const leg = (from: TraceLeg): TraceLegJson => ({
    verdict: from.verdict,
    reason: from.reason ?? null,
    steps: from.steps.map(step),
    egress: from.egress ?? null,
    branches: from.branches.map((branch) => ({ steps: branch.steps.map(step), reason: branch.reason ?? null })),
  });
  const step = (from: TraceStep): TraceStepJson => {
    const place = from.element && places(from.element);
    return {
      kind: from.kind,
      host: from.host ?? null,
      element: from.device,
      flow: from.flow ?? null,
      source: place ? `${printUri(place.uri)}:${String(place.start.line + 1)}` : null,
      before: from.before,
      after: from.after,
      packet: from.packet,
      summary: from.summary,
      table: from.table ?? null,
      inPort: from.inPort ?? null,
      outPort: from.outPort ?? null,
      learned: from.learned ?? [],
      model: from.element ?? null,
    };
  };
  return {
    schema: 1,
    verdict: trace.verdict,
    reason: trace.reason ?? null,
    preludes: trace.preludes.map(leg),
    request: leg(trace.request),
    reply: trace.reply ? leg(trace.reply) : null,
    blockers: blockersOf(trace),
  };
}

/** The same reason may stand for the leg and for the whole: it is said once. */
function blockersOf({ reason, request, reply }: Trace): TraceReason[] {
  const blockers: TraceReason[] = [];
  for (const candidate of [request.reason, reply?.reason, reason]) {
    if (candidate && !blockers.some(({ code, at }) => code === candidate.code && at === candidate.at)) blockers.push(candidate);
  }
  return blockers;
}

function withoutScheme(uri: string): string {
  return decodeURIComponent(uri.replace(/^file:\/\//, ''));
}
