import { type ElementId, compact, groupBy, known } from '#core/base';
import { addressBits } from '#core/net';
import type { PlannedFloatingIp, PlannedNetwork, PlannedPort } from '../deployment.ts';
import type { HostInput } from '../host-input.ts';
import { namespaceDevice } from '../namespace-device.ts';
import { BARE_NAMESPACE, type NamespacePlan } from '../namespace-plan.ts';
import { anywhere } from '../router-routes.ts';
import type { RouterLink } from './link-local-pairs.ts';

/** The floating addresses of one router on a host, and the link to its namespace. */
export interface LinkedFloatingIps {
  readonly router: ElementId;
  readonly routerNamespace: string;
  readonly link: RouterLink;
  readonly floatingIps: readonly PlannedFloatingIp[];
}

/** The `fip-` namespaces of a host, one for each external network that it has a port of its own on (neutron-dataplane 7.4). */
export function floatingNamespaces(input: HostInput, linked: readonly LinkedFloatingIps[]): readonly NamespacePlan[] {
  const byNetwork = groupBy(linked, ({ floatingIps }) => floatingIps[0]?.network);
  return compact(
    input.ports
      .filter(({ owner }) => owner === 'network:floatingip_agent_gateway')
      .map((port) => {
        const network = input.networks.get(port.network);
        return network && floatingNamespace(input, { network, port, routers: byNetwork.get(network.id) ?? [] });
      }),
  );
}

interface Outside {
  readonly network: PlannedNetwork;
  /** The host's own port on it. */
  readonly port: PlannedPort;
  readonly routers: readonly LinkedFloatingIps[];
}

function floatingNamespace(input: HostInput, { network, port, routers }: Outside): NamespacePlan {
  const device = namespaceDevice(input, port);
  const gateway = network.subnets.find(({ gateway: address }) => address?.version === 4)?.gateway;
  return {
    ...BARE_NAMESPACE,
    name: `fip-${network.uuid}`,
    kind: 'fip',
    element: network.id,
    devices: [device],
    veths: routers.map(({ router, routerNamespace, link: { router: inside, outside } }) => ({
      name: outside.device,
      peer: { namespace: routerNamespace, device: inside.device },
      element: router,
      mac: outside.mac,
      mtuBytes: network.mtuBytes,
      addresses: [outside.address],
    })),
    routes: routers.flatMap(({ floatingIps, link: { router: inside, outside } }) => [
      ...floatingIps.map(({ address }) => ({
        destination: { address, length: addressBits(address.version) },
        nextHop: inside.address.address,
        device: outside.device,
        table: undefined,
      })),
      ...(gateway ? [{ destination: anywhere(4), nextHop: gateway, device: device.name, table: tableOf(outside) }] : []),
    ]),
    policyRules: routers.map(({ link: { outside } }) => ({
      priority: tableOf(outside),
      version: 4,
      source: undefined,
      inDevice: outside.device,
      table: tableOf(outside),
    })),
    neighbours: routers.map(({ link: { router: inside, outside } }) => ({
      device: outside.device,
      address: inside.address.address,
      mac: inside.mac,
    })),
    sysctls: [
      { key: 'net.ipv4.ip_forward', value: '1' },
      { key: `net.ipv4.conf.${known(device.name, 'a device')}.proxy_arp`, value: '1' },
      { key: `net.ipv4.neigh.${device.name}.proxy_delay`, value: '1' },
    ],
  };
}

/** Table and priority of what comes back from a router: the number of the link's outer address (dvr_fip_ns.py). */
function tableOf({ address }: RouterLink['outside']): number {
  return Number(address.address.value);
}
