import { type ElementId, compareText, groupBy, indexBy } from '#core/base';
import type { Fabric, Host, OverlayType } from '#core/model';
import type { PlannedNetwork } from './deployment.ts';
import type { Tunnel } from './host-input.ts';

/** What the tunnels are planned from. */
export interface TunnelInput {
  readonly fabric: Fabric;
  /** The hosts with Open vSwitch. */
  readonly hosts: readonly Host[];
  readonly networks: readonly PlannedNetwork[];
  /** The networks with ports on each host. */
  readonly networksOn: (host: ElementId) => readonly PlannedNetwork[];
}

/**
 * The tunnels of every host, by host. Without l2-population Neutron's tunnel_sync makes a full mesh for each overlay type; with it a tunnel appears
 * only between hosts that share a network (neutron-dataplane 3.4). Of two hosts with one tunnel address the first has the tunnels.
 */
export function planTunnels(input: TunnelInput): ReadonlyMap<ElementId, readonly Tunnel[]> {
  const ends = [
    ...indexBy(
      input.hosts.filter((host) => host.tunnelIp !== undefined),
      addressKey,
    ).values(),
  ];
  const everywhere = fullMesh(input);
  const meet = input.fabric.l2Population ? sharedNetworks(input, ends) : () => everywhere;
  return new Map(
    ends.map((host) => [
      host.id,
      ends
        .filter((remote) => remote !== host)
        .flatMap((remote) => meet(host, remote).map((type) => ({ type, remote })))
        .sort(byTypeThenAddress),
    ]),
  );
}

function addressKey(host: Host): string {
  return `${String(host.tunnelIp?.version)}/${String(host.tunnelIp?.value)}`;
}

/** The overlay types of the fabric: its own and those its networks name. */
function fullMesh({ fabric, networks }: TunnelInput): readonly OverlayType[] {
  const types = networks.flatMap(({ segment }) => (segment.kind === 'overlay' ? [segment.type] : []));
  return [...new Set([fabric.overlay.type, ...types])];
}

type Meeting = (host: Host, remote: Host) => readonly OverlayType[];

function sharedNetworks({ networksOn }: TunnelInput, ends: readonly Host[]): Meeting {
  const presences = ends.flatMap((host) => networksOn(host.id).map((network) => ({ host, network })));
  const types = new Map<string, Set<OverlayType>>();
  for (const group of groupBy(presences, ({ network }) => network.id).values()) {
    for (const { host, network } of group) {
      if (network.segment.kind !== 'overlay') continue;
      for (const { host: remote } of group) {
        const key = `${host.id} ${remote.id}`;
        types.set(key, (types.get(key) ?? new Set()).add(network.segment.type));
      }
    }
  }
  return (host, remote) => [...(types.get(`${host.id} ${remote.id}`) ?? [])];
}

/** By remote address, highest first, as the agent's log of the reference lab numbers them. */
function byTypeThenAddress(a: Tunnel, b: Tunnel): number {
  const [x, y] = [a.remote.tunnelIp?.value ?? 0n, b.remote.tunnelIp?.value ?? 0n];
  return compareText(a.type, b.type) || (x > y ? -1 : x < y ? 1 : 0);
}
