import type { PipelineTable } from './pipeline-table.ts';

const OUTPUT = { normal: 'NORMAL', port: 'a port', in_port: 'back to its port', controller: 'the agent' } as const;

/** The tables of a bridge as a Mermaid flow chart: where a frame may go from each, and, dashed, into which table it learns. */
export function drawPipeline(tables: readonly PipelineTable[]): string {
  const numbers = new Set(tables.map(({ number }) => number));
  const nodes = tables.map(({ number, name }) => `  t${number}["${number}<br>${name}"]`);
  const outputs = new Set(tables.flatMap((table) => table.outputs));
  const exits = [...outputs].sort().map((output) => `  ${output}(["${OUTPUT[output]}"])`);
  const arrows = tables.flatMap(({ number, next, outputs: out, learnsInto }) => [
    ...next.filter((to) => numbers.has(to)).map((to) => `  t${number} --> t${to}`),
    ...out.map((output) => `  t${number} --> ${output}`),
    ...learnsInto.map((to) => `  t${number} -.-> t${to}`),
  ]);
  return ['flowchart LR', '  in(["a frame comes in"]) --> t0', ...nodes, ...exits, ...arrows].map((line) => `${line}\n`).join('');
}
