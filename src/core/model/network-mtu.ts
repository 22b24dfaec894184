import type { OverlayType } from './fabric.ts';
import type { Network } from './tenant.ts';
import type { Topology } from './topology.ts';

/** Neutron's default for `global_physnet_mtu`, in bytes. */
export const DEFAULT_MTU_BYTES = 1500;

/** What each encapsulation adds beneath the outer IP header, inner Ethernet header included (neutron-dataplane 9.2). */
const HEADER_BYTES = { vxlan: 30, gre: 22, geneve: 30 } as const satisfies Record<OverlayType, number>;

/** Bytes a tunnel takes from the underlay's IP MTU: 50 for VXLAN and Geneve over IPv4, 42 for GRE; 20 more over IPv6. */
export function encapsulationBytes(type: OverlayType, underlayVersion: 4 | 6): number {
  return HEADER_BYTES[type] + (underlayVersion === 4 ? 20 : 40);
}

/**
 * The largest MTU a network may have, in bytes: the underlay's (Neutron's `path_mtu`) less the encapsulation, or the physical network's
 * for VLAN and flat. The fabric's `mtu` (`global_physnet_mtu`) limits all of them where it is written.
 */
export function largestMtu(topology: Topology, network: Pick<Network, 'segment'>): number {
  const { fabric } = topology;
  const limit = (carrierBytes: number | undefined) =>
    Math.min(carrierBytes ?? fabric.mtuBytes ?? DEFAULT_MTU_BYTES, fabric.mtuBytes ?? Infinity);
  const { segment } = network;
  switch (segment.kind) {
    case 'overlay':
      return Math.max(0, limit(fabric.underlay?.mtuBytes) - encapsulationBytes(segment.type, fabric.underlay?.prefix.address.version ?? 4));
    case 'vlan':
    case 'flat':
      return limit(fabric.physicalNetworks.find((physical) => physical.name === segment.physicalNetwork)?.mtuBytes);
    case 'local':
      return limit(undefined);
  }
}

/** The MTU of a network in bytes: the one written, else the largest there may be. */
export function networkMtu(topology: Topology, network: Network): number {
  return network.mtuBytes ?? largestMtu(topology, network);
}
