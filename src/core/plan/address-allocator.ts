import { type Subnet, gatewayOf, hostRange, poolsOf } from '#core/model';
import { type AddressRange, type IpAddress, compareAddress, createAddress, rangesOverlap } from '#core/net';

/** The free addresses of one subnet. */
export interface AddressAllocator {
  readonly take: (address: IpAddress) => void;
  /** Takes an address unless it is taken; whether it was free. */
  readonly takeFree: (address: IpAddress) => boolean;
  readonly next: () => IpAddress | undefined;
}

/** Walks the pools once, lowest address first, past what is taken; pools are cut to what a host may have. */
export function createAddressAllocator(subnet: Subnet): AddressAllocator {
  const gateway = gatewayOf(subnet);
  const taken = new Set<bigint>(gateway ? [gateway.value] : []);
  const pools = usablePools(subnet);
  let [index, cursor] = [0, 0n];
  return {
    take: (address) => void taken.add(address.value),
    takeFree: (address) => {
      const free = !taken.has(address.value);
      taken.add(address.value);
      return free;
    },
    next: () => {
      for (let pool = pools[index]; pool; pool = pools[(index += 1)]) {
        if (cursor < pool.first.value) cursor = pool.first.value;
        while (taken.has(cursor)) cursor += 1n;
        if (cursor > pool.last.value) continue;
        taken.add(cursor);
        return createAddress(pool.first.version, cursor);
      }
      return undefined;
    },
  };
}

function usablePools(subnet: Subnet): readonly AddressRange[] {
  const whole = hostRange(subnet);
  const cut = poolsOf(subnet)
    .filter((pool) => rangesOverlap(pool, whole))
    .map((pool) => ({
      first: pool.first.value < whole.first.value ? whole.first : pool.first,
      last: pool.last.value > whole.last.value ? whole.last : pool.last,
    }));
  return cut.sort((a, b) => compareAddress(a.first, b.first));
}
