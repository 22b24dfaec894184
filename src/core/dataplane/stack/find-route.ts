import { type IpAddress, prefixContains, prefixOf, printAddress, printPrefix } from '#core/net';
import type { PolicyRule } from '#core/plan';
import { sortedBy } from '#core/base';
import type { Stack, StackDevice } from './stack.ts';

/** Where a stack sends packets for a destination: out of `device`, to `nextHop` (the destination itself when it is on the link). */
export interface FoundRoute {
  readonly device: StackDevice;
  readonly nextHop: IpAddress;
  /** The route in `ip route`'s words: `10.0.1.0/24 dev qr-0c52b15f-8f`. */
  readonly text: string;
}

/** What of a packet chooses the table its route is looked for in. */
export interface RoutedFlow {
  readonly source?: IpAddress | undefined;
  readonly inDevice?: string | undefined;
}

/** Priority and number of the main table (ip-rule(8)). */
const MAIN = { priority: 32_766, table: undefined } as const;

/**
 * The route of the first table in the order of the rules that has one (ip-rule(8)). In a table the longest prefix counts, and connected routes before static
 * ones of the same length. A static route counts only while its next hop is on a link.
 */
export function findRoute(stack: Stack, destination: IpAddress, flow: RoutedFlow = {}): FoundRoute | undefined {
  if (stack.policyRules.length === 0) return longestMatch(stack, destination, MAIN.table);
  const asked = stack.policyRules.filter((rule) => applies(rule, destination, flow));
  const tables = sortedBy([...asked, MAIN], ({ priority }) => priority);
  for (const { table } of tables) {
    const route = longestMatch(stack, destination, table);
    if (route) return route;
  }
  return undefined;
}

function applies({ version, source, inDevice }: PolicyRule, destination: IpAddress, flow: RoutedFlow): boolean {
  if (version !== destination.version) return false;
  if (inDevice !== undefined && inDevice !== flow.inDevice) return false;
  return source === undefined || (flow.source !== undefined && prefixContains(prefixOf(source), flow.source));
}

function longestMatch(stack: Stack, destination: IpAddress, table: number | undefined): FoundRoute | undefined {
  let best: { readonly length: number; readonly route: FoundRoute } | undefined;
  const candidates = table === undefined ? [...connectedRoutes(stack), ...staticRoutes(stack, table)] : staticRoutes(stack, table);
  for (const candidate of candidates) {
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

function staticRoutes(stack: Stack, table: number | undefined) {
  const connected = connectedRoutes(stack);
  return stack.routes.flatMap(({ destination, nextHop, device: named, table: own }) => {
    if (own !== table) return [];
    const device =
      named === undefined
        ? connected.find(({ prefix }) => nextHop && prefixContains(prefix, nextHop))?.device
        : stack.devices.find(({ name }) => name === named);
    const name = destination.length === 0 ? 'default' : printPrefix(destination);
    const via = nextHop ? ` via ${printAddress(nextHop)}` : '';
    const where = table === undefined ? '' : ` table ${String(table)}`;
    return device ? [{ prefix: destination, device, nextHop, text: `${name}${via} dev ${device.name}${where}` }] : [];
  });
}
