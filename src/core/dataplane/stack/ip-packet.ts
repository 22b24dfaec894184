import { type IpAddress, createAddress } from '#core/net';
import type { Packet } from '#core/packet';

/** Where an IP packet says it comes from; `undefined` where it is no IP that is understood. */
export function sourceOf({ headers }: Packet): IpAddress | undefined {
  if (headers.ip_src !== undefined) return createAddress(4, headers.ip_src);
  return headers.ipv6_src === undefined ? undefined : createAddress(6, headers.ipv6_src);
}

/** Where an IP packet goes. */
export function destinationOf({ headers }: Packet): IpAddress | undefined {
  if (headers.ip_dst !== undefined) return createAddress(4, headers.ip_dst);
  return headers.ipv6_dst === undefined ? undefined : createAddress(6, headers.ipv6_dst);
}
