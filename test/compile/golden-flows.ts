import { readFileSync } from 'node:fs';
import { known } from '#core/base';
import { parseFlow, printFlow } from '#core/openflow';

/** Flow texts of any spelling, in the normal form and sorted. */
export function normalFlows(...texts: readonly string[]): readonly string[] {
  const parsed = texts
    .map((text) => parseFlow(text))
    .map((flow) => (flow.kind === 'parsed' ? printFlow(flow.value) : flow.problem.message));
  return parsed.sort();
}

/** One section of what Neutron's own bridge classes printed. */
export function goldenFlows(section: string): readonly string[] {
  const text = nativeBridges();
  const body = known(
    text.split('== ').find((part) => part.startsWith(`${section}\n`)),
    section,
  );
  return normalFlows(...body.split('\n').filter((line) => line.includes('actions=')));
}

/** The meters they made, each in one line. */
export function goldenMeters(): readonly string[] {
  return [...nativeBridges().matchAll(/ADD (meter=.*)\n(.*)/g)].map(([, meter = '', band = '']) => meter + band);
}

function nativeBridges(): string {
  return readFileSync(new URL('../openflow/golden/native-bridges.flows.txt', import.meta.url), 'utf8');
}
