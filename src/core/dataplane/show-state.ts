import { compareText, sortedBy } from '#core/base';
import { printMac } from '#core/net';
import { printFlow } from '#core/openflow';
import { type Network, hostOf, stackOf } from './network.ts';
import { learnedFlows, macEntries } from './switch/switch.ts';

/** A line of `ip neigh`. */
export interface NeighbourEntry {
  readonly device: string;
  readonly address: string;
  readonly mac: string;
}

/** The ARP table of a namespace (`HOST/NAMESPACE`) or a VM (its element id), by device and address. */
export function showNeighbours(network: Network, stackKey: string): NeighbourEntry[] {
  const entries = [...stackOf(network, stackKey).neighbours].map(([key, mac]) => {
    const [device = '', address = ''] = key.split(' ');
    return { device, address, mac: printMac(mac) };
  });
  return sortedBy(
    entries,
    (entry) => entry.device,
    (entry) => entry.address,
  );
}

/** The keys of all stacks: namespaces as `HOST/NAMESPACE`, VMs by element id. */
export function stackKeys(network: Network): string[] {
  return [...network.stacks.keys()].sort(compareText);
}

/** A line of `ovs-appctl fdb/show`, with the port's name for its number. */
export interface FdbEntry {
  readonly port: string;
  readonly vlan: number;
  readonly mac: string;
}

/** The MAC table of a bridge, by VLAN and MAC. */
export function showFdb(network: Network, hostName: string, bridge: string): FdbEntry[] {
  const host = hostOf(network, hostName);
  const ports = host.compiled.plan.bridges.find(({ name }) => name === bridge)?.ports ?? [];
  return macEntries(host.ovs, bridge, nowSeconds(network)).map(({ ofport, vlan, mac }) => ({
    port: ports.find((port) => port.ofport === ofport)?.name ?? bridge,
    vlan,
    mac: printMac(mac),
  }));
}

/** Flows that `learn()` put into a table, as `ovs-ofctl dump-flows` prints them. */
export function showLearnedFlows(network: Network, hostName: string, bridge: string, table: number): string[] {
  return learnedFlows(hostOf(network, hostName).ovs, bridge, nowSeconds(network))
    .filter((flow) => flow.table === table)
    .map(printFlow)
    .sort(compareText);
}

function nowSeconds({ nowMicroseconds }: Network): number {
  return Math.floor(nowMicroseconds / 1_000_000);
}
