import type { ElementId } from '#core/base';
import type { CompiledFabric, CompiledHost } from '#core/compile';
import { type Deployment, surroundingsOf } from '#core/plan';
import { printRule } from '#core/netfilter';
import { type Origin, printLoadableFlow } from '#core/openflow';
import { type HostView, viewHost } from './host-view.ts';
import { hostPhases } from './phases.ts';
import { flowPath, rulesPath } from './script-files.ts';

/** One line that a host is programmed with, and why. */
export interface ExplainedLine extends Origin {
  readonly host: string;
  /** The file it stands in, below the host's folder. */
  readonly file: string;
  /** What it is for in words, where the file says so. */
  readonly why: string | undefined;
  readonly line: string;
}

/** Every command, flow and rule of every host with its reason, in the order in which a host comes to have them. */
export function explainScripts(fabric: CompiledFabric): ExplainedLine[] {
  return fabric.hosts.flatMap(createScriptExplainer(fabric.deployment));
}

/** The same for one host after another, for whoever need not hold all of them; a host without anything to set up has no lines. */
export function createScriptExplainer(deployment: Deployment): (host: CompiledHost) => ExplainedLine[] {
  const surroundings = surroundingsOf(deployment);
  return (host) => {
    const { name, bridges } = host.plan;
    if (bridges.length === 0) return [];
    const lines = [...commandLines(viewHost(surroundings, host)), ...flowLines(host), ...ruleLines(host)];
    return lines.map((line) => ({ host: name, ...line }));
  };
}

type HostLine = Omit<ExplainedLine, 'host'>;

function commandLines(view: HostView): HostLine[] {
  return hostPhases(view).flatMap((phase) =>
    phase.sections.flatMap(({ name, neutron, entries }) =>
      entries.flatMap(({ element, why, commands }) =>
        commands.map(({ shell }) => ({ file: 'setup.sh', stage: `${phase.name}/${name}`, element, neutron, why, line: shell })),
      ),
    ),
  );
}

function flowLines({ bridges, plan: { id } }: CompiledHost): HostLine[] {
  return bridges.flatMap(({ plan, flows }) =>
    flows.map((flow) => ({ file: flowPath(plan.name), ...originOf(flow.origin, id), why: undefined, line: printLoadableFlow(flow) })),
  );
}

/** Only flows that were read from a text have no origin; compiled ones do. */
function originOf(origin: Origin | undefined, host: ElementId): Origin {
  return origin ?? { stage: 'flows', element: host, neutron: 'none' };
}

function ruleLines({ rulesets }: CompiledHost): HostLine[] {
  return rulesets.flatMap(({ namespace, version, tables }) =>
    tables.flatMap(({ table, rules }) =>
      rules.map((rule) => ({
        file: rulesPath(namespace, version),
        ...rule.origin,
        why: undefined,
        line: `-t ${table} ${printRule(rule)}`,
      })),
    ),
  );
}
