import { type IpAddress, addressBytes, createAddress, createMac, eui64Address, printAddress } from '#core/net';
import { ICMPV6, IP_PROTOCOL, createIpPacket, fromBytes, joinBytes, toBytes } from '#core/packet';
import type { PlannedSubnet, RadvdPlan } from '#core/plan';
import type { Flight } from '../event.ts';
import { type Network, beginMessage } from '../network.ts';
import { end, lose } from '../record.ts';
import { emitFrame } from './emit-frame.ts';
import { sourceOf } from './ip-packet.ts';
import { ALL_NODES, groupMac, isLinkLocal } from './ipv6-groups.ts';
import { learnNeighbour } from './resolve.ts';
import { DISCOVERY_HOP_LIMIT } from './solicitation.ts';
import { type Stack, type StackDevice, sceneOf } from './stack.ts';

type AnnouncedInterface = RadvdPlan['interfaces'][number];

/** Answers a guest that asks for routers with what radvd is set up to announce on that link (RFC 4861 section 6.2.6; neutron-dataplane 7.5). */
export function receiveRouterSolicitation(network: Network, flight: Flight, stack: Stack, device: StackDevice): void {
  const scene = sceneOf(stack, device);
  const announced = stack.radvd?.interfaces.find((candidate) => candidate.device === device.name);
  const source = device.addresses.find(({ address }) => isLinkLocal(address))?.address;
  if (!announced || !source) return lose(network, flight, scene, 'not-for-me', `${stack.name} announces nothing on ${device.name}`);
  end(network, flight, scene, { kind: 'deliver', inDevice: device.name, detail: 'is asked for the link’s router and prefixes' });
  const ends = { sourceMac: device.mac, destinationMac: groupMac(ALL_NODES), source, destination: ALL_NODES, ttl: DISCOVERY_HOP_LIMIT };
  const headers = { icmpv6_type: ICMPV6.routerAdvertisement, icmpv6_code: 0n };
  const packet = createIpPacket(ends, IP_PROTOCOL.icmpv6, headers, advertisementBody(device, announced));
  const prefixes = announced.subnets.map(({ prefix }) => `${printAddress(prefix.address)}/${String(prefix.length)}`).join(', ');
  const answer = { message: beginMessage(network, 'answer', flight.message), trail: undefined, packet };
  emitFrame(network, answer, stack, device, `announces ${prefixes} by radvd`);
}

/** A guest learns its default route and makes its address of an autonomous prefix; it has both from the start, so this only says so. */
export function receiveRouterAdvertisement(network: Network, flight: Flight, stack: Stack, device: StackDevice): void {
  const scene = sceneOf(stack, device);
  const router = sourceOf(flight.packet);
  if (stack.kind !== 'guest' || !router) return lose(network, flight, scene, 'not-for-me', `${stack.name} listens to no advertisements`);
  const addresses = autonomousPrefixes(flight.packet.body.data).map((address) => printAddress(eui64Address({ address }, device.mac)));
  const takes = addresses.length === 0 ? '' : `, and takes ${addresses.join(', ')}`;
  const detail = `learns its default route by way of ${printAddress(router)}${takes}`;
  end(network, flight, scene, { kind: 'deliver', inDevice: device.name, detail });
  learnNeighbour(network, stack, device, router, createMac(flight.packet.headers.eth_src ?? 0n));
}

/** radvd's defaults (radvd.conf(5)): hop limit 64, lifetimes of a router that announces every 100 seconds at most, and of prefixes. */
const HOP_LIMIT = 64;
const ROUTER_LIFETIME_SECONDS = 300;
const VALID_SECONDS = 86_400;
const PREFERRED_SECONDS = 14_400;

/** RFC 4861 section 4.2: hop limit and flags, lifetime, reachable and retransmission time, then the options. */
function advertisementBody(device: StackDevice, { mtuBytes, subnets }: AnnouncedInterface) {
  const isManaged = subnets.some(({ ipv6Mode }) => ipv6Mode === 'dhcpv6-stateful');
  const hasOther = subnets.some(({ ipv6Mode }) => ipv6Mode === 'dhcpv6-stateless');
  const flags = (isManaged ? 0x80 : 0) | (hasOther ? 0x40 : 0);
  const linkMtu = mtuBytes >= 1280 ? [5, 1, 0, 0, ...toBytes(mtuBytes, 4)] : [];
  const sender = [1, 1, ...toBytes(device.mac, 6)];
  return {
    icmpIdentifier: (HOP_LIMIT << 8) | flags,
    icmpSequence: ROUTER_LIFETIME_SECONDS,
    data: joinBytes(toBytes(0, 8), ...subnets.map(prefixOption), linkMtu, sender),
  };
}

const ON_LINK = 0x80;
const AUTONOMOUS = 0x40;

/** RFC 4861 section 4.6.2. */
function prefixOption({ prefix, ipv6Mode }: PlannedSubnet): number[] {
  const flags = ON_LINK | (ipv6Mode === 'dhcpv6-stateful' ? 0 : AUTONOMOUS);
  return [
    3,
    4,
    prefix.length,
    flags,
    ...toBytes(VALID_SECONDS, 4),
    ...toBytes(PREFERRED_SECONDS, 4),
    0,
    0,
    0,
    0,
    ...addressBytes(prefix.address),
  ];
}

/** The prefixes a guest makes addresses of: those announced as autonomous, 64 bits long (RFC 4862 section 5.5.3). */
function autonomousPrefixes(data: Uint8Array): IpAddress[] {
  const found: IpAddress[] = [];
  for (let at = 8; at + 8 <= data.length;) {
    const length = (data[at + 1] ?? 0) * 8;
    if (length === 0) break;
    const isAutonomous = data[at] === 3 && data[at + 2] === 64 && ((data[at + 3] ?? 0) & AUTONOMOUS) !== 0;
    if (isAutonomous) found.push(createAddress(6, fromBytes(data, at + 16, 16)));
    at += length;
  }
  return found;
}
