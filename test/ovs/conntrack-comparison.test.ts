import { describe, expect, it } from 'vitest';
import { elementId, known } from '#core/base';
import type { CompiledHost } from '#core/compile';
import { createSwitch, learnedFlows, receive } from '#core/dataplane';
import { createMac, parseAddress } from '#core/net';
import { parseFlow } from '#core/openflow';
import {
  ICMP,
  ICMPV6,
  IP_PROTOCOL,
  type Packet,
  TCP_FLAG,
  createEchoRequest,
  createIpPacket,
  encodeFrame,
  withHeaders,
} from '#core/packet';
import { type DummySwitch, startDummySwitch, whyNoOvs } from '#test/ovs-dummy';

const skip = whyNoOvs();
if (skip !== undefined) console.log(`no comparison with Open vSwitch: ${skip}`);

/**
 * A packet's source MAC is its number: table 9 learns for each number what connection tracking said, on our side and in the userspace datapath. New connections are
 * committed.
 */
const LEARN = 'learn(table=9,priority=1,NXM_OF_ETH_SRC[],load:NXM_NX_CT_STATE[0..7]->NXM_NX_REG0[0..7])';
const FLOWS = [
  'table=0,priority=1,ip,actions=ct(table=1,zone=7)',
  'table=0,priority=1,ipv6,actions=ct(table=1,zone=7)',
  `table=1,priority=2,ct_state=+new,ip,actions=${LEARN},ct(commit,zone=7)`,
  `table=1,priority=2,ct_state=+new,ipv6,actions=${LEARN},ct(commit,zone=7)`,
  `table=1,priority=1,actions=${LEARN}`,
];

const address = (text: string) => known(parseAddress(text), text);
const macs = { sourceMac: createMac(0xfa163e000001n), destinationMac: createMac(0xfa163e000002n) };
const there = { ...macs, source: address('10.0.0.1'), destination: address('10.0.0.2') };
const back = { ...macs, source: address('10.0.0.2'), destination: address('10.0.0.1') };
const there6 = { ...macs, source: address('2001:db8::1'), destination: address('2001:db8::2') };
const back6 = { ...macs, source: address('2001:db8::2'), destination: address('2001:db8::1') };

const echo = { icmpIdentifier: 7, icmpSequence: 1, data: new Uint8Array(8) };
const ping = createEchoRequest(there, echo);
const pong = createIpPacket(back, IP_PROTOCOL.icmp, { icmp_type: ICMP.echoReply, icmp_code: 0n }, echo);
const ping6 = createEchoRequest(there6, echo);
const pong6 = createIpPacket(back6, IP_PROTOCOL.icmpv6, { icmpv6_type: ICMPV6.echoReply, icmpv6_code: 0n }, echo);
const query = createIpPacket(there, IP_PROTOCOL.udp, { udp_src: 1000n, udp_dst: 53n });
const answer = createIpPacket(back, IP_PROTOCOL.udp, { udp_src: 53n, udp_dst: 1000n });
const gre = createIpPacket(there, 47n, {}, { data: new Uint8Array(8) });
const refusal = createIpPacket(back, IP_PROTOCOL.icmp, { icmp_type: 3n, icmp_code: 3n }, { data: encodeFrame(query).subarray(14, 42) });
const refusal6 = createIpPacket(back6, IP_PROTOCOL.icmpv6, { icmpv6_type: 1n, icmpv6_code: 1n }, { data: encodeFrame(ping6).subarray(14) });
const solicitation = createIpPacket(there6, IP_PROTOCOL.icmpv6, {
  icmpv6_type: ICMPV6.neighborSolicitation,
  icmpv6_code: 0n,
  nd_target: there6.destination.value,
});

function tcp(ends: typeof there, tcpFlags: number, tcpSequence = 0, tcpAcknowledgement = 0): Packet {
  const ports = ends === there ? { tcp_src: 40000n, tcp_dst: 80n } : { tcp_src: 80n, tcp_dst: 40000n };
  return createIpPacket(ends, IP_PROTOCOL.tcp, ports, { tcpFlags, tcpSequence, tcpAcknowledgement });
}

const { syn, ack, rst, fin } = TCP_FLAG;
const handshake = [tcp(there, syn, 100), tcp(back, syn | ack, 500, 101), tcp(there, ack, 101, 501)];

