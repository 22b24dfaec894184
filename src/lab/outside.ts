import type { CompiledFabric } from '#core/compile';
import { type Outside, type StackDevice, createOutside } from '#core/dataplane';
import { type IpAddress, prefixOf, printAddress, printMac, printPrefix, sameAddress } from '#core/net';
import { type Room, mustRunIn, openHostRoom } from './room.ts';
import { startSwitch } from './start-switch.ts';
import { physicalBridge } from './wire-underlay.ts';

/** The name of the outside's room, and of the namespace in it that is the host on the internet. */
const OUTSIDE_ROOM = 'outside';
/** Where programs of the outside run. */
export const INTERNET_NAMESPACE = 'internet';

/** The outside of a fabric as the trace has it; `undefined` where no external network leads out. */
export function outsideOf(compiled: CompiledFabric): Outside | undefined {
  return createOutside(compiled);
}

/**
 * A room with the gateways of the external networks on cables of their physical networks, which is the host on the internet too. Its own switch takes the networks'
 * VLANs off, for not every kernel has VLAN devices.
 */
export async function openOutside(underlay: Room, compiled: CompiledFabric, options: RoomOptions): Promise<Room | undefined> {
  const outside = outsideOf(compiled);
  if (!outside) return undefined;
  const room = await openHostRoom(underlay, OUTSIDE_ROOM);
  await startSwitch(room, options.env, options.signal);
  const run = (words: readonly string[]) => mustRunIn(room, 'making the outside', words, options);
  await run(['ip', 'netns', 'add', INTERNET_NAMESPACE]);
  await run([...INSIDE, 'ip', 'link', 'set', 'dev', 'lo', 'up']);
  await run([...INSIDE, 'sysctl', '-qe', '-w', 'net.ipv4.ip_forward=1']);
  for (const [i, device] of outside.stack.devices.entries()) {
    await plugOutside(underlay, room, compiled, device, i);
    for (const words of deviceCommands(device, outside.address, i)) await run(words);
  }
  return room;
}

/** How programs run in the outside's room. */
export interface RoomOptions {
  readonly env: Record<string, string>;
  readonly signal: AbortSignal;
}

const INSIDE = ['ip', 'netns', 'exec', INTERNET_NAMESPACE];

/** A cable of its own for each external network. */
async function plugOutside(underlay: Room, room: Room, compiled: CompiledFabric, device: StackDevice, index: number): Promise<void> {
  const { attachment, mtuBytes } = device;
  if (attachment.kind !== 'wire') return;
  const { physicalNetworks } = compiled.deployment.fabric;
  const bridge = physicalBridge(physicalNetworks.findIndex(({ name }) => name === attachment.physicalNetwork));
  const [near, mtu] = [`outside${index}`, String(mtuBytes)];
  const peer = ['peer', 'name', cardName(index), 'mtu', mtu, 'netns', String(room.innerPid)];
  const what = `plugging ${device.name} of the outside`;
  await mustRunIn(underlay, what, ['ip', 'link', 'add', 'name', near, 'mtu', mtu, 'type', 'veth', ...peer]);
  await mustRunIn(underlay, what, ['ip', 'link', 'set', 'dev', near, 'master', bridge, 'up']);
}

/** A bridge for the cable and the network's device, which carries its VLAN and lives in the namespace; calls go out from the host on the internet, not from a gateway. */
function deviceCommands({ attachment, mac, mtuBytes, addresses }: StackDevice, own: IpAddress, index: number): string[][] {
  const [card, bridge, device] = [cardName(index), `br-wan${index}`, `net${index}`];
  const vlan = attachment.kind === 'wire' && attachment.from.kind === 'outside' ? attachment.from.vlan : undefined;
  return [
    ['ethtool', '-K', card, 'tx', 'off'],
    ['ip', 'link', 'set', 'dev', card, 'up'],
    ['ovs-vsctl', '--timeout=20', 'add-br', bridge, '--', 'set', 'Bridge', bridge, 'datapath_type=netdev'],
    ['ovs-vsctl', '--timeout=20', 'add-port', bridge, card],
    [
      ...['ovs-vsctl', '--timeout=20', 'add-port', bridge, device, ...(vlan === undefined ? [] : [`tag=${vlan}`])],
      ...['--', 'set', 'Interface', device, 'type=internal'],
    ],
    ['ip', 'link', 'set', 'dev', device, 'netns', INTERNET_NAMESPACE],
    [...INSIDE, 'ip', 'link', 'set', 'dev', device, 'address', printMac(mac), 'mtu', String(mtuBytes), 'up'],
    ...addresses.map((address) => [...INSIDE, 'ip', 'addr', 'add', printPrefix(address), 'dev', device]),
    ...addresses
      .filter(({ address }) => !sameAddress(address, own))
      .map((address) => [...INSIDE, 'ip', 'route', 'replace', printPrefix(prefixOf(address)), 'dev', device, 'src', printAddress(own)]),
  ];
}

function cardName(index: number): string {
  return `wan${index}`;
}
