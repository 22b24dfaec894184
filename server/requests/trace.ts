import type { Endpoint, PacketSpec, Topology } from '#core/model';
import { tracePacket } from '#core/trace';
import { parseTracedPacket, resolveEndpoint } from '#language';
import type { TraceAnswer, TraceParams } from '#protocol';
import type { Analysis } from '../analysis/analysis.ts';
import { printTraceDocument } from './trace-document.ts';

/** Sends the packet through the compiled hosts and tells what became of it. */
export async function answerTrace({ compiled, elements, topology }: Analysis, params: TraceParams): Promise<TraceAnswer> {
  const question = readQuestion(topology, params);
  if ('error' in question) return { kind: 'refused', message: sentence(question.error) };
  const { frames: _, ...trace } = tracePacket(await compiled(), question);
  return { kind: 'traced', trace, ...printTraceDocument(params, trace, elements) };
}

/** The ends and the packet in the model's own terms. */
interface Question {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly packet: PacketSpec;
}

function readQuestion(topology: Topology, params: TraceParams): Question | { readonly error: string } {
  const from = resolveEndpoint(topology, params.from);
  if ('error' in from) return from;
  const to = resolveEndpoint(topology, params.to);
  if ('error' in to) return to;
  const packet = parseTracedPacket(params.packet.split(/\s+/).filter((word) => word !== ''));
  return 'error' in packet ? packet : { from, to, packet };
}

/** Findings begin in lower case and without a full stop; a message to a person does not. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
