import type { ElementId, SourcePlace } from '#core/base';
import type { StaticRoute } from '#core/model';
import { hasHostBits, prefixOf } from '#core/net';
import type * as ast from '../generated/ast.ts';
import type { Turns } from '../names/name-pattern.ts';
import type { Lowering } from './lowering.ts';
import { readWord, wordOf } from './read-words.ts';
import { ADDRESS, ADDRESS_OR_CIDR } from './read-value.ts';
import type { Recovered } from './recovered.ts';

interface RouteOwner {
  readonly element: ElementId;
  readonly turns: Turns;
  /** Gets the places of the routes: `route`, `route.2` …. */
  readonly properties: Record<string, SourcePlace>;
}

/** `route CIDR via IP` of subnets (DHCP option 121) and routers, in the order of the text; what cannot be read is left out. */
export function lowerRoutes(
  lowering: Lowering,
  routes: readonly Recovered<ast.Route>[],
  { element, turns, properties }: RouteOwner,
): StaticRoute[] {
  const lowered: StaticRoute[] = [];
  for (const route of routes) {
    const destinationWord = wordOf(lowering, route, 'destination', route.destination, turns);
    const nextHopWord = wordOf(lowering, route, 'nextHop', route.nextHop, turns);
    const destination = destinationWord && readWord(lowering, destinationWord, 'the destination of a route', ADDRESS_OR_CIDR, element);
    const nextHop = nextHopWord && readWord(lowering, nextHopWord, 'the next hop of a route', ADDRESS, element);
    if (!destination || !nextHop) continue;
    lowered.push({ destination: prefixOf(destination), nextHop, ...(hasHostBits(destination) ? { written: destination } : {}) });
    properties[lowered.length === 1 ? 'route' : `route.${String(lowered.length)}`] = lowering.places.ofNode(route);
  }
  return lowered;
}
