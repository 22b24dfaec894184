import type { ElementId } from '#core/base';
import type { Fabric, Host, Router } from '#core/model';
import { type MacAddress, createMac } from '#core/net';
import { hasOpenVswitch } from '#core/rules';
import { routerModes } from '#core/model';
import type { UuidOf } from '../assign-uuids.ts';

/** Neutron's `dvr_base_mac`: the first three octets are fixed (neutron-dataplane 1.3). */
const DVR_BASE_MAC = 0xfa163f000000n;
const LAST_THREE_OCTETS = 0xffffffn;

/** What the hosts' MACs hang on. */
export interface DvrMacInput {
  readonly fabric: Fabric;
  readonly hosts: readonly Host[];
  readonly routers: readonly Router[];
  readonly uuidOf: UuidOf;
}

/** The MAC of every host for distributed routing: `fa:16:3f:` with the last three bytes of the host's UUID, moved on by one while taken; none where no router is distributed. */
export function assignDvrMacs({ fabric, hosts, routers, uuidOf }: DvrMacInput): ReadonlyMap<ElementId, MacAddress> {
  const macs = new Map<ElementId, MacAddress>();
  if (!routers.some((router) => routerModes(fabric, router).distributed)) return macs;
  const taken = new Set<bigint>();
  for (const { id } of hosts.filter(hasOpenVswitch)) {
    let low = BigInt(`0x${uuidOf(id).slice(-6)}`);
    while (taken.has(low)) low = (low + 1n) & LAST_THREE_OCTETS;
    taken.add(low);
    macs.set(id, createMac(DVR_BASE_MAC | low));
  }
  return macs;
}
