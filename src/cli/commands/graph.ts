import path from 'node:path';
import {
  type DiagramView,
  type PlacedGraph,
  type Theme,
  type TraceOverlay,
  buildWiringGraph,
  overlayTrace,
  placeGraph,
  renderSvg,
  writeDrawio,
  writeMermaid,
} from '#core/diagram';
import { tracePacket } from '#core/trace';
import { CommandError, EXIT } from '../exit-code.ts';
import { createLayoutKernel } from '../graph/layout-kernel.ts';
import { loadRasteriser } from '../graph/load-rasteriser.ts';
import { chooseByName } from '../input/choose-host.ts';
import { type CompiledModel, loadCompiled, tellOfFindings } from '../input/load-model.ts';
import { readRequest } from '../input/read-request.ts';
import { printJson } from '../output/json.ts';
import { pictureToJson } from '../output/picture-json.ts';
import type { Terminal } from '../output/terminal.ts';
import { writeOutputFile } from '../output/write-file.ts';

/** Options of `graph` as the command line reads them. */
export interface GraphOptions {
  readonly out: string;
  /** `logical`, `wiring`, or `host` and a name. */
  readonly view: readonly string[];
  /** FROM, TO and packet words. */
  readonly trace?: readonly string[];
  readonly theme: Exclude<Theme, 'vscode'>;
  readonly format: 'text' | 'json';
}

/** Pixels per CSS pixel of a PNG: sharp on a dense screen. */
const PNG_SCALE = 2;

type Writer = (placed: PlacedGraph, overlay: TraceOverlay | undefined, theme: GraphOptions['theme']) => Promise<string | Uint8Array>;

/** What each ending of `--out` writes. */
const WRITERS: Readonly<Record<string, Writer>> = {
  '.svg': (placed, trace, theme) => Promise.resolve(renderSvg(placed, { theme, trace })),
  '.png': async (placed, trace, theme) => (await loadRasteriser())(renderSvg(placed, { theme, trace }), PNG_SCALE),
  '.mmd': (placed, trace, theme) => Promise.resolve(writeMermaid(placed.graph, { theme, trace })),
  '.drawio': (placed, trace, theme) => Promise.resolve(writeDrawio(placed, { theme, trace })),
};

/** `ostopo graph FILE --out PICTURE`. */
export async function runGraph(file: string, options: GraphOptions, terminal: Terminal): Promise<number> {
  const write = WRITERS[path.extname(options.out).toLowerCase()];
  if (!write)
    throw new CommandError(`cannot tell what to write from the name ${options.out}: end it with ${Object.keys(WRITERS).join(', ')}`);
  const model = await loadCompiled(file);
  const view = readView(options.view, model);
  const graph = buildWiringGraph(
    { fabric: model.compiled, findings: model.findings, placeOf: (id) => model.element(id)?.places.name },
    view,
  );
  const overlay = options.trace ? overlayTrace(graph, traceOver(model, options.trace)) : undefined;
  tellOfFindings(model, file, terminal);
  const placed = await placeGraph(graph, createLayoutKernel());
  await writeOutputFile(options.out, await write(placed, overlay, options.theme));
  terminal.out(options.format === 'json' ? printJson(pictureToJson(options.out, graph, overlay)) : `${options.out}\n`);
  return EXIT.ok;
}

function readView(words: readonly string[], model: CompiledModel): DiagramView {
  const [kind, name, ...rest] = words;
  if (rest.length === 0 && name === undefined && (kind === 'logical' || kind === 'wiring')) return { kind };
  if (rest.length === 0 && kind === 'host' && name !== undefined)
    return { kind, host: chooseByName(model.deployment.hosts, name, 'host').id };
  throw new CommandError(`--view is logical, wiring, or host HOST, not ${words.join(' ')}`);
}

function traceOver(model: CompiledModel, [from, to, ...packet]: readonly string[]) {
  if (from === undefined || to === undefined) throw new CommandError('--trace needs FROM and TO');
  return tracePacket(model.compiled, readRequest(model, from, to, packet));
}
