import type { TraceStep } from '../trace.ts';
import { groupHops } from './print-hops.ts';
import { type TraceLine, line } from './line.ts';

/** The way in a few lines: who sends, through which bridges, which tunnel, which route, who receives or where it ended. */
export function printStory(steps: readonly TraceStep[]): TraceLine[] {
  const lines: TraceLine[] = [];
  let bridges: TraceStep[] = [];
  const flush = () => {
    const [first] = bridges;
    if (first) lines.push(line(1, `${first.host ?? 'underlay'}: ${bridges.map(({ device }) => device).join(' → ')}`, first.element));
    bridges = [];
  };
  for (const hop of groupHops(steps)) {
    const [first] = hop;
    if (!first) continue;
    if (first.kind === 'bridge' || first.kind === 'table' || first.kind === 'linux-bridge') {
      if (bridges[0] && bridges[0].host !== first.host) flush();
      bridges.push(first);
    }
    const told = hop.filter(isWorthTelling);
    if (told.length > 0) flush();
    for (const step of told)
      lines.push(line(1, `${step.host === undefined ? '' : `${step.host}: `}${step.summary}${timeToLive(step)}`, step.element));
  }
  flush();
  return lines;
}

/** What enters and leaves a stack is told by the step that says what the stack does with it. */
function isWorthTelling(step: TraceStep): boolean {
  switch (step.kind) {
    case 'guest':
    case 'namespace':
      return step.outPort !== undefined;
    case 'route':
    case 'deliver':
    case 'drop':
      return true;
    case 'tunnel':
      return step.outPort !== undefined;
    case 'iptables':
      return step.summary.startsWith('iptables drops');
    default:
      return false;
  }
}

function timeToLive({ kind, packet, before, after }: TraceStep): string {
  if (kind === 'route' && after.ip_ttl !== undefined) return `, TTL ${before.ip_ttl ?? '?'} → ${after.ip_ttl}`;
  const inner = /ttl (\d+)$/.exec(packet)?.[1];
  return kind === 'tunnel' && inner !== undefined ? `, inner TTL ${inner}` : '';
}
