import { type ElementId, type SourcePlace, compact, groupBy } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Host, type Network, type Relations, type VmPort, hasDhcpService, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';
import { carriedBy, physicalNetworkOf } from './carried-by.ts';
import { hasOpenVswitch } from './has-open-vswitch.ts';

/**
 * OST4015 a VM's port, OST4016 a router or DHCP service of a VLAN or flat network whose host has no bridge to its physical network
 * (neutron-dataplane 9.1). A physical network that no host carries at all is OST3018.
 */
export const checkReach: Rule = (relations) => {
  const carried = new Set(
    relations.topology.hosts.flatMap(({ bridges }) => compact(bridges.map(({ physicalNetwork }) => physicalNetwork))),
  );
  const needsBridge = (network: Network) => {
    const physical = physicalNetworkOf(network);
    return physical !== undefined && carried.has(physical);
  };
  return [...ports(relations, needsBridge), ...services(relations, needsBridge)];
};

type NeedsBridge = (network: Network) => boolean;

interface Stranded {
  readonly port: VmPort;
  readonly network: Network;
  readonly host: Host;
}

/** One finding for all ports of a network on a host: it is one bridge that is missing. */
function ports({ topology, vm: vmOf, host: hostOf, network: networkOf }: Relations, needsBridge: NeedsBridge): readonly Finding[] {
  const stranded = topology.ports.flatMap((port): Stranded[] => {
    const network = networkOf(port.network);
    const vm = vmOf(port.vm);
    const host = vm?.host === undefined ? undefined : hostOf(vm.host);
    if (!network || !host || port.binding !== 'normal' || !needsBridge(network)) return [];
    return hasOpenVswitch(host) && !carriedBy(host, network) ? [{ port, network, host }] : [];
  });
  const groups = groupBy(stranded, ({ host, network }) => `${host.id} ${network.id}`);
  return [...groups.values()].flatMap(([first, ...others]) => (first ? [strandedFinding(first, others.length)] : []));
}

function strandedFinding({ port, network, host }: Stranded, others: number): Finding {
  const physical = physicalNetworkOf(network) ?? '';
  const also = others > 0 ? ` and ${String(others)} more` : '';
  const message = `${describeElement(port)}${also} of ${describeElement(network)} cannot leave ${describeElement(host)}, which has no bridge to \`${physical}\`: frames end on br-int. Write \`bridge NAME { physical ${physical} }\` at the host, or put the VM on one that has it.`;
  return createFinding('OST4015', {
    message,
    place: placeOf(port, 'network'),
    related: [
      { message: 'the host', place: host.places.name },
      { message: `it stands on \`${physical}\``, place: placeOf(network, 'physical') },
    ],
    element: port.id,
    data: { host: host.name, physical },
  });
}

/** A router or DHCP service, the network it must reach and the host it is pinned to. */
interface Service {
  readonly id: ElementId;
  readonly place: SourcePlace;
  readonly network: Network | undefined;
  readonly host: ElementId | undefined;
}

function services(relations: Relations, needsBridge: NeedsBridge): readonly Finding[] {
  const networkHosts = relations.topology.hosts.filter((host) => host.roles.includes('network'));
  if (networkHosts.length === 0) return []; // OST4002
  const stranded = servicesOf(relations).flatMap((service) => {
    const { network } = service;
    if (!network || !needsBridge(network)) return [];
    const pinned = service.host === undefined ? undefined : networkHosts.filter(({ id }) => id === service.host);
    const candidates = pinned && pinned.length > 0 ? pinned : networkHosts;
    return candidates.some((host) => carriedBy(host, network)) ? [] : [{ service, network, candidates }];
  });
  return stranded.map(({ service, network, candidates }) => serviceFinding(service, network, candidates));
}

function servicesOf({ topology, network: networkOf, subnet: subnetOf }: Relations): readonly Service[] {
  return [
    ...topology.routers.flatMap(({ interfaces, gateway, host }) => [
      ...interfaces.map((item) => ({ id: item.id, place: item.places.name, network: networkOfSubnet(item.subnet), host })),
      ...(gateway ? [{ id: gateway.id, place: gateway.places.name, network: networkOf(gateway.network), host }] : []),
    ]),
    ...topology.subnets
      .filter((subnet) => hasDhcpService(topology.fabric, subnet))
      .map((subnet) => ({ id: subnet.dhcp.id, place: placeOf(subnet, 'dhcp'), network: networkOf(subnet.network), host: undefined })),
  ];

  function networkOfSubnet(id: ElementId): Network | undefined {
    const subnet = subnetOf(id);
    return subnet && networkOf(subnet.network);
  }
}

function serviceFinding({ id, place }: Service, network: Network, candidates: readonly Host[]): Finding {
  const physical = physicalNetworkOf(network) ?? '';
  const [only] = candidates.length === 1 ? candidates : [];
  const where = only ? `${describeElement(only)} has no bridge` : 'no network host has a bridge';
  const message = `${describeElement({ id })} cannot reach ${describeElement(network)}: ${where} to \`${physical}\`, so its frames end on br-int. Write \`bridge NAME { physical ${physical} }\` at a network host.`;
  return createFinding('OST4016', {
    message,
    place,
    related: [
      ...(only ? [{ message: 'the network host', place: only.places.name }] : []),
      { message: `it stands on \`${physical}\``, place: placeOf(network, 'physical') },
    ],
    element: id,
    data: { physical },
  });
}
