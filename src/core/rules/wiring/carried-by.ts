import type { Host, Network } from '#core/model';

/** Whether a host has what frames of a network need to leave it: a bridge to its physical network, where it stands on one. */
export function carriedBy(host: Host, { segment }: Pick<Network, 'segment'>): boolean {
  if (segment.kind !== 'vlan' && segment.kind !== 'flat') return true;
  return segment.physicalNetwork === undefined || host.bridges.some(({ physicalNetwork }) => physicalNetwork === segment.physicalNetwork);
}

/** The physical network of a VLAN or flat network. */
export function physicalNetworkOf({ segment }: Pick<Network, 'segment'>): string | undefined {
  return segment.kind === 'vlan' || segment.kind === 'flat' ? segment.physicalNetwork : undefined;
}
