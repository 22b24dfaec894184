import type { ElementId } from '#core/base';
import { type TraceDepth, printTrace, tracePacket, traceToJson, traceToPcapng } from '#core/trace';
import { EXIT } from '../exit-code.ts';
import { displayPath } from '../input/display-path.ts';
import { loadCompiled, tellOfFindings } from '../input/load-model.ts';
import { readRequest } from '../input/read-request.ts';
import { printJson } from '../output/json.ts';
import type { Terminal } from '../output/terminal.ts';
import { writeOutputFile } from '../output/write-file.ts';

/** Options of `trace` as the command line reads them. */
export interface TraceOptions {
  readonly depth: TraceDepth;
  readonly cold: boolean;
  readonly oneWay: boolean;
  readonly format: 'text' | 'json';
  readonly pcapng?: string;
}

/** `ostopo trace FILE FROM TO [PACKET…]`: 0 when the request was delivered and its answer too. */
export async function runTrace(
  file: string,
  from: string,
  to: string,
  packet: readonly string[],
  options: TraceOptions,
  terminal: Terminal,
): Promise<number> {
  const model = await loadCompiled(file);
  const request = readRequest(model.topology, from, to, packet);
  tellOfFindings(model, file, terminal);
  const trace = tracePacket(model.compiled, {
    ...request,
    cold: options.cold,
    oneWay: options.oneWay,
  });
  if (options.pcapng !== undefined) await writeOutputFile(options.pcapng, traceToPcapng(trace));
  const place = (id: ElementId) => model.element(id)?.places.name;
  terminal.out(options.format === 'json' ? printJson(traceToJson(trace, place, displayPath)) : printTrace(trace, options.depth));
  return trace.verdict === 'delivered' ? EXIT.ok : EXIT.failed;
}
