import { isMulticastMac } from '#core/net';
import type { Flight } from './event.ts';
import type { Network } from './network.ts';
import type { Place } from './place.ts';
import { capture, forward, lose, record } from './record.ts';
import { OUTSIDE } from './stack/create-outside.ts';
import { vlanOf, withVlan } from './vlan-tag.ts';

type WirePlace = Extract<Place, { kind: 'wire' }>;

/** Carries a frame over the cable of a physical network, which learns like a switch without VLANs of its own, to the other hosts' bridges on it and to what is beyond its external networks. */
export function crossWire(network: Network, flight: Flight, place: WirePlace): void {
  const { eth_src = 0n, eth_dst = 0n } = flight.packet.headers;
  const table = wireTable(network, place.physicalNetwork);
  const from = place.from.kind === 'host' ? place.from.host : OUTSIDE;
  if (!isMulticastMac(eth_src)) table.set(eth_src, from);
  const tagged = place.from.kind === 'outside' ? withTag(flight, place.from.vlan) : flight;
  capture(network, tagged, undefined, place.physicalNetwork);
  const others = [...uplinks(network, place.physicalNetwork), ...wayOut(network, tagged, place.physicalNetwork)].filter(
    ({ end }) => end !== from,
  );
  const knownEnd = isMulticastMac(eth_dst) ? undefined : table.get(eth_dst);
  const targets = knownEnd === undefined ? others : others.filter(({ end }) => end === knownEnd);
  const scene = { host: undefined, device: place.physicalNetwork, element: undefined };
  if (targets.length === 0) {
    return lose(network, tagged, scene, 'nobody-on-wire', `nobody else on ${place.physicalNetwork} takes this frame`);
  }
  for (const { end, next } of targets) {
    const carried = record(network, tagged, scene, { kind: 'wire', physicalNetwork: place.physicalNetwork, toHost: end });
    forward(network, end === OUTSIDE ? withTag(carried, undefined) : carried, next);
  }
}

/** Where a cable ends: behind a host, or outside. */
interface WireEnd {
  readonly end: string;
  readonly next: Place;
}

function wireTable(network: Network, physicalNetwork: string) {
  const table = network.wireTables.get(physicalNetwork) ?? new Map<bigint, string>();
  network.wireTables.set(physicalNetwork, table);
  return table;
}

function uplinks(network: Network, physicalNetwork: string): WireEnd[] {
  return network.compiled.hosts.flatMap(({ plan }) =>
    plan.bridges
      .filter((bridge) => bridge.physicalNetwork === physicalNetwork)
      .flatMap((bridge) =>
        bridge.ports
          .filter(({ kind }) => kind === 'uplink')
          .map(({ ofport }): WireEnd => ({
            end: plan.name,
            next: { kind: 'switch', host: plan.name, bridge: bridge.name, ofport, tunnel: undefined },
          })),
      ),
  );
}

/** The outside listens only to the VLANs of external networks. */
function wayOut({ outside }: Network, { packet }: Flight, physicalNetwork: string): WireEnd[] {
  if (!outside) return [];
  const vlan = vlanOf(packet);
  return outside.stack.devices.flatMap(({ attachment, name }): WireEnd[] => {
    if (attachment.kind !== 'wire' || attachment.physicalNetwork !== physicalNetwork || attachment.from.kind !== 'outside') return [];
    return attachment.from.vlan === vlan ? [{ end: OUTSIDE, next: { kind: 'stack', stack: outside.stack.key, device: name } }] : [];
  });
}

function withTag(flight: Flight, vlan: number | undefined): Flight {
  return { ...flight, packet: withVlan(flight.packet, vlan) };
}
