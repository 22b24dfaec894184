import { buildWiringGraph } from '#core/diagram';
import type { WiringAnswer, WiringParams } from '#protocol';
import type { Analysis } from '../analysis/analysis.ts';

/** The picture of a model: of what is sound, when parts of it are not. */
export async function answerWiring(
  { compiled, elements, findings, topology, version }: Analysis,
  { view }: WiringParams,
): Promise<WiringAnswer> {
  if (topology.hosts.length === 0 && topology.networks.length === 0) {
    return { kind: 'refused', message: 'There is nothing to draw yet: the model has no host and no network.' };
  }
  const graph = buildWiringGraph({ fabric: await compiled(), findings, placeOf: (element) => elements.get(element)?.places.name }, view);
  return { kind: 'wiring', version, graph };
}
