import { type ElementId, groupBy, qualifiedName } from '#core/base';
import { createEndpointResolver } from '#language';
import type { TraceEndpoint, TraceEndpointsAnswer } from '#protocol';
import type { Analysis } from '../analysis/analysis.ts';

/** Every vm that is plugged in somewhere, and each port of a vm that has several. */
export function answerTraceEndpoints({ deployment, summaryOf, topology }: Analysis): TraceEndpointsAnswer {
  const planned = new Set(deployment.ports.map(({ id }) => id));
  const portsOf = groupBy(
    topology.ports.filter(({ id }) => planned.has(id)),
    (port) => port.vm,
  );
  const resolve = createEndpointResolver(topology);
  const endpoint = (id: ElementId): TraceEndpoint => ({
    name: shortestName(resolve, id),
    element: id,
    detail: summaryOf(id) ?? '',
  });
  const endpoints = topology.vms.flatMap(({ id }) => {
    const ports = portsOf.get(id) ?? [];
    if (ports.length === 0) return [];
    return ports.length === 1 ? [endpoint(id)] : [endpoint(id), ...ports.map((port) => endpoint(port.id))];
  });
  return { endpoints };
}

/** The name without the tenant, where that leads to the same element. */
function shortestName(resolve: ReturnType<typeof createEndpointResolver>, id: ElementId): string {
  const whole = qualifiedName(id);
  const short = whole.slice(whole.indexOf('.') + 1);
  const found = resolve(short);
  return 'id' in found && found.id === id ? short : whole;
}