describe.skipIf(skip !== undefined)('connection tracking of our switch and of the userspace datapath', () => {
  it.each<readonly [string, readonly Packet[]]>([
    ['a ping and its answer', [ping, pong, ping, pong]],
    ['an answer nobody asked for', [pong, ping]],
    ['a question and its answer over UDP', [query, answer, query, answer]],
    ['packets that nobody answers', [query, query, query, ping, ping, ping]],
    ['a protocol without ports', [gre, gre, gre]],
    ['a SYN that is sent again', [tcp(there, syn, 100), tcp(there, syn, 100)]],
    ['a new connection after a refusal', [tcp(there, syn, 100), tcp(back, rst | ack, 0, 101), tcp(there, syn, 900)]],
    ['a TCP handshake', handshake],
    ['a refused TCP connection', [tcp(there, syn, 100), tcp(back, rst | ack, 0, 101)]],
    ['a connection picked up in its middle', [tcp(there, ack, 101, 501)]],
    ['a SYN+ACK, a FIN alone and no flags at all out of nowhere', [tcp(back, syn | ack, 1, 2), tcp(there, fin), tcp(there, 0)]],
    ['ICMP errors about a connection and about none', [refusal, query, refusal]],
    ['a ping and its answer over IPv6, and an error about it', [ping6, pong6, ping6, refusal6]],
    ['neighbour discovery', [solicitation]],
  ])('agree on %s', async (_name, packets) => {
    const { ours, theirs } = await trackBoth(packets);
    expect(ours).toHaveLength(packets.length);
    expect(ours).toEqual(theirs);
  });

  // docs/limits.md: ours is the kernel's way
  it.each<readonly [string, readonly Packet[], readonly string[], readonly string[]]>([
    ['a reset out of nowhere', [tcp(there, rst, 100)], ['inv'], ['new']],
  ])('differ on %s, as the kernel does', async (_name, packets, ours, theirs) => {
    expect(await trackBoth(packets)).toEqual({ ours, theirs });
  });
});

async function trackBoth(packets: readonly Packet[]): Promise<{ readonly ours: readonly string[]; readonly theirs: readonly string[] }> {
  const host = hostWith(FLOWS);
  const numbered = packets.map((packet, i) => withHeaders(packet, { eth_src: createMac(BigInt(i + 1)) }));
  const real = await startDummySwitch(host);
  try {
    const target = createSwitch(host);
    for (const packet of numbered) {
      receive(target, { bridge: 'br', ofport: 1, packet }, 0);
      await real.unixctl.call('netdev-dummy/receive', 'eth0', hex(encodeFrame(packet)));
      await untilSeen(real);
    }
    const told = learnedFlows(target, 'br', 0).map((flow) => ({
      number: Number(flow.match.find(({ field }) => field === 'eth_src')?.value ?? 0n),
      state: flow.actions[0]?.kind === 'load' ? flow.actions[0].value : 0n,
    }));
    return { ours: inOrder(told), theirs: inOrder((await real.dumpFlows('br')).flatMap(readLearned)) };
  } finally {
    await real.stop();
  }
}

/** Packets are handled in turn when the datapath has no upcall left. */
async function untilSeen({ unixctl }: DummySwitch): Promise<void> {
  await unixctl.call('revalidator/wait');
}

interface Told {
  readonly number: number;
  readonly state: bigint;
}

/** `table=9, priority=1,dl_src=00:00:00:00:00:04 actions=load:0x21->NXM_NX_REG0[0..7]`. */
function readLearned(text: string): Told[] {
  const found = /^table=9,.*dl_src=00:00:00:00:00:(..) actions=load:(0x[0-9a-f]+)->/.exec(text);
  return found ? [{ number: parseInt(found[1] ?? '', 16), state: BigInt(found[2] ?? 0) }] : [];
}

function inOrder(told: readonly Told[]): string[] {
  return [...told].sort((a, b) => a.number - b.number).map(({ state }) => flagsOf(state));
}

function flagsOf(state: bigint): string {
  return ['new', 'est', 'rel', 'rpl', 'inv'].filter((_, bit) => ((state >> BigInt(bit)) & 1n) !== 0n).join('|');
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function hostWith(texts: readonly string[]): CompiledHost {
  const element = elementId('host', 'h');
  const flows = texts.map((text) => {
    const parsed = parseFlow(text);
    if (parsed.kind === 'error') throw new Error(`${text}: ${parsed.problem.message}`);
    return parsed.value;
  });
  const port = { name: 'eth0', ofport: 1, element, kind: 'uplink', device: 'eth0' } as const;
  const plan = { name: 'br', kind: 'physical', element, physicalNetwork: undefined, address: undefined, ports: [port] } as const;
  const host = { plan: { name: 'h', tunnel: undefined }, bridges: [{ plan, flows, meters: [] }] };
  return host as unknown as CompiledHost; // the two switches look at nothing else of a host
}
