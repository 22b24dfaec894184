import { type ElementId, groupBy, lazily } from '#core/base';
import type { Deployment, HostPlan, PlannedFloatingIp, PlannedNetwork, PlannedPort, PlannedRouter, PlannedVm } from './deployment.ts';
import { findIn, required } from './find-planned.ts';

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

/** Builds the index, each part of it when it is first asked for; asking it for an id the deployment does not have is a program's mistake. */
export function indexDeployment(deployment: Deployment): DeploymentIndex {
  const byNetwork = lazily(() => groupBy(deployment.ports, (port) => port.network));
  return {
    host: lookUp('host', () => deployment.hosts),
    network: lookUp('network', () => deployment.networks),
    port: lookUp('port', () => deployment.ports),
    router: lookUp('router', () => deployment.routers),
    floatingIp: lookUp('floating IP', () => deployment.floatingIps),
    vm: lookUp('vm', () => deployment.vms),
    portsOf: (network) => byNetwork().get(network) ?? [],
  };
}

function lookUp<T extends { readonly id: ElementId }>(what: string, items: () => readonly T[]): (id: ElementId) => T {
  return required(what, findIn(items));
}
