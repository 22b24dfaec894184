import { BROADCAST_MAC, createMac, linkLocalAddress } from '#core/net';
import type { CompiledHost } from '#core/compile';
import { LOCAL_OFPORT, type SwitchInput } from '#core/dataplane';
import { type HeaderValues, createPacket } from '#core/packet';
import type { BridgePort, Deployment } from '#core/plan';
import type { RandomSource } from './random-source.ts';

/** Makes frames that a host's switch may meet: at every kind of port, with known and unknown MACs, addresses, tags and VNIs. */
export function createFrameSource(deployment: Deployment, host: CompiledHost, random: RandomSource): () => SwitchInput {
  const entries = host.bridges.flatMap(({ plan }) => [
    ...plan.ports.map((port): Entry => ({ bridge: plan.name, ofport: port.ofport, port })),
    { bridge: plan.name, ofport: LOCAL_OFPORT, port: undefined },
  ]);
  const provider = deployment.networks.flatMap(({ segment }) => (segment.kind === 'vlan' ? [segment.vlan, segment.vlan] : []));
  const vlans = [...host.plan.localVlans.map(({ vlan }) => vlan), ...provider, 1, 2, 3, 100, 4095];
  const vnis = deployment.networks.flatMap(({ segment }) => (segment.kind === 'overlay' ? [segment.vni] : []));

  return () => {
    const entry = random.pick(entries);
    const own = deployment.ports.filter(({ id }) => id === entry.port?.element);
    const sender = random.pick(own.length > 0 && random.chance(0.8) ? own : deployment.ports);
    const headers = { ...ends(deployment, sender, random), vlan_tci: randomTag(entry, vlans, random) };
    const packet = createPacket({ ...headers, ...payload(deployment, sender, random) });
    const input = { bridge: entry.bridge, ofport: entry.ofport, packet };
    if (entry.port?.kind !== 'tunnel') return input;
    const tunId = random.chance(0.85) ? random.pick(vnis) : random.below(1 << 24);
    return { ...input, tunnel: { tunId, srcIp: entry.port.remoteIp, dstIp: entry.port.localIp } };
  };
}

interface Entry {
  readonly bridge: string;
  readonly ofport: number;
  readonly port: BridgePort | undefined;
}

type Sender = Deployment['ports'][number];

/** Destinations NORMAL treats in a way of their own: link protocols, and neighbours of them that are ordinary. */
const SPECIAL_MACS = [
  0x0180c2000000n,
  0x0180c200000en,
  0x0180c2000010n,
  0x01000cccccccn,
  0x01000cccccc3n,
  0x01000cccccc9n,
  0x00e02b000004n,
  0x01005e000001n,
  0x333300000001n,
];

function ends(deployment: Deployment, sender: Sender, random: RandomSource): HeaderValues {
  const unknown = (): bigint => createMac(0xfa163e000000n | BigInt(random.below(1 << 24)));
  const source = random.chance(0.85) ? sender.mac : random.chance(0.9) ? unknown() : BROADCAST_MAC;
  const kind = random.below(10);
  if (kind < 5) return { eth_src: source, eth_dst: random.pick(deployment.ports).mac };
  if (kind < 7) return { eth_src: source, eth_dst: BROADCAST_MAC };
  return { eth_src: source, eth_dst: kind < 9 ? unknown() : random.pick(SPECIAL_MACS) };
}

/** Patch ports and uplinks carry tags as a rule, guests and tunnels seldom. */
function randomTag({ port }: Entry, vlans: readonly number[], random: RandomSource): bigint {
  const isTrunk = port === undefined || port.kind === 'patch' || port.kind === 'uplink';
  if (!random.chance(isTrunk ? 0.8 : 0.1)) return 0n;
  const vlan = random.chance(0.1) ? 0 : random.pick(vlans);
  const priority = random.chance(0.2) ? random.below(8) : 0;
  return 0x1000n | BigInt(vlan) | (BigInt(priority) << 13n);
}

