import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type CompiledFabric, compileFabric } from '#core/compile';
import type { Finding } from '#core/diagnostics';
import type { Fabric } from '#core/model';
import { analyse } from '#core/plan';
import { parseOstopo } from '#language';

type Choices = Pick<Fabric, 'firewall' | 'l2Population' | 'arpResponder' | 'egressDirect' | 'dvr'> & { readonly ha: boolean };

/** An example compiled with choices of its fabric overridden. */
export interface Combination {
  readonly name: string;
  readonly compiled: CompiledFabric;
}

const EXAMPLES = path.join(import.meta.dirname, '../../../examples');

/** The sound examples by name. */
export function exampleNames(): string[] {
  return globSync('*.ostopo', { cwd: EXAMPLES })
    .map((file) => path.basename(file, '.ostopo'))
    .sort();
}

/** Those with routers on several hosts, which take about as long as the others: they are tested side by side. */
export function distributedExamples(): string[] {
  return exampleNames().filter((name) => /distributed|^ha$|prod/.test(name));
}

/** An example × firewall × l2-population × ARP responder × direct egress × kind of router, without those that are errors where the example as written has none. */
export function combinationsOf(example: string): Combination[] {
  const { topology, findings: read } = parseOstopo(readFileSync(path.join(EXAMPLES, `${example}.ostopo`), 'utf8'));
  const errorsOf = (findings: readonly Finding[]) => findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  const usual = new Set(errorsOf(analyse(topology, read).findings));
  return allChoices().flatMap((choices) => {
    const { fabric } = topology;
    const changed = { ...topology, fabric: { ...fabric, ...choices, ha: { ...fabric.ha, enabled: choices.ha } } };
    const { deployment, findings } = analyse(changed, read);
    if (errorsOf(findings).some((code) => !usual.has(code))) return [];
    return [{ name: nameOf(choices), compiled: compileFabric(deployment) }];
  });
}

function allChoices(): Choices[] {
  const populations = [
    { l2Population: false, arpResponder: false },
    { l2Population: true, arpResponder: false },
    { l2Population: true, arpResponder: true },
  ];
  return (['none', 'iptables-hybrid', 'openvswitch'] as const).flatMap((firewall) =>
    populations.flatMap((population) =>
      [false, true].flatMap((egressDirect) =>
        [false, true].flatMap((dvr) => [false, true].map((ha) => ({ firewall, ...population, egressDirect, dvr, ha }))),
      ),
    ),
  );
}

function nameOf({ firewall, ...switches }: Choices): string {
  const on = Object.entries(switches).flatMap(([name, is]) => (is ? [name] : []));
  return [firewall, ...on].join(' ');
}
