import { isMulticastMac } from '#core/net';
import type { Flight } from './event.ts';
import type { Network } from './network.ts';
import type { Place } from './place.ts';
import { forward, lose, record } from './record.ts';

/** Carries a frame over the cable of a physical network, which learns like a switch without VLANs of its own, to the other hosts' bridges on it. */
export function crossWire(network: Network, flight: Flight, place: Extract<Place, { kind: 'wire' }>): void {
  const { eth_src = 0n, eth_dst = 0n } = flight.packet.headers;
  const table = wireTable(network, place.physicalNetwork);
  if (!isMulticastMac(eth_src)) table.set(eth_src, place.fromHost);
  const others = uplinks(network, place.physicalNetwork).filter(({ host }) => host !== place.fromHost);
  const knownHost = isMulticastMac(eth_dst) ? undefined : table.get(eth_dst);
  const targets = knownHost === undefined ? others : others.filter(({ host }) => host === knownHost);
  const scene = { host: undefined, device: place.physicalNetwork, element: undefined };
  if (targets.length === 0) {
    return lose(network, flight, scene, 'nobody-on-wire', `no other host's bridge on ${place.physicalNetwork} takes this frame`);
  }
  for (const target of targets) {
    const carried = record(network, flight, scene, { kind: 'wire', physicalNetwork: place.physicalNetwork, toHost: target.host });
    forward(network, carried, { kind: 'switch', host: target.host, bridge: target.bridge, ofport: target.ofport, tunnel: undefined });
  }
}

function wireTable(network: Network, physicalNetwork: string) {
  const table = network.wireTables.get(physicalNetwork) ?? new Map<bigint, string>();
  network.wireTables.set(physicalNetwork, table);
  return table;
}

function uplinks(network: Network, physicalNetwork: string) {
  return network.compiled.hosts.flatMap(({ plan }) =>
    plan.bridges
      .filter((bridge) => bridge.physicalNetwork === physicalNetwork)
      .flatMap((bridge) =>
        bridge.ports.filter(({ kind }) => kind === 'uplink').map(({ ofport }) => ({ host: plan.name, bridge: bridge.name, ofport })),
      ),
  );
}
