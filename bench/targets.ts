import { type Measurement, percentile } from './measure-server.ts';

/** What the server is held to, for one size of model: the most a figure may be. */
interface Target {
  readonly ports: number;
  readonly what: string;
  readonly most: number;
  readonly unit: 'ms' | 'MB';
  readonly figureOf: (measured: Measurement) => number;
}

const keystroke = ({ keystrokesMs }: Measurement) => percentile(keystrokesMs, 0.95);
const completion = ({ completionsMs }: Measurement) => percentile(completionsMs, 0.95);

const TARGETS: readonly Target[] = [
  { ports: 1000, what: 'keystroke to diagnostics, p95', most: 60, unit: 'ms', figureOf: keystroke },
  { ports: 10_000, what: 'keystroke to diagnostics, p95', most: 400, unit: 'ms', figureOf: keystroke },
  { ports: 1000, what: 'completion, p95', most: 30, unit: 'ms', figureOf: completion },
  { ports: 10_000, what: 'completion, p95', most: 120, unit: 'ms', figureOf: completion },
  { ports: 10_000, what: 'opening', most: 4000, unit: 'ms', figureOf: ({ openMs }) => openMs },
  { ports: 10_000, what: 'memory of the server', most: 500, unit: 'MB', figureOf: ({ memoryMb }) => memoryMb },
];

/** Lines of a table: what, for which size, the target, the figure, and whether it is kept. */
export function compareWithTargets(measured: ReadonlyMap<number, Measurement>): string[][] {
  return TARGETS.flatMap(({ ports, what, most, unit, figureOf }) => {
    const found = measured.get(ports);
    if (!found) return [];
    const figure = figureOf(found);
    return [[what, String(ports), `≤ ${String(most)} ${unit}`, `${figure.toFixed(0)} ${unit}`, figure <= most ? 'ok' : 'missed']];
  });
}
