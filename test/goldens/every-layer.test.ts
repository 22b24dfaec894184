/*
 * Every example, and every folder of test/golden with a `topology.ostopo`, through all layers: what is found, planned, scripted, drawn and traced, compared with the files of its
 * folder. `npm run golden` rewrites them; the difference is to be read.
 */
import { existsSync, globSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLayoutKernel, createPalette, printFindings, printPlan, summariseFindings } from '#cli';
import { compileFabric } from '#core/compile';
import { writeHostScripts } from '#core/compile/script';
import { createNetwork } from '#core/dataplane';
import { buildWiringGraph, placeGraph, renderSvg } from '#core/diagram';
import { indexTopology } from '#core/model';
import { analyse } from '#core/plan';
import { decideExpectation, printTrace } from '#core/trace';
import { parseOstopo } from '#language';

const HERE = path.join(import.meta.dirname, '../golden');
const EXAMPLES = path.join(HERE, '../../examples');
const PLAIN = createPalette(false);

/** The library of the scripts is one text for every host: one example keeps it for all. */
const LIBRARY = /\/(lib|compare)\.sh$/;
const KEEPS_LIBRARY = 'single-host';

/** Case name → its text. */
function findCases(): Map<string, string> {
  const own = readdirSync(HERE).filter((name) => existsSync(path.join(HERE, name, 'topology.ostopo')));
  const examples = globSync('**/*.ostopo', { cwd: EXAMPLES }).sort();
  return new Map([
    ...examples.map((name): [string, string] => [path.basename(name, '.ostopo'), path.join(EXAMPLES, name)]),
    ...own.map((name): [string, string] => [name, path.join(HERE, name, 'topology.ostopo')]),
  ]);
}

/** Every file a case's folder holds, by its path in the folder. */
async function produce(name: string, text: string): Promise<Map<string, string>> {
  const { topology, findings: textFindings } = parseOstopo(text, 'inmemory:/topology.ostopo');
  const { deployment, findings } = analyse(topology, textFindings);
  const compiled = compileFabric(deployment);
  const index = indexTopology(topology);
  const kernel = createLayoutKernel();
  const draw = async (kind: 'wiring' | 'logical') => {
    const graph = buildWiringGraph({ fabric: compiled, findings, placeOf: (id) => index.get(id)?.places.name }, { kind });
    return renderSvg(await placeGraph(graph, kernel), { theme: 'light' });
  };
  const network = createNetwork(compiled);
  const decided = topology.expectations.map((expectation) => {
    const result = decideExpectation(network, expectation);
    const why = result.kind === 'holds' ? '' : `: ${result.why}`;
    return `${expectation.name}\n${result.kind}${why}\n\n${result.trace ? printTrace(result.trace, 'flows') : ''}`;
  });
  const files = new Map<string, string>([
    ['findings.txt', `${printFindings(findings, PLAIN)}${summariseFindings(findings)}\n`],
    ['plan.txt', printPlan(deployment, deployment.hosts, PLAIN)],
    ['wiring.svg', await draw('wiring')],
    ['logical.svg', await draw('logical')],
  ]);
  if (decided.length > 0) files.set('expectations.txt', decided.join('\n'));
  for (const [script, content] of writeHostScripts(compiled)) {
    if (name === KEEPS_LIBRARY || !LIBRARY.test(script)) files.set(path.join('scripts', script), content);
  }
  return files;
}

describe.each([...findCases()])('%s', (name, file) => {
  const folder = path.join(HERE, name);

  it('gives what its folder holds', async () => {
    const produced = await produce(name, readFileSync(file, 'utf8'));
    const held = existsSync(folder)
      ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((entry) => statSync(path.join(folder, entry)).isFile())
      : [];
    const stale = held.filter((entry) => entry !== 'topology.ostopo' && !produced.has(entry));
    if (process.env.OSTOPO_GOLDEN === 'rewrite') for (const entry of stale) rmSync(path.join(folder, entry));
    else expect(stale, 'files no longer produced').toEqual([]);
    for (const [entry, content] of produced) await expect(content).toMatchFileSnapshot(path.join(folder, entry));
  });

  it('gives the same whatever the order of its blocks', () => {
    const text = readFileSync(file, 'utf8');
    const { topology } = parseOstopo(text, 'inmemory:/topology.ostopo');
    const shuffled = compileFabric(analyse(parseOstopo(reverseBlocks(text), 'inmemory:/topology.ostopo').topology).deployment);
    expect(writeHostScripts(shuffled)).toEqual(writeHostScripts(compileFabric(analyse(topology).deployment)));
  });
});

/** The top-level blocks of a sound text in reverse order; a broken text as it is. */
function reverseBlocks(text: string): string {
  const blocks: string[] = [];
  let depth = 0;
  let current = '';
  for (const line of text.split('\n')) {
    const plain = line.replace(/\/\/.*$/, '');
    current += `${line}\n`;
    depth += (plain.match(/\{/g)?.length ?? 0) - (plain.match(/\}/g)?.length ?? 0);
    if (depth === 0) {
      blocks.push(current);
      current = '';
    }
  }
  return depth === 0 ? blocks.reverse().join('') : text;
}
