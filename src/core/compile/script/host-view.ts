import type { ElementId } from '#core/base';
import type { CompiledFabric, CompiledHost } from '#core/compile';
import { type DeploymentIndex, type HostPlan, type PlannedFabric, type PlannedSubnet, indexDeployment } from '#core/plan';

/** What the sections of a host's script are written from. */
export interface HostView {
  readonly fabric: PlannedFabric;
  readonly compiled: CompiledHost;
  readonly plan: HostPlan;
  readonly index: DeploymentIndex;
  readonly subnet: (id: ElementId) => PlannedSubnet | undefined;
}

/** Looks at one host of a compiled fabric. */
export function viewHost(fabric: CompiledFabric, compiled: CompiledHost): HostView {
  const subnets = new Map(fabric.deployment.networks.flatMap((network) => network.subnets.map((subnet) => [subnet.id, subnet])));
  return {
    fabric: fabric.deployment.fabric,
    compiled,
    plan: compiled.plan,
    index: indexDeployment(fabric.deployment),
    subnet: (id) => subnets.get(id),
  };
}
