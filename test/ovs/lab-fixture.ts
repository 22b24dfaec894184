import { readFileSync } from 'node:fs';
import { type CompiledFabric, compileFabric } from '#core/compile';
import type { Expectation } from '#core/model';
import { planDeployment } from '#core/plan';
import { type LabState, type ProcessResult, runOnHost } from '#lab';
import { parseOstopo } from '#language';

/** The text of the article's lab. */
export const ARTICLE = readFileSync(new URL('../../examples/article-lab.ostopo', import.meta.url), 'utf8');

/** A text compiled, with its expectations. */
export function compileText(text: string): { readonly compiled: CompiledFabric; readonly expectations: readonly Expectation[] } {
  const { topology } = parseOstopo(text);
  return { compiled: compileFabric(planDeployment(topology).deployment), expectations: topology.expectations };
}

/** What a command prints on a host of the lab. */
export async function printedOn(lab: LabState, host: string, ...argv: string[]): Promise<string> {
  return (await runOnHost(lab, host, argv)).stdout;
}

/** Runs a command in a guest of tenant `demo`. */
export function inGuest(lab: LabState, host: string, vm: string, ...argv: string[]): Promise<ProcessResult> {
  return runOnHost(lab, host, ['ip', 'netns', 'exec', `vm-demo.${vm}`, ...argv]);
}
