import type { TraceStep } from '../trace.ts';
import { type TraceLine, line } from './line.ts';

/** A line for each device the packet meets: where it came in, where it left, and the packet as it left where that is news. */
export function printHops(steps: readonly TraceStep[], level: number): TraceLine[] {
  const hops = groupHops(steps).map(describeHop);
  const width = (column: 'host' | 'device' | 'way') => Math.max(0, ...hops.map((hop) => hop[column].length));
  const widths = { host: width('host'), device: width('device'), way: width('way') };
  return hops.map(({ host, device, way, packet, ending, element }, i) => {
    const news = [packet === hops[i - 1]?.packet ? '' : packet, ending].filter((text) => text !== '').join(': ');
    return line(
      level,
      `${host.padEnd(widths.host)}  ${device.padEnd(widths.device)}  ${way.padEnd(widths.way)}  ${news}`.trimEnd(),
      element,
    );
  });
}

function describeHop(hop: readonly TraceStep[]) {
  const [first, last] = [hop[0], hop.at(-1)];
  const ports = [hop.find(({ inPort }) => inPort !== undefined)?.inPort, hop.findLast(({ outPort }) => outPort !== undefined)?.outPort];
  return {
    host: first?.host ?? '',
    device: first?.device ?? '',
    way: ports.filter((port) => port !== undefined && port !== first?.device).join(' → '),
    packet: last?.packet ?? '',
    ending: last && (last.kind === 'drop' || last.kind === 'deliver') ? last.summary : '',
    element: elementOf(hop),
  };
}

/** Steps that happen one after the other in the same device. */
export function groupHops(steps: readonly TraceStep[]): TraceStep[][] {
  const hops: TraceStep[][] = [];
  for (const step of steps) {
    const current = hops.at(-1);
    const last = current?.at(-1);
    if (current && last?.host === step.host && last?.device === step.device) current.push(step);
    else hops.push([step]);
  }
  return hops;
}

function elementOf(hop: readonly TraceStep[]) {
  return hop.find(({ element }) => element !== undefined && !/^(host|fabric):/.test(element))?.element ?? hop[0]?.element;
}
