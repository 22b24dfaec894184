import type { TraceStep } from '../trace.ts';
import { type TraceLine, line } from './line.ts';

/** Every step; with `flows` also the flow or rule that matched, what was learnt, and the headers that changed. */
export function printSteps(steps: readonly TraceStep[], depth: 'tables' | 'flows', level: number): TraceLine[] {
  let host: string | undefined | null = null;
  return steps.flatMap((step) => {
    const heading = step.host === host ? [] : [line(level, step.host ?? 'underlay')];
    host = step.host;
    return [...heading, ...stepLines(step, depth, level + 1)];
  });
}

function stepLines(step: TraceStep, depth: 'tables' | 'flows', level: number): TraceLine[] {
  const own = line(level, step.summary, step.element);
  if (depth === 'tables') return [own];
  const isIptables = step.kind === 'iptables';
  return [
    own,
    ...(step.flow === undefined || isIptables ? [] : [line(level + 1, step.flow, step.element)]),
    ...(step.learned ?? []).map((flow) => line(level + 1, `learns ${flow}`, step.element)),
    ...changes(step).map((change) => line(level + 1, change, step.element)),
  ];
}

function changes({ before, after }: TraceStep): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.map((name) => `${name}: ${before[name] ?? 'none'} → ${after[name] ?? 'none'}`);
}
