import assert from 'node:assert/strict';
import { type CompiledFabric, compileFabric } from '#core/compile';
import { writeHostScripts } from '#core/compile/script';
import { createNetwork } from '#core/dataplane';
import type { ElementId, SourcePlace } from '#core/base';
import type { Finding } from '#core/diagnostics';
import { buildWiringGraph, placeGraph, renderSvg } from '#core/diagram';
import { indexTopology } from '#core/model';
import { type Analysis, analyse } from '#core/plan';
import { decideExpectation } from '#core/trace';
import { type OstopoModel, createOstopoCoreServices, createOstopoReader, formatText, printTopology } from '#language';

const services = createOstopoCoreServices();
const reader = createOstopoReader(services);

/** No step may take longer. */
const MOST_STEP_MS = 2000;

/** Takes a text the whole way from the parser to the picture and the scripts, and fails where something breaks that holds for every text. */
export async function checkText(text: string): Promise<void> {
  const model = await within('reading', () => reader.read(text));
  const analysis = await within('checking', () => analyse(model.topology, model.findings, { silences: model.silences }));
  checkFindings(text, [...analysis.findings, ...analysis.silenced.map(({ finding }) => finding)]);
  const compiled = await within('compiling', () => compileFabric(analysis.deployment));
  await within('writing scripts', () => writeHostScripts(compiled));
  await within('drawing', () => checkPicture(model, analysis, compiled));
  await within('tracing', () => traceExpectations(model, compiled));
  await checkFormat(text, model);
  await checkPrint(model);
}

/** Processor time of this thread counts, so that a busy machine fails nothing. */
async function within<T>(step: string, run: () => T | Promise<T>): Promise<T> {
  const before = process.threadCpuUsage();
  const result = await run();
  const { user, system } = process.threadCpuUsage(before);
  const tookMs = (user + system) / 1000;
  assert.ok(tookMs <= MOST_STEP_MS, `${step} took ${tookMs.toFixed(0)} ms`);
  return result;
}

/** A finding speaks, and its place is one of the text. */
function checkFindings(text: string, findings: readonly Finding[]): void {
  const lines = text.split(/\r\n|\n|\r/);
  for (const { code, message, place, related } of findings) {
    assert.ok(message.length > 0, `${code} says nothing`);
    assert.doesNotMatch(message, /undefined|NaN|\[object/, `${code} speaks of the program`);
    for (const each of [place, ...related.map((other) => other.place)]) checkPlace(each, lines, code);
  }
}

function checkPlace({ start, end }: SourcePlace, lines: readonly string[], code: string): void {
  const shown = `${code} at ${JSON.stringify([start, end])}`;
  for (const { line, character } of [start, end]) {
    assert.ok(Number.isInteger(line) && line >= 0 && line < lines.length, `${shown}: no such line`);
    assert.ok(Number.isInteger(character) && character >= 0 && character <= (lines[line]?.length ?? 0), `${shown}: no such column`);
  }
  assert.ok(start.line < end.line || (start.line === end.line && start.character <= end.character), `${shown}: ends before it starts`);
}

async function checkPicture({ topology }: OstopoModel, { findings }: Analysis, fabric: CompiledFabric): Promise<void> {
  const elements = indexTopology(topology);
  const input = { fabric, findings, placeOf: (id: ElementId) => elements.get(id)?.places.name };
  buildWiringGraph(input, { kind: 'logical' });
  const placed = await placeGraph(buildWiringGraph(input, { kind: 'wiring' }), () => assert.fail('the wiring needs no layout kernel'));
  assert.doesNotMatch(renderSvg(placed, { theme: 'light', trace: undefined }), /NaN|undefined/);
}

/** Expectations that are traced; each may stand for many pairs. */
const MOST_TRACED = 2;

function traceExpectations({ topology }: OstopoModel, compiled: CompiledFabric): void {
  for (const expectation of topology.expectations.slice(0, MOST_TRACED)) decideExpectation(createNetwork(compiled), expectation);
}

/** Whether every word of the text was understood: what is left of another may be laid out or printed in more than one way. */
function isReadWhole({ findings }: OstopoModel): boolean {
  return findings.every(({ severity, code }) => severity !== 'error' || !code.startsWith('OST1'));
}

/** Formatting changes white space only, never the meaning, and where the text is read whole, once is enough. */
async function checkFormat(text: string, model: OstopoModel): Promise<void> {
  const formatted = await within('formatting', () => formatText(text, services));
  assert.equal(formatted.replaceAll(/\s+/g, ''), text.replaceAll(/\s+/g, ''), 'formatting changes more than white space');
  if (isReadWhole(model)) {
    const twice = await within('formatting again', () => formatText(formatted, services));
    assert.equal(twice, formatted, 'formatting twice is not formatting once');
  }
  const again = await within('reading what was formatted', () => reader.read(formatted));
  assert.equal(meaningOf(again), meaningOf(model), 'formatting changes the meaning');
}

/** What is printed reads as what was printed; where the text has nothing wrong, as the text. */
async function checkPrint(model: OstopoModel): Promise<void> {
  const { topology, findings } = model;
  const printed = await within('printing', () => printTopology(topology));
  const again = await within('reading what was printed', () => reader.read(printed));
  if (isReadWhole(model)) assert.equal(printTopology(again.topology), printed, 'what is printed is printed differently again');
  if (findings.every(({ severity }) => severity !== 'error'))
    assert.equal(withoutPlaces(again.topology), withoutPlaces(topology), 'what is printed says something else');
}

/** What a text says, and what is wrong with it beyond single words, wherever that stands. */
function meaningOf({ topology, findings }: OstopoModel): string {
  const said = findings.filter(({ code }) => code !== 'OST1001' && code !== 'OST1003').map(({ code, message }) => `${code} ${message}`);
  return [withoutPlaces(topology), ...said.sort()].join('\n');
}

function withoutPlaces(topology: OstopoModel['topology']): string {
  return JSON.stringify(
    topology,
    (key, value: unknown) => (key === 'places' ? undefined : typeof value === 'bigint' ? `0x${value.toString(16)}` : value),
    1,
  );
}
