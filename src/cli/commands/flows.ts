import { printFlow } from '#core/openflow';
import { EXIT } from '../exit-code.ts';
import { chooseByName } from '../input/choose-host.ts';
import { loadCompiled, tellOfFindings } from '../input/load-model.ts';
import { elementSource } from '../output/element-source.ts';
import { printJson } from '../output/json.ts';
import type { Terminal } from '../output/terminal.ts';

/** Options of `flows` as the command line reads them. */
export interface FlowsOptions {
  readonly explain: boolean;
  readonly format: 'text' | 'json';
}

/** `ostopo flows FILE HOST BRIDGE`: one bridge's flows in the spelling of `ovs-ofctl -O OpenFlow13 dump-flows --no-stats`. */
export async function runFlows(
  file: string,
  hostName: string,
  bridgeName: string,
  options: FlowsOptions,
  terminal: Terminal,
): Promise<number> {
  const model = await loadCompiled(file);
  const host = chooseByName(
    model.compiled.hosts.map((compiled) => ({ name: compiled.plan.name, compiled })),
    hostName,
    'host',
  ).compiled;
  const { bridge } = chooseByName(
    host.bridges.map((compiled) => ({ name: compiled.plan.name, bridge: compiled })),
    bridgeName,
    'bridge',
  );
  tellOfFindings(model, file, terminal);
  const source = elementSource(model);
  if (options.format === 'json') {
    const flows = bridge.flows.map((flow) => ({
      flow: printFlow(flow),
      table: flow.table,
      priority: flow.priority,
      ...(flow.origin ? { ...flow.origin, source: source(flow.origin.element) ?? null } : {}),
    }));
    terminal.out(printJson({ schema: 1, host: host.plan.name, bridge: bridge.plan.name, flows }));
    return EXIT.ok;
  }
  for (const flow of bridge.flows) {
    if (options.explain && flow.origin) {
      terminal.out(
        terminal.paintOut.dim(
          `# ${flow.origin.stage}, for ${flow.origin.element}${withPlace(source(flow.origin.element))}; ${flow.origin.neutron}`,
        ) + '\n',
      );
    }
    terminal.out(`${printFlow(flow)}\n`);
  }
  return EXIT.ok;
}

function withPlace(place: string | undefined): string {
  return place === undefined ? '' : ` (${place})`;
}
