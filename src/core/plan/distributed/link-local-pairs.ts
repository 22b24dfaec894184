import type { ElementId, Uuid } from '#core/base';
import { type InterfaceAddress, type MacAddress, createAddress, createMac } from '#core/net';

/** `DVR_FIP_LL_CIDR`, 169.254.64.0/18: 8192 pairs. */
const FIRST_ADDRESS = 0xa9fe4000n;
const PAIRS = 8192;

/** The link between a router's namespace and the floating address namespace of a host. */
export interface RouterLink {
  /** `rfp-`: the router's end, with the even address of its /31. */
  readonly router: LinkEnd;
  /** `fpr-`: the other one. */
  readonly outside: LinkEnd;
}

/** One end of it. */
export interface LinkEnd {
  readonly device: string;
  readonly mac: MacAddress;
  readonly address: InterfaceAddress;
}

/** A router that needs a link. */
export interface LinkedRouter {
  readonly id: ElementId;
  readonly uuid: Uuid;
}

/** The links of a host's routers. Neutron draws the pairs at random and remembers them; here each hangs on the router's UUID, moved on while taken on the host. */
export function assignRouterLinks(routers: readonly LinkedRouter[]): ReadonlyMap<ElementId, RouterLink> {
  const taken = new Set<number>();
  return new Map(
    routers.map(({ id, uuid }) => {
      let pair = parseInt(uuid.slice(-4), 16) % PAIRS;
      while (taken.has(pair)) pair = (pair + 1) % PAIRS;
      taken.add(pair);
      return [id, { router: linkEnd('rfp-', uuid, pair), outside: linkEnd('fpr-', uuid, pair) }];
    }),
  );
}

/** Both ends are locally administered: the kernel would draw theirs at random. */
const MAC_PREFIX = { 'rfp-': 0x02n << 40n, 'fpr-': 0x06n << 40n } as const;

function linkEnd(prefix: keyof typeof MAC_PREFIX, uuid: Uuid, pair: number): LinkEnd {
  const address = createAddress(4, FIRST_ADDRESS + BigInt(2 * pair + (prefix === 'rfp-' ? 0 : 1)));
  return {
    device: prefix + uuid.slice(0, 10),
    mac: createMac(MAC_PREFIX[prefix] | BigInt(`0x${uuid.slice(-10)}`)),
    address: { address, length: 31 },
  };
}