function payload(deployment: Deployment, sender: Sender, random: RandomSource): HeaderValues {
  switch (random.below(7)) {
    case 0:
    case 1:
      return arp(deployment, sender, random);
    case 2:
      return {
        ...ipv4(deployment, sender, random),
        ip_proto: 1n,
        icmp_type: random.pick([0n, 8n, 3n, 13n]),
        icmp_code: random.pick([0n, 0n, 1n]),
      };
    case 3:
      return { ...ip(deployment, sender, random), ...udp(random) };
    case 4:
      return neighbourDiscovery(deployment, sender, random);
    case 5:
      return { ...ip(deployment, sender, random), ip_proto: 6n, tcp_src: randomPort(random), tcp_dst: randomPort(random) };
    default:
      return random.chance(0.5)
        ? { ...ip(deployment, sender, random), ip_proto: random.pick([47n, 50n, 112n]) }
        : { eth_type: random.pick([0x88ccn, 0x8035n, 0x0842n]) };
  }
}

/** Ports that rules and services speak of, their neighbours, and any other. */
function randomPort(random: RandomSource): bigint {
  return random.chance(0.7) ? random.pick([22n, 53n, 79n, 80n, 90n, 443n, 5432n, 8000n, 8010n, 8011n]) : BigInt(random.below(65536));
}

/** DHCP and DHCPv6 in both directions among others. */
function udp(random: RandomSource): HeaderValues {
  const known = random.pick([
    [68n, 67n],
    [67n, 68n],
    [546n, 547n],
    [547n, 546n],
    [4789n, 4789n],
  ] as const);
  const [source, destination] = random.chance(0.5) ? known : [randomPort(random), randomPort(random)];
  return { ip_proto: 17n, udp_src: source, udp_dst: destination };
}

function ip(deployment: Deployment, sender: Sender, random: RandomSource): HeaderValues {
  return random.chance(0.7) ? ipv4(deployment, sender, random) : ipv6(deployment, sender, random);
}

function ipv6(deployment: Deployment, sender: Sender, random: RandomSource): HeaderValues {
  return {
    eth_type: 0x86ddn,
    ipv6_src: address(sender, 6, random),
    ipv6_dst: address(random.pick(deployment.ports), 6, random),
    ip_dscp: 0n,
    ip_ecn: 0n,
    ip_ttl: 64n,
  };
}

function address(port: Sender, version: 4 | 6, random: RandomSource): bigint {
  const own = port.addresses.filter((entry) => entry.address.version === version).map((entry) => entry.address.value);
  if (own.length > 0 && random.chance(0.8)) return random.pick(own);
  return version === 4 ? 0x0a000000n | BigInt(random.below(1 << 16)) : linkLocalAddress(port.mac).value;
}

function arp(deployment: Deployment, sender: Sender, random: RandomSource): HeaderValues {
  const target = random.pick(deployment.ports);
  return {
    eth_type: 0x0806n,
    arp_op: random.pick([1n, 1n, 2n]),
    arp_spa: address(sender, 4, random),
    arp_tpa: address(random.chance(0.1) ? sender : target, 4, random),
    arp_sha: sender.mac,
    arp_tha: random.pick([0n, BROADCAST_MAC, target.mac]),
  };
}

function ipv4(deployment: Deployment, sender: Sender, random: RandomSource): HeaderValues {
  const target = random.pick(deployment.ports);
  return {
    eth_type: 0x0800n,
    ip_src: address(sender, 4, random),
    ip_dst: address(target, 4, random),
    ip_dscp: BigInt(random.below(64)),
    ip_ecn: 0n,
    ip_ttl: 64n,
  };
}

function neighbourDiscovery(deployment: Deployment, sender: Sender, random: RandomSource): HeaderValues {
  const type = random.pick([130n, 133n, 134n, 135n, 136n, 136n, 128n, 1n]);
  const common = { ...ipv6(deployment, sender, random), ip_proto: 58n, ip_ttl: 255n, icmpv6_type: type, icmpv6_code: 0n };
  return type === 135n || type === 136n
    ? { ...common, nd_target: address(random.chance(0.8) ? sender : random.pick(deployment.ports), 6, random) }
    : common;
}
