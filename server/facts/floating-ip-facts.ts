import { qualifiedName } from '#core/base';
import { printAddress } from '#core/net';
import type { Deployment, PlannedFloatingIp } from '#core/plan';
import type { Facts } from './facts.ts';
import { networkName } from './network-facts.ts';

/** A floating address: to whom it leads, and who translates it where. */
export function floatingIpFacts(deployment: Deployment, floatingIp: PlannedFloatingIp): Facts {
  const { address, network, port, fixedAddress, router, host, centralised, uuid } = floatingIp;
  const distributed = deployment.routers.find(({ id }) => id === router)?.distributed ?? false;
  const where = distributed ? (centralised ? ', at the router’s gateway' : ', on the guest’s own host') : '';
  return {
    heading: `floating address ${printAddress(address)}`,
    rows: [
      ['from network', networkName(deployment, network)],
      ['leads to', `${printAddress(fixedAddress)}\n${qualifiedName(port)}`],
      ['translated by', qualifiedName(router)],
      ['on host', `${qualifiedName(host)}${where}`],
      ['UUID', uuid],
    ],
  };
}
