import { type Deployment, type HostPlan, indexDeployment } from '#core/plan';
import type { CompiledFabric, CompiledHost } from '../compiled.ts';
import { compileFlows } from './compile-flows.ts';
import { compileRulesets } from './rulesets/index.ts';

/** Programs every host of a deployment as Neutron's Open vSwitch agents do. */
export function compileFabric(deployment: Deployment): CompiledFabric {
  const index = indexDeployment(deployment);
  const compileHost = (host: HostPlan): CompiledHost => ({
    plan: host,
    bridges: host.bridges.map((plan) => ({ plan, flows: compileFlows({ deployment, index, host }, plan) })),
    ...compileRulesets(deployment, host),
  });
  return { deployment, hosts: deployment.hosts.map(compileHost) };
}
