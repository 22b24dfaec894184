import { type Deployment, type HostPlan, indexDeployment } from '#core/plan';
import type { CompiledFabric, CompiledHost } from '../compiled.ts';
import { compileFlows } from './compile-flows.ts';
import { compileRulesets } from './rulesets/index.ts';

/** Programs every host of a deployment as Neutron's Open vSwitch agents do. */
export function compileFabric(deployment: Deployment): CompiledFabric {
  return { deployment, hosts: deployment.hosts.map(createHostCompiler(deployment)) };
}

/** Programs one host after another, for whoever need not hold all of them: what is looked up in the deployment is indexed once. */
export function createHostCompiler(deployment: Deployment): (host: HostPlan) => CompiledHost {
  const index = indexDeployment(deployment);
  return (host) => ({
    plan: host,
    bridges: host.bridges.map((plan) => ({ plan, ...compileFlows({ deployment, index, host }, plan) })),
    ...compileRulesets(deployment, index, host),
  });
}
