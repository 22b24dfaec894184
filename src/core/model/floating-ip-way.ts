import { type IpAddress, prefixContains, sameAddress } from '#core/net';
import type { Relations } from './relations.ts';
import { gatewayOf, interfaceAddressOf } from './subnet-defaults.ts';
import type { FloatingIp, Network, Router, Subnet, VmPort } from './tenant.ts';

/** The way of a floating IP as far as it is known; the first part that is missing is where it breaks. */
export interface FloatingIpWay {
  /** The external network it comes from: the one written, else the one with a subnet that holds the address. */
  readonly network: Network | undefined;
  readonly port: VmPort | undefined;
  /** The subnet of the fixed address: of the one written, of the only one pinned, else the port's only IPv4 subnet. */
  readonly subnet: Subnet | undefined;
  /** The router that translates: with a gateway on the network and an interface on the subnet; the one that is the subnet's gateway, else the first. */
  readonly router: Router | undefined;
}

/** Finds the way of a floating IP as Neutron's L3 plugin does (`_get_router_for_floatingip`, neutron/db/l3_db.py). */
export function findFloatingIpWay(relations: Relations, floatingIp: FloatingIp): FloatingIpWay {
  const network = floatingIp.network === undefined ? holderOf(relations, floatingIp.address) : relations.network(floatingIp.network);
  const port = floatingIp.port === undefined ? undefined : relations.port(floatingIp.port);
  const subnet = port && fixedSubnet(relations, port, floatingIp.fixed);
  return { network, port, subnet, router: network && subnet && translatingRouter(relations, network, subnet) };
}

function holderOf({ externalNetworks, subnetsOf }: Relations, address: IpAddress): Network | undefined {
  return externalNetworks.find((network) => subnetsOf(network.id).some(({ prefix }) => prefixContains(prefix, address)));
}

function fixedSubnet({ subnetsOf }: Relations, port: VmPort, fixed: IpAddress | undefined): Subnet | undefined {
  const ipv4 = subnetsOf(port.network).filter(({ prefix }) => prefix.address.version === 4);
  const address = fixed ?? port.addresses.find(({ version }) => version === 4);
  return address ? ipv4.find(({ prefix }) => prefixContains(prefix, address)) : ipv4[0];
}

function translatingRouter(relations: Relations, network: Network, subnet: Subnet): Router | undefined {
  const reaching = relations.interfacesOn(subnet.id).flatMap((item) => {
    const router = relations.router(item.router);
    return router?.gateway?.network === network.id ? [{ item, router }] : [];
  });
  const gateway = gatewayOf(subnet);
  const isGateway = ({ item }: (typeof reaching)[number]) => {
    const address = interfaceAddressOf(item, subnet);
    return gateway !== undefined && address !== undefined && sameAddress(address, gateway);
  };
  return (reaching.find(isGateway) ?? reaching[0])?.router;
}
