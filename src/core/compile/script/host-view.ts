import type { ElementId } from '#core/base';
import type { CompiledHost } from '#core/compile';
import type { IpAddress } from '#core/net';
import {
  type Deployment,
  type DeploymentIndex,
  type HostPlan,
  type PlannedFabric,
  type PlannedSubnet,
  indexDeployment,
  metadataServers,
} from '#core/plan';

/** What the sections of a host's script are written from. */
export interface HostView {
  readonly fabric: PlannedFabric;
  readonly compiled: CompiledHost;
  readonly plan: HostPlan;
  readonly index: DeploymentIndex;
  readonly subnet: (id: ElementId) => PlannedSubnet | undefined;
  /** The next hop to the metadata address, for guests of a subnet whose DHCP service serves it. */
  readonly metadataServer: (subnet: ElementId) => IpAddress | undefined;
}

/** Looks at the hosts of a deployment, one after another: what is looked up in the deployment is indexed once. */
export function createHostViews(deployment: Deployment): (compiled: CompiledHost) => HostView {
  const index = indexDeployment(deployment);
  const subnets = new Map(deployment.networks.flatMap((network) => network.subnets.map((subnet) => [subnet.id, subnet])));
  const { fabric } = deployment;
  const metadata = metadataServers(deployment);
  return (compiled) => ({
    fabric,
    compiled,
    plan: compiled.plan,
    index,
    subnet: (id) => subnets.get(id),
    metadataServer: (id) => metadata.get(id),
  });
}
