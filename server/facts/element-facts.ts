import { type ElementId, elementKind } from '#core/base';
import { DEFAULT_GROUP, type Topology, defaultGroupId } from '#core/model';
import type { Deployment } from '#core/plan';
import type { Analysis } from '../analysis/analysis.ts';
import { expectationFacts } from './expectation-facts.ts';
import type { Facts } from './facts.ts';
import { floatingIpFacts } from './floating-ip-facts.ts';
import { groupFacts } from './group-facts.ts';
import { fabricFacts, hostFacts, routerFacts } from './host-facts.ts';
import { networkFacts, subnetFacts } from './network-facts.ts';
import { portFacts, vmFacts } from './port-facts.ts';
import { bridgeFacts, physicalFacts, sriovFacts, tenantFacts } from './wiring-facts.ts';

/** What an element of the text became in the deployment; `undefined` when it was left out of it or has nothing derived. */
export function elementFacts({ topology, deployment }: Pick<Analysis, 'topology' | 'deployment'>, id: ElementId): Facts | undefined {
  const find = <T extends { readonly id: ElementId }>(items: readonly T[], print: (item: T) => Facts): Facts | undefined => {
    const item = items.find((candidate) => candidate.id === id);
    return item && print(item);
  };
  switch (elementKind(id)) {
    case 'fabric':
      return fabricFacts(deployment.fabric, deployment);
    case 'host':
      return find(deployment.hosts, hostFacts);
    case 'network':
    case 'ha-network':
      return find(deployment.networks, (network) => networkFacts(topology, deployment, network));
    case 'subnet':
      return find(
        deployment.networks.flatMap(({ subnets }) => subnets),
        (subnet) => subnetFacts(deployment, subnet),
      );
    case 'router':
      return find(deployment.routers, (router) => routerFacts(deployment, router));
    case 'security-group':
      return (
        find(topology.securityGroups, (group) => groupFacts(topology, deployment, group)) ?? unwrittenDefault(topology, deployment, id)
      );
    case 'vm':
      return find(deployment.vms, (vm) => vmFacts(deployment, vm));
    case 'port':
    case 'interface':
    case 'dhcp':
    case 'gateway':
    case 'snat-port':
    case 'agent-gateway':
    case 'ha-port':
      return find(deployment.ports, (port) => portFacts(deployment, port));
    case 'floating-ip':
      return find(deployment.floatingIps, (floatingIp) => floatingIpFacts(deployment, floatingIp));
    case 'expect':
      return find(topology.expectations, (expectation) => expectationFacts(deployment, expectation));
    case 'tenant':
      return find(topology.tenants, (tenant) => tenantFacts(topology, deployment, tenant.id));
    case 'physical':
      return find(topology.fabric.physicalNetworks, (physical) => physicalFacts(topology, deployment, physical));
    case 'bridge':
      return find(
        topology.hosts.flatMap(({ bridges }) => bridges),
        (bridge) => bridgeFacts(deployment, bridge),
      );
    case 'sriov':
      return find(
        topology.hosts.flatMap(({ sriov }) => sriov),
        (card) => sriovFacts(deployment, card),
      );
    case 'trunk':
    case 'ha-subnet':
    case 'rule':
      return undefined;
  }
}

/** A tenant's `default` group, which is there unwritten too. */
function unwrittenDefault(topology: Topology, deployment: Deployment, id: ElementId): Facts | undefined {
  const isDefault = topology.tenants.some((tenant) => defaultGroupId(tenant.id) === id);
  return isDefault ? groupFacts(topology, deployment, { id, name: DEFAULT_GROUP, stateless: false, rules: [] }) : undefined;
}
