import type { ElementId } from '#core/base';
import type { ExplainedLine } from '#core/compile/script';
import type { Palette } from './terminal.ts';

/** Every line with its reason as a table: a heading for each file of a host, then stage, element, place in the model, Neutron's counterpart and the line. */
export function printExplained(lines: readonly ExplainedLine[], source: (id: ElementId) => string | undefined, paint: Palette): string {
  const files = Map.groupBy(lines, ({ host, file }) => `${host}/${file}`);
  return [...files].map(([file, own]) => printFile(file, own, source, paint)).join('\n');
}

function printFile(file: string, lines: readonly ExplainedLine[], source: (id: ElementId) => string | undefined, paint: Palette): string {
  const rows = lines.map(({ stage, element, neutron, line }) => [
    stage,
    element,
    source(element) ?? '',
    neutron,
    line.replace(/\s*\\\n\s*/g, ' '),
  ]);
  const table = [['stage', 'element', 'place', 'Neutron', 'line'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const printed = table.map((row, i) => {
    const text = row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
    return `${i === 0 ? paint.dim(text) : text}\n`;
  });
  return `${paint.bold(file)}\n${printed.join('')}`;
}
