import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileFabric } from '#core/compile';
import { printFlow } from '#core/openflow';
import { planDeployment } from '#core/plan';
import { parseOstopo } from '#language';
import { startDummySwitch, whyNoOvs } from '#test/ovs-dummy';

const EXAMPLES = new URL('../../examples/', import.meta.url);

/** Every example as its agents would be set up under each firewall, without and with the options that add flows. */
const CASES = readdirSync(EXAMPLES)
  .filter((name) => name.endsWith('.ostopo'))
  .flatMap((name) =>
    (['openvswitch', 'iptables-hybrid', 'none'] as const).flatMap((firewall) =>
      [false, true].map((optional) => ({ name, firewall, optional })),
    ),
  );

const skip = whyNoOvs();
if (skip !== undefined) console.log(`no flows loaded into Open vSwitch: ${skip}`);

describe.skipIf(skip !== undefined)('a real Open vSwitch takes every flow without a complaint and prints it as we do', () => {
  it.each(CASES)(
    '$name with firewall $firewall, optional flows $optional',
    async ({ name, firewall, optional }) => {
      const { topology } = parseOstopo(readFileSync(new URL(name, EXAMPLES), 'utf8'));
      const fabric = { ...topology.fabric, firewall, l2Population: optional, arpResponder: optional, egressDirect: optional };
      const { hosts } = compileFabric(planDeployment({ ...topology, fabric }).deployment);
      for (const host of hosts) {
        const real = await startDummySwitch(host);
        try {
          for (const { plan, flows } of host.bridges)
            expect([...(await real.dumpFlows(plan.name))].sort(), `${plan.name} of ${host.plan.name}`).toEqual(flows.map(printFlow).sort());
        } finally {
          await real.stop();
        }
      }
    },
    120_000,
  );
});
