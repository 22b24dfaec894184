import { type ElementId, groupBy, indexBy, invariant } from '#core/base';
import type { Deployment, HostPlan, PlannedFloatingIp, PlannedNetwork, PlannedPort, PlannedRouter, PlannedVm } from './deployment.ts';

/** Finds the parts of a deployment by element id in constant time. */
export interface DeploymentIndex {
  readonly host: (id: ElementId) => HostPlan;
  readonly network: (id: ElementId) => PlannedNetwork;
  readonly port: (id: ElementId) => PlannedPort;
  readonly router: (id: ElementId) => PlannedRouter;
  readonly floatingIp: (id: ElementId) => PlannedFloatingIp;
  readonly vm: (id: ElementId) => PlannedVm;
  /** All ports of a network on any host, in the deployment's order; none for a network without. */
  readonly portsOf: (network: ElementId) => readonly PlannedPort[];
}

/** Builds the index; asking it for an id the deployment does not have is a program's mistake. */
export function indexDeployment(deployment: Deployment): DeploymentIndex {
  const byNetwork = groupBy(deployment.ports, (port) => port.network);
  return {
    host: finder('host', deployment.hosts),
    network: finder('network', deployment.networks),
    port: finder('port', deployment.ports),
    router: finder('router', deployment.routers),
    floatingIp: finder('floating IP', deployment.floatingIps),
    vm: finder('vm', deployment.vms),
    portsOf: (network) => byNetwork.get(network) ?? [],
  };
}

function finder<T extends { readonly id: ElementId }>(what: string, items: readonly T[]): (id: ElementId) => T {
  const index = indexBy(items, (item) => item.id);
  return (id) => {
    const item = index.get(id);
    invariant(item, `expected a planned ${what} ${id}, found none`);
    return item;
  };
}
