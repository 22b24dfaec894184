import type { ElementId } from '#core/base';
import { PING, type Trace, type TraceDepth, type TraceRequest, printTrace, traceInTurn, traceToJson, traceToPcapng } from '#core/trace';
import { CommandError, EXIT } from '../exit-code.ts';
import { displayPath } from '../input/display-path.ts';
import { type CompiledModel, loadCompiled, tellOfFindings } from '../input/load-model.ts';
import { type FrameOptions, type GivenFrame, readFrames } from '../input/read-frames.ts';
import { readEndpoint, readRequest, readSender } from '../input/read-request.ts';
import { printJson } from '../output/json.ts';
import type { Terminal } from '../output/terminal.ts';
import { writeOutputFile } from '../output/write-file.ts';

/** Options of `trace` as the command line reads them. */
export interface TraceOptions extends FrameOptions {
  readonly depth: TraceDepth;
  readonly cold: boolean;
  readonly oneWay: boolean;
  readonly format: 'text' | 'json';
  readonly pcapng?: string;
}

/** The words of `FROM [TO] [PACKET…]`. */
export interface TraceWords {
  readonly from: string;
  readonly to: string | undefined;
  readonly packet: readonly string[];
}

/** `ostopo trace FILE FROM TO [PACKET…]`: 0 when the request was delivered and its answer too; with frames of `--hex` or `--pcap`, when each was delivered. */
export async function runTrace(file: string, words: TraceWords, options: TraceOptions, terminal: Terminal): Promise<number> {
  const frames = await readFrames(options);
  if (frames && words.packet.length > 0)
    throw new CommandError(`the frame is given whole: \`${words.packet.join(' ')}\` cannot describe it too`);
  const model = await loadCompiled(file);
  const { cold, oneWay } = options;
  const requests = frames
    ? frames.map((frame) => ({ ...frameRequest(model, words, frame), cold, oneWay }))
    : [{ ...request(model, words), cold, oneWay }];
  tellOfFindings(model, file, terminal);
  const traces = traceInTurn(model.compiled, requests);
  if (options.pcapng !== undefined)
    await writeOutputFile(options.pcapng, traceToPcapng({ frames: traces.flatMap((trace) => trace.frames) }));
  const numbers = options.pcap !== undefined && options.frame === undefined ? frames?.map(({ number }) => number) : undefined;
  terminal.out(options.format === 'json' ? toJson(model, traces, numbers) : toText(traces, numbers, options.depth));
  return traces.every(({ verdict }) => verdict === 'delivered') ? EXIT.ok : EXIT.failed;
}

function request(model: CompiledModel, { from, to, packet }: TraceWords): TraceRequest {
  if (to === undefined) throw new CommandError('say where the packet goes (TO), or give a frame with --hex or --pcap');
  return readRequest(model, from, to, packet);
}

function frameRequest(model: CompiledModel, { from, to }: TraceWords, { frame, beyond }: GivenFrame): TraceRequest {
  return { from: readSender(model, from), to: to === undefined ? undefined : readEndpoint(model, to), packet: PING, frame, beyond };
}

/** One document for one packet; for the frames of a capture a list of them, each with its number. */
function toJson(model: CompiledModel, traces: readonly Trace[], numbers: readonly number[] | undefined): string {
  const place = (id: ElementId) => model.element(id)?.places.name;
  const documents = traces.map((trace) => traceToJson(trace, place, displayPath));
  if (!numbers) return printJson(documents[0]);
  return printJson({ schema: 1, traces: documents.map(({ schema: _, ...document }, i) => ({ frame: numbers[i], ...document })) });
}

function toText(traces: readonly Trace[], numbers: readonly number[] | undefined, depth: TraceDepth): string {
  return traces.map((trace, i) => `${numbers ? `frame ${String(numbers[i])}\n` : ''}${printTrace(trace, depth)}`).join(numbers ? '\n' : '');
}
