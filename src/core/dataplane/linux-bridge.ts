import type { Flight } from './event.ts';
import { type Network, type NetworkHost, hostOf, stackOfPort } from './network.ts';
import { beginPassage, passHook } from './netfilter/pass-hook.ts';
import type { Hook } from './netfilter/run-table.ts';
import type { Place } from './place.ts';
import { type Scene, capture, forward, lose, record } from './record.ts';

/** The hooks br_netfilter sends a bridged IP packet through. */
const BRIDGED_HOOKS: readonly Hook[] = ['PREROUTING', 'FORWARD', 'POSTROUTING'];

/**
 * Carries a frame across the hybrid plug's Linux bridge. It has two ports and ageing 0, so it never knows an address and floods to the other port; bridged IP packets
 * without a VLAN tag pass the host's iptables (`net.bridge.bridge-nf-call-iptables=1`), ARP does not.
 */
export function crossLinuxBridge(network: Network, flight: Flight, place: Extract<Place, { kind: 'linux-bridge' }>): void {
  const { plug, from } = place;
  const host = hostOf(network, place.host);
  const [inPort, outPort] = from === 'tap' ? [plug.tap, plug.qvb] : [plug.qvb, plug.tap];
  const scene = { host: place.host, device: plug.qbr, element: plug.port };
  const entered = record(network, flight, scene, { kind: 'linux-bridge', inPort, outPort });
  const passed = filterBridged(network, entered, scene, host, { inPort, outPort });
  if (!passed) return;
  if (from === 'qvb') return toGuest(network, passed, place);
  const port = host.compiled.plan.bridges
    .flatMap((bridge) => bridge.ports.filter(({ name }) => name === plug.qvo).map((found) => ({ bridge, found })))
    .at(0);
  if (!port) return lose(network, passed, scene, 'no-such-port', `${plug.qvo} is not a port of any bridge`);
  forward(network, passed, { kind: 'switch', host: place.host, bridge: port.bridge.name, ofport: port.found.ofport, tunnel: undefined });
}

function filterBridged(
  network: Network,
  flight: Flight,
  scene: Scene,
  host: NetworkHost,
  { inPort, outPort }: { readonly inPort: string; readonly outPort: string },
): Flight | undefined {
  if (((flight.packet.headers.vlan_tci ?? 0n) & 0x1000n) !== 0n) return flight;
  let passage = beginPassage(host.filter, { inDevice: scene.device, physdevIn: inPort });
  let now = flight;
  for (const hook of BRIDGED_HOOKS) {
    if (hook === 'FORWARD') passage = { ...passage, outDevice: scene.device, physdevOut: outPort };
    const passed = passHook(network, now, scene, passage, hook);
    if (!passed) return undefined;
    ({ flight: now, passage } = passed);
  }
  return now;
}

function toGuest(network: Network, flight: Flight, { host, plug }: Extract<Place, { kind: 'linux-bridge' }>): void {
  capture(network, flight, host, plug.tap);
  const guest = stackOfPort(network, plug.port);
  const scene = { host, device: plug.tap, element: plug.port };
  if (!guest) return lose(network, flight, scene, 'no-guest', `no VM reads ${plug.tap}`);
  forward(network, flight, { kind: 'stack', stack: guest.stack.key, device: guest.device.name });
}
