import type { TraceStep } from '#core/trace';
import type { WiringGraph, WiringNode } from './wiring-graph.ts';

/** Finds where in a picture a step of a trace happens. */
export interface StepFinder {
  /** The box of a device of a host. */
  readonly port: (host: string | undefined, device: string | undefined) => WiringNode | undefined;
  /** The box of the step's own device. */
  readonly box: (step: TraceStep) => WiringNode | undefined;
  /** The box the step is counted to: a port's bridge, else its own; nothing for the underlay, which is only passed. */
  readonly hopBox: (step: TraceStep) => WiringNode | undefined;
}

/** Steps whose elements are boxes of the whiteboard. */
const LOGICAL_KINDS: ReadonlySet<TraceStep['kind']> = new Set<TraceStep['kind']>(['guest', 'namespace', 'route', 'nat', 'deliver']);

/** By host and device where the view shows devices, else by the element a step exists for. */
export function createStepFinder(graph: WiringGraph): StepFinder {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const devices = new Map(graph.nodes.flatMap((node) => node.devices.map((device) => [`${node.host ?? ''}/${device}`, node])));
  const farHosts = new Map(graph.nodes.filter(({ kind }) => kind === 'remote-host').map((node) => [node.host, node]));
  const elements = elementBoxes(graph);
  const port: StepFinder['port'] = (host, device) => (device === undefined ? undefined : devices.get(`${host ?? ''}/${device}`));
  const box: StepFinder['box'] = ({ kind, host, device, element }) => {
    if (graph.view.kind === 'logical') return LOGICAL_KINDS.has(kind) && element !== undefined ? elements.get(element) : undefined;
    if (kind === 'underlay') return nodes.get('underlay');
    return port(host, device) ?? (host === undefined ? undefined : farHosts.get(host));
  };
  const hopBox: StepFinder['hopBox'] = (step) => {
    const own = box(step);
    if (own?.kind === 'underlay') return undefined;
    return own?.kind === 'port' && own.parent !== undefined ? nodes.get(own.parent) : own;
  };
  return { port, box, hopBox };
}

/** Elements with a box of their own, and ports by the box whose line they are. */
function elementBoxes(graph: WiringGraph): ReadonlyMap<string, WiringNode> {
  const boxes = new Map<string, WiringNode>();
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  for (const node of graph.nodes) if (node.element !== undefined) boxes.set(node.element, node);
  for (const link of graph.links) {
    const owner = nodes.get(link.from);
    if (link.element !== undefined && owner && !boxes.has(link.element)) boxes.set(link.element, owner);
  }
  return boxes;
}
