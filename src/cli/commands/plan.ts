import { EXIT } from '../exit-code.ts';
import { chooseHosts } from '../input/choose-host.ts';
import { loadCompiled, tellOfFindings } from '../input/load-model.ts';
import { printJson } from '../output/json.ts';
import { planToJson } from '../output/plan-json.ts';
import { printPlan } from '../output/plan-text.ts';
import type { Terminal } from '../output/terminal.ts';

/** `ostopo plan FILE`: every derived value, host by host. */
export async function runPlan(
  file: string,
  options: { readonly format: 'text' | 'json'; readonly host?: string },
  terminal: Terminal,
): Promise<number> {
  const model = await loadCompiled(file);
  const { deployment } = model;
  const hosts = chooseHosts(deployment.hosts, options.host);
  tellOfFindings(model, file, terminal);
  terminal.out(options.format === 'json' ? printJson(planToJson(deployment, hosts)) : printPlan(deployment, hosts, terminal.paintOut));
  return EXIT.ok;
}
