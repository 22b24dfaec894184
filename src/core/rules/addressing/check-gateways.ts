import { compact } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Subnet, gatewayOf, placeOf } from '#core/model';
import { type IpAddress, isHostAddress, prefixContains, printAddress, printPrefix, printRange, rangeContains } from '#core/net';
import { describeElement, nthPlace } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST2005 outside the subnet, OST2006 network or broadcast address, OST2007 inside a pool. */
export const checkGateways: Rule = ({ topology }) =>
  compact(
    topology.subnets.map((subnet) => {
      const gateway = gatewayOf(subnet);
      return gateway && (outside(subnet, gateway) ?? notAHost(subnet, gateway) ?? insidePool(subnet, gateway));
    }),
  );

function outside(subnet: Subnet, gateway: IpAddress): Finding | undefined {
  if (prefixContains(subnet.prefix, gateway)) return undefined;
  const message = `the gateway ${printAddress(gateway)} lies outside ${printPrefix(subnet.prefix)}: guests refuse a default route to an address that is not on their link. Write an address of the subnet, or \`gateway none\`.`;
  return createFinding('OST2005', {
    message,
    place: placeOf(subnet, 'gateway'),
    related: declared(subnet),
    element: subnet.id,
    data: { gateway: printAddress(gateway) },
  });
}

/** The IPv6 prefix address is a router's: the subnet-router anycast address is Neutron's own default. */
function notAHost(subnet: Subnet, gateway: IpAddress): Finding | undefined {
  if (gateway.version === 6 || isHostAddress(subnet.prefix, gateway)) return undefined;
  const which = gateway.value === subnet.prefix.address.value ? 'network' : 'broadcast';
  const message = `the gateway ${printAddress(gateway)} is the ${which} address of ${printPrefix(subnet.prefix)}: no host may have it, so no router can answer there. Take an address between the two ends.`;
  return createFinding('OST2006', {
    message,
    place: placeOf(subnet, 'gateway'),
    related: declared(subnet),
    element: subnet.id,
    data: { gateway: printAddress(gateway) },
  });
}

/** Derived pools leave the gateway out; only written ones can have it inside. */
function insidePool(subnet: Subnet, gateway: IpAddress): Finding | undefined {
  const index = subnet.pools.findIndex((pool) => rangeContains(pool, gateway));
  const pool = subnet.pools[index];
  if (!pool) return undefined;
  const message = `the gateway ${printAddress(gateway)} of ${describeElement(subnet)} lies inside the pool ${printRange(pool)}: a guest could be given the router's address, and Neutron refuses it. Start the pool after it, or cut the pool in two around it.`;
  return createFinding('OST2007', {
    message,
    place: nthPlace(subnet, 'pool', index),
    related: [{ message: `the gateway is ${printAddress(gateway)}`, place: placeOf(subnet, 'gateway') }],
    element: subnet.id,
    data: { gateway: printAddress(gateway), pool: printRange(pool) },
  });
}

function declared(subnet: Subnet): Finding['related'] {
  return [{ message: `the subnet is ${printPrefix(subnet.prefix)}`, place: placeOf(subnet, 'cidr') }];
}
