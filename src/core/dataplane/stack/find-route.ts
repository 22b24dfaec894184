import { type IpAddress, prefixContains, prefixOf, printAddress, printPrefix } from '#core/net';
import type { Stack, StackDevice } from './stack.ts';

/** Where a stack sends packets for a destination: out of `device`, to `nextHop` (the destination itself when it is on the link). */
export interface FoundRoute {
  readonly device: StackDevice;
  readonly nextHop: IpAddress;
  /** The route in `ip route`'s words: `10.0.1.0/24 dev qr-0c52b15f-8f`. */
  readonly text: string;
}

/** The route with the longest prefix; connected ones before static ones of the same length. A static route counts only while its next hop is on a link. */
export function findRoute(stack: Stack, destination: IpAddress): FoundRoute | undefined {
  let best: { readonly length: number; readonly route: FoundRoute } | undefined;
  for (const candidate of [...connectedRoutes(stack), ...staticRoutes(stack)]) {
    if (prefixContains(candidate.prefix, destination) && candidate.prefix.length > (best?.length ?? -1)) {
      const route = { device: candidate.device, nextHop: candidate.nextHop ?? destination, text: candidate.text };
      best = { length: candidate.prefix.length, route };
    }
  }
  return best?.route;
}

function connectedRoutes(stack: Stack) {
  return stack.devices.flatMap((device) =>
    device.addresses.map((address) => {
      const prefix = prefixOf(address);
      return { prefix, device, nextHop: undefined, text: `${printPrefix(prefix)} dev ${device.name}` };
    }),
  );
}

function staticRoutes(stack: Stack) {
  const connected = connectedRoutes(stack);
  return stack.routes.flatMap(({ destination, nextHop, device: named }) => {
    const device =
      named === undefined
        ? connected.find(({ prefix }) => nextHop && prefixContains(prefix, nextHop))?.device
        : stack.devices.find(({ name }) => name === named);
    const name = destination.length === 0 ? 'default' : printPrefix(destination);
    const via = nextHop ? ` via ${printAddress(nextHop)}` : '';
    return device ? [{ prefix: destination, device, nextHop, text: `${name}${via} dev ${device.name}` }] : [];
  });
}
