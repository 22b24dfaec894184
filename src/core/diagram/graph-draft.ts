import { type ElementId, compareText, groupBy } from '#core/base';
import type { CompiledFabric } from '#core/compile';
import type { Finding } from '#core/diagnostics';
import { type DeploymentIndex, type PlannedNetwork, indexDeployment } from '#core/plan';
import { describeSegment, describeSubnets, networkElements } from './describe-network.ts';
import type { DiagramView, LinkKind, Mark, NetworkKey, WiringGraph, WiringLink, WiringNode } from './wiring-graph.ts';
import type { DiagramInput } from './diagram-input.ts';

/** A box as its builder knows it; what is left out is empty. Findings about the elements of `markedFor` are pinned to it. */
export type NodeDraft = Pick<WiringNode, 'id' | 'kind' | 'title'> &
  Partial<Omit<WiringNode, 'place' | 'marks'>> & { readonly markedFor?: readonly ElementId[] };

/** A line as its builder knows it; what is left out is empty. */
export type LinkDraft = Pick<WiringLink, 'kind' | 'from' | 'to'> & Partial<WiringLink>;

/** A picture being built: boxes and lines are added to it, places and findings are filled in from the input. */
export interface GraphDraft {
  readonly fabric: CompiledFabric;
  readonly index: DeploymentIndex;
  readonly addNode: (node: NodeDraft) => void;
  readonly addLink: (link: LinkDraft) => void;
  readonly finish: (view: DiagramView) => WiringGraph;
}

/** Starts an empty picture of a compiled fabric. */
export function createDraft({ fabric, findings, placeOf }: DiagramInput): GraphDraft {
  const { deployment } = fabric;
  const nodes: WiringNode[] = [];
  const links: WiringLink[] = [];
  const findingsOf = groupBy(findings, ({ element }) => element);
  const marksFor = (elements: readonly ElementId[]): Mark[] =>
    [...new Set(elements)].flatMap((element) => findingsOf.get(element) ?? []).map(toMark);
  return {
    fabric,
    index: indexDeployment(deployment),
    addNode: ({ markedFor = [], ...draft }) => {
      nodes.push({
        parent: undefined,
        details: [],
        tooltip: '',
        side: undefined,
        host: undefined,
        devices: [],
        element: undefined,
        networks: [],
        ...draft,
        place: draft.element === undefined ? undefined : placeOf(draft.element),
        marks: marksFor(markedFor),
      });
    },
    addLink: (draft) => {
      links.push({ id: linkId(draft.kind, draft.from, draft.to), label: '', tooltip: '', element: undefined, networks: [], ...draft });
    },
    finish: (view) => ({
      view,
      title: deployment.fabric.name,
      nodes,
      links,
      networks: deployment.networks.map((network, colour) =>
        networkKey(network, colour, placeOf(network.id), marksFor(networkElements(network))),
      ),
      hosts: deployment.hosts.map(({ id, name }) => ({ id, name })),
    }),
  };
}

function toMark({ code, severity, message }: Finding): Mark {
  return { code, severity, message };
}

function linkId(kind: LinkKind, from: string, to: string): string {
  const [first, second] = compareText(from, to) <= 0 ? [from, to] : [to, from];
  return `${kind}:${first}~${second}`;
}

function networkKey(network: PlannedNetwork, colour: number, place: NetworkKey['place'], marks: readonly Mark[]): NetworkKey {
  return {
    id: network.id,
    name: network.name,
    colour,
    segment: describeSegment(network),
    details: [...describeSubnets(network), describeSegment(network), `MTU ${network.mtuBytes}`].join(' · '),
    place,
    marks,
  };
}
