import { compact } from '#core/base';
import { subportFault } from '#core/model';
import { hasOpenVswitch } from '#core/rules';
import { draftAgentGateways } from './distributed/draft-agent-gateways.ts';
import { draftDhcpPorts } from './draft-dhcp-ports.ts';
import { draftRouterPorts } from './draft-router-ports.ts';
import type { FoundWay } from './plan-floating-ips.ts';
import { type DraftInput, type PortDraft, pinsOf } from './port-draft.ts';

/** All ports that have a network and a host with Open vSwitch, in the order in which they get their addresses: routers, DHCP, VMs. */
export function draftPorts(input: DraftInput, ways: readonly FoundWay[]): readonly PortDraft[] {
  return [...draftRouterPorts(input), ...draftAgentGateways(input, ways), ...draftDhcpPorts(input), ...draftVmPorts(input)];
}

function draftVmPorts({ relations, isPlanned, lock }: DraftInput): readonly PortDraft[] {
  return compact(
    relations.topology.ports.map((port): PortDraft | undefined => {
      const vm = relations.vm(port.vm);
      const host = vm?.host === undefined ? undefined : relations.host(vm.host);
      const network = relations.network(port.network);
      if (!vm || !host || !network || !hasOpenVswitch(host) || !isPlanned(network.id)) return undefined;
      if (subportFault(relations, port) !== undefined) return undefined;
      return {
        ...pinsOf(port),
        id: port.id,
        owner: port.subport ? 'trunk:subport' : 'compute:nova',
        network,
        subnets: relations.subnetsOf(network.id),
        hosts: [host.id],
        device: vm.id,
        pinned: port.addresses,
        locked: lock.elements.get(port.id) ?? {},
        vmPort: port,
        source: port,
        place: port.places.name,
        description: `port ${port.name} of ${vm.name}`,
      };
    }),
  );
}
