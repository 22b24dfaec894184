import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileFabric } from '#core/compile';
import { planDeployment } from '#core/plan';
import { parseOstopo } from '#language';
import { whyNoOvs } from '#test/ovs-dummy';
import { type Comparison, compareTraces } from './compare-traces.ts';
import { ROUNDS, SEED } from './comparison-settings.ts';
import { createFrameSource } from './random-frames.ts';
import { withRandomFlows } from './random-flows.ts';
import { createRandomSource } from './random-source.ts';

const FRAMES = 600;

const ARTICLE = readFileSync(new URL('../../examples/article-lab.ostopo', import.meta.url), 'utf8');

const skip = whyNoOvs();
if (skip !== undefined) console.log(`no comparison with Open vSwitch: ${skip}`);

describe.skipIf(skip !== undefined)('our switch on flows made at random', () => {
  const rounds = Array.from({ length: ROUNDS }, (_, round) => SEED + 1000 * round);
  it.each(rounds)(
    'follows every frame as Open vSwitch does, seed %i',
    async (seed) => {
      const { differences, copies, ways } = await compareRandomFlows(seed, false);
      expect(differences.slice(0, 2).join('\n\n')).toBe('');
      expect(copies).toBeGreaterThan(50);
      expect(ways).toBeGreaterThan(30);
    },
    600_000,
  );

  it.each(rounds)(
    'follows every frame through connection tracking as Open vSwitch does, seed %i',
    async (seed) => {
      const { differences, ways } = await compareRandomFlows(seed, true);
      expect(differences.slice(0, 2).join('\n\n')).toBe('');
      expect(ways).toBeGreaterThan(10);
    },
    600_000,
  );
});

function compareRandomFlows(seed: number, tracking: boolean): Promise<Comparison> {
  const { deployment } = planDeployment(parseOstopo(ARTICLE).topology);
  const random = createRandomSource(seed);
  const fabric = compileFabric(deployment);
  const hosts = fabric.hosts.map((host) =>
    host.bridges.length === 0 ? host : withRandomFlows(host, createFrameSource(deployment, host, random), random, tracking),
  );
  return compareTraces({ ...fabric, hosts }, FRAMES, seed);
}
