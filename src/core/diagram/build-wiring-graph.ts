import { assertNever, sortedBy } from '#core/base';
import type { CompiledHost } from '#core/compile';
import { buildHost } from './build-host.ts';
import { buildLogical } from './build-logical.ts';
import { buildRemoteHosts, buildTunnels } from './build-tunnels.ts';
import { buildUnderlay } from './build-underlay.ts';
import type { DiagramInput } from './diagram-input.ts';
import { createDraft } from './graph-draft.ts';
import type { DiagramView, WiringGraph } from './wiring-graph.ts';

/**
 * The boxes and lines of one view of a compiled fabric. An unknown host gives a picture without boxes.
 * What is drawn is what was planned and compiled; the text serves only as the place a click leads to.
 */
export function buildWiringGraph(input: DiagramInput, view: DiagramView): WiringGraph {
  const draft = createDraft(input);
  const hosts = sortedBy(input.fabric.hosts, placeInRow);
  switch (view.kind) {
    case 'logical':
      buildLogical(draft);
      break;
    case 'wiring':
      for (const host of hosts) buildHost(draft, host, 'brief');
      buildUnderlay(draft, hosts);
      buildTunnels(draft, hosts);
      break;
    case 'host': {
      const shown = hosts.filter((host) => host.plan.id === view.host);
      for (const host of shown) buildHost(draft, host, 'full');
      buildUnderlay(draft, shown);
      for (const host of shown) buildRemoteHosts(draft, host);
      break;
    }
    default:
      assertNever(view);
  }
  return draft.finish(view);
}

/** Network hosts stand left, then the other hosts with bridges, then the rest; each in the model's order. */
function placeInRow({ plan }: CompiledHost): number {
  if (plan.bridges.length === 0) return 2;
  return plan.namespaces.length > 0 ? 0 : 1;
}
