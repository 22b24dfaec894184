import type { GraphLookup } from './graph-lookup.ts';
import { SPACE } from './host-columns.ts';
import { labelBoxSize } from './node-label.ts';
import { type Placement, topOf } from './placement.ts';
import type { WiringNode } from './wiring-graph.ts';

/** The width that the tabs of the tunnels' bridge leave to the tunnel address, where it stands below them: no tunnel crosses it. */
export function tunnelAddressRoom(lookup: GraphLookup, address: WiringNode | undefined, lower: readonly WiringNode[]): number {
  return address && !bridgeWithoutWires(lookup, lower) ? labelBoxSize(address).width + SPACE.column : 0;
}

/** The last of several bridges, if no wire leaves it at its lower edge. */
function bridgeWithoutWires(lookup: GraphLookup, lower: readonly WiringNode[]): WiringNode | undefined {
  const last = lower.length > 1 ? lower.at(-1) : undefined;
  return last && lookup.tabs(last.id, 'bottom').length === 0 ? last : undefined;
}

/** Puts the tunnel address on the host's lower edge: under a bridge without wires, or at the right of the first, which holds the tunnels. */
export function placeTunnelAddress(
  placement: Placement,
  lookup: GraphLookup,
  address: WiringNode,
  host: { readonly x: number; readonly width: number; readonly bottom: number; readonly lower: readonly WiringNode[] },
): void {
  const size = labelBoxSize(address);
  const [first] = host.lower;
  const free = bridgeWithoutWires(lookup, host.lower);
  const { x, width } = first && !free ? placement.boxOf(first.id) : host;
  const middle = free ? topOf(placement.boxOf(free.id)).x : x + width - size.width / 2;
  placement.put(address, { x: Math.min(middle - size.width / 2, x + width - size.width), y: host.bottom - size.height / 2, ...size });
}
