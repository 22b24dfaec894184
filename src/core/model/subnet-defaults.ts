import { type AddressRange, type IpAddress, lastAddress, offsetAddress, prefixContains, rangeContains } from '#core/net';
import type { RouterInterface, Subnet } from './tenant.ts';

/**
 * The gateway a subnet really has. Unless written it is Neutron's choice: the first host of an IPv4 subnet, the subnet-router anycast
 * address (the prefix itself) of an IPv6 one. `undefined`: none written, or the subnet is too small to have one.
 */
export function gatewayOf(subnet: Subnet): IpAddress | undefined {
  switch (subnet.gateway.kind) {
    case 'none':
      return undefined;
    case 'address':
      return subnet.gateway.address;
    case 'default': {
      const first = offsetAddress(subnet.prefix.address, subnet.prefix.address.version === 4 ? 1n : 0n);
      return prefixContains(subnet.prefix, first) ? first : undefined;
    }
  }
}

/**
 * The allocation pools a subnet really has. Unless written: the whole subnet without IPv4's network and broadcast address (both stay in
 * a /31 and /32) and IPv6's prefix address, cut in two around the gateway (neutron/ipam/utils.py).
 */
export function poolsOf(subnet: Subnet): readonly AddressRange[] {
  if (subnet.pools.length > 0) return subnet.pools;
  const whole = hostRange(subnet);
  const gateway = gatewayOf(subnet);
  if (!gateway || !rangeContains(whole, gateway)) return whole.first.value <= whole.last.value ? [whole] : [];
  const around = [
    { first: whole.first, last: offsetAddress(gateway, -1n) },
    { first: offsetAddress(gateway, 1n), last: whole.last },
  ];
  return around.filter((range) => whole.first.value <= range.last.value && range.first.value <= range.last.value);
}

/** The addresses of a subnet that a host may have, as one range. */
export function hostRange({ prefix }: Pick<Subnet, 'prefix'>): AddressRange {
  const last = lastAddress(prefix);
  if (prefix.address.version === 6) return { first: offsetAddress(prefix.address, prefix.length >= 127 ? 0n : 1n), last };
  if (prefix.length >= 31) return { first: prefix.address, last };
  return { first: offsetAddress(prefix.address, 1n), last: offsetAddress(last, -1n) };
}

/** Whether guests of the subnet make their addresses themselves, from the prefix and their MAC (Neutron's `is_auto_address_subnet`). */
export function isAutoAddressed({ ipv6Mode, prefix }: Pick<Subnet, 'ipv6Mode' | 'prefix'>): boolean {
  return prefix.address.version === 6 && (ipv6Mode === 'slaac' || ipv6Mode === 'dhcpv6-stateless');
}

/** The address a router interface really has: its own, else its subnet's gateway; `undefined` when there is neither. */
export function interfaceAddressOf(routerInterface: RouterInterface, subnet: Subnet): IpAddress | undefined {
  return routerInterface.address ?? gatewayOf(subnet);
}
