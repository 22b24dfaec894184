import { known, sortedBy } from '#core/base';
import type { CompiledFabric, CompiledHost } from '#core/compile';
import {
  LOCAL_OFPORT,
  type Switch,
  type SwitchInput,
  type SwitchResult,
  createSwitch,
  learnedFlows,
  macEntries,
  receive,
  rehearse,
} from '#core/dataplane';
import { printAddress, printMac } from '#core/net';
import { type FieldMatch, type FieldName, findField, orderMatch, printFlow, printMatch } from '#core/openflow';
import type { Packet } from '#core/packet';
import { type DummySwitch, startDummySwitch } from '#test/ovs-dummy';
import type { DatapathHeaders, DatapathOutput } from './datapath-actions.ts';
import { createFrameSource } from './random-frames.ts';
import { createRandomSource } from './random-source.ts';
import { type FoundTracking, randomTracking } from './random-tracking.ts';
import { readTrace } from './read-trace.ts';

/** What a comparison found: differences first, then how much was compared. */
export interface Comparison {
  readonly differences: readonly string[];
  readonly frames: number;
  /** Copies that left a switch. */
  readonly copies: number;
  /** Different ways through the tables that were seen. */
  readonly ways: number;
}

/** Frames of this share are really sent: both sides then learn from them. */
const SENT_SHARE = 0.25;

/** Questions in flight at once. */
const BATCH = 40;

/** Sends the same random frames through our switch and a real one that has the same flows, host by host. */
export async function compareTraces(fabric: CompiledFabric, frames: number, seed: number): Promise<Comparison> {
  const hosts = fabric.hosts.filter(({ bridges }) => bridges.length > 0);
  const parts: Comparison[] = [];
  for (const [index, host] of hosts.entries()) parts.push(await compareHost(fabric, host, Math.ceil(frames / hosts.length), seed + index));
  const sum = (of: (part: Comparison) => number): number => parts.reduce((total, part) => total + of(part), 0);
  return {
    differences: parts.flatMap(({ differences }) => differences),
    frames: sum((p) => p.frames),
    copies: sum((p) => p.copies),
    ways: sum((p) => p.ways),
  };
}

async function compareHost(fabric: CompiledFabric, host: CompiledHost, frames: number, seed: number): Promise<Comparison> {
  const real = await startDummySwitch(host);
  try {
    const rig: Rig = { real, ours: createSwitch(host), datapathPorts: await readDatapathPorts(real) };
    const random = createRandomSource(seed);
    const nextFrame = createFrameSource(fabric.deployment, host, random);
    const differences = await compareMemory(rig, host);
    const integration = new Set(host.bridges.filter(({ plan }) => plan.kind === 'integration').map(({ plan }) => plan.name));
    const ways = new Set<string>();
    let copies = 0;
    for (let done = 0; done < frames; done += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, frames - done) }, () => {
        const frame = nextFrame();
        const tracking = randomTracking(random, integration.has(frame.bridge));
        return compareFrame(rig, frame, tracking, random.chance(SENT_SHARE));
      });
      for (const { difference, way, copies: sent } of await Promise.all(batch)) {
        if (difference !== undefined) differences.push(`${host.plan.name}, seed ${seed}: ${difference}`);
        copies += sent;
        ways.add(way);
      }
    }
    return { differences: [...differences, ...(await compareMemory(rig, host))], frames, copies, ways: ways.size };
  } finally {
    await real.stop();
  }
}

interface Rig {
  readonly real: DummySwitch;
  readonly ours: Switch;
  /** `BRIDGE OFPORT` → number in the datapath. */
  readonly datapathPorts: ReadonlyMap<string, string>;
}

interface FrameComparison {
  readonly difference: string | undefined;
  readonly way: string;
  readonly copies: number;
}

async function compareFrame(rig: Rig, input: SwitchInput, found: FoundTracking, mayBeSent: boolean): Promise<FrameComparison> {
  const isSent = mayBeSent && staysWithinLimits(rehearse(rig.ours, input, 0, found.track));
  const text = [traceText(input), ...found.traceKeys].join();
  const answer = rig.real.unixctl.call('ofproto/trace', input.bridge, text, ...found.traceOptions, ...(isSent ? ['-generate'] : []));
  const result = (isSent ? receive : rehearse)(rig.ours, input, 0, found.track);
  const ours = ourSteps(result);
  const traced = await answer;
  const tci = input.packet.headers.vlan_tci ?? 0n;
  const real = readTrace(traced, { tags: tci === 0n ? [] : [tci], headers: datapathHeaders(input.packet) });
  const theirs = [...real.steps].sort();
  const [ourCopies, theirCopies] = [ourOutputs(rig, result), realOutputs(real.outputs)];
  const [ourTracking, theirTracking] = [ourConntrack(result), [...real.tracked].sort()];
  const isCircle = CIRCLE.test(traced);
  const isEqual =
    traced.includes(TOO_LONG) ||
    (isCircle ? goesInCircle(result) : same(ours, theirs) && same(ourCopies, theirCopies) && same(ourTracking, theirTracking));
  const differs = isCircle
    ? ['only Open vSwitch sees a circle']
    : [
        ...listDifferences('tables', ours, theirs),
        ...listDifferences('copies', ourCopies, theirCopies),
        ...listDifferences('connection tracking', ourTracking, theirTracking),
      ];
  const difference = isEqual
    ? undefined
    : [`${input.bridge} ${text} ${found.traceOptions.join(' ')}${isSent ? ' (sent)' : ''}`, ...differs, traced].join('\n  ');
  return { difference, way: ours.join('; '), copies: ourCopies.length };
}

/**
 * Where a frame goes in a circle, the outer packets of this rig's tunnels count too, so the two sides stop at different points: only that
 * both stop is compared.
 */
const CIRCLE = /over max translation depth|over \d+ resubmit actions/;

/** A limit of this rig alone, whose tunnel headers stand in the actions whole: such frames are not compared. */
const TOO_LONG = 'over 64 kB of actions';

/** What is learned on the way before one side gives up would differ from there on: such frames are not sent, only asked about. */
function staysWithinLimits(result: SwitchResult): boolean {
  return result.events.length < 500 && !goesInCircle(result);
}

function goesInCircle({ events }: SwitchResult): boolean {
  return events.some((event) => event.kind === 'drop' && event.reason === 'translation-too-deep');
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}

/** The keys `ofproto/trace` takes: every field of the frame. */
function traceText({ ofport, packet, tunnel }: SwitchInput): string {
  const exact = (field: FieldName, value: bigint): FieldMatch => ({ field, value, mask: undefined });
  const headers = Object.entries(packet.headers).map(([name, value]) => exact(known(findField(name), name).name, value));
  const outer = tunnel
    ? [exact('tun_id', BigInt(tunnel.tunId)), exact('tun_src', tunnel.srcIp.value), exact('tun_dst', tunnel.dstIp.value)]
    : [];
  return orderMatch([exact('in_port', BigInt(ofport)), ...outer, ...headers])
    .map(traceKey)
    .join();
}

/** One key; `tp_src` and `icmp_type`, which a match takes for any protocol, have to be exact here. */
function traceKey(match: FieldMatch): string {
  return printMatch([match]).replace(/^(tp|icmp)_\w+=/, `${match.field}=`);
}

function ourSteps({ events }: SwitchResult): readonly string[] {
  const steps = events.flatMap((event) => {
    if (event.kind !== 'table') return [];
    const at = `${event.bridge} ${event.table}`;
    if (!event.flow) return [`${at}: No match.`];
    const match = printMatch(event.flow.match);
    return [`${at}: ${match === '' ? '' : `${match}, `}priority ${event.flow.priority}`];
  });
  return steps.sort();
}

/** What the datapath would be told of connection tracking. */
function ourConntrack({ events }: SwitchResult): readonly string[] {
  const texts = events.flatMap((event) => {
    if (event.kind !== 'ct') return [];
    const mark = `mark=0x${(event.state.metadata.ct_mark ?? 0n).toString(16)}`;
    // zone 0 goes without saying
    const said = [
      ...(event.isCommitted ? ['commit'] : []),
      ...(event.zone === 0 ? [] : [`zone=${event.zone}`]),
      ...(event.isMarked ? [mark] : []),
    ];
    return [`ct(${said.join()})`];
  });
  return texts.sort();
}

/** Copies by place and headers; of those with two tags, which our packets cannot hold, only their number. */
function ourOutputs({ datapathPorts }: Rig, { outputs, events }: SwitchResult): readonly string[] {
  const texts = outputs.map(({ bridge, ofport, packet, tunnel }) => {
    const to = tunnel
      ? `${printAddress(tunnel.remoteIp)} vni ${tunnel.tunId}`
      : known(datapathPorts.get(`${bridge} ${ofport}`), `datapath number of ${bridge} ${ofport}`);
    const tci = packet.headers.vlan_tci ?? 0n;
    return copyText(to, tci === 0n ? [] : [tci], datapathHeaders(packet));
  });
  return [...texts, ...events.filter(({ kind }) => kind === 'not-modelled').map(() => TWO_TAGS)].sort();
}

const TWO_TAGS = 'a copy with two tags';

function realOutputs(outputs: readonly DatapathOutput[]): readonly string[] {
  return outputs.map(({ to, tags, headers }) => (tags.length > 1 ? TWO_TAGS : copyText(to, tags, headers))).sort();
}

function copyText(to: string, tags: readonly bigint[], headers: DatapathHeaders): string {
  const fields = sortedBy(Object.entries(headers), ([name]) => name).map(([name, value]) => `${name}=${value.toString(16)}`);
  return `to ${to} tags [${tags.map((tag) => `0x${tag.toString(16)}`).join()}] ${fields.join(' ')}`;
}

/** The headers that flows may set, under the datapath's names. */
function datapathHeaders({ headers }: Packet): DatapathHeaders {
  const { eth_type: type, ip_proto: protocol } = headers;
  const named = (fields: Readonly<Record<string, bigint | undefined>>): DatapathHeaders =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? 0n]));
  const ethernet = named({ 'eth.src': headers.eth_src, 'eth.dst': headers.eth_dst });
  if (type === 0x0806n) {
    const { arp_op, arp_spa, arp_tpa, arp_sha, arp_tha } = headers;
    return { ...ethernet, ...named({ 'arp.op': arp_op, 'arp.sip': arp_spa, 'arp.tip': arp_tpa, 'arp.sha': arp_sha, 'arp.tha': arp_tha }) };
  }
  if (type !== 0x0800n && type !== 0x86ddn) return ethernet;
  const tos = ((headers.ip_dscp ?? 0n) << 2n) | (headers.ip_ecn ?? 0n);
  const ip = {
    ...ethernet,
    ...(type === 0x0800n
      ? named({ 'ipv4.src': headers.ip_src, 'ipv4.dst': headers.ip_dst, 'ipv4.tos': tos, 'ipv4.ttl': headers.ip_ttl })
      : named({ 'ipv6.src': headers.ipv6_src, 'ipv6.dst': headers.ipv6_dst, 'ipv6.tclass': tos, 'ipv6.hlimit': headers.ip_ttl })),
  };
  if (protocol === 6n) return { ...ip, ...named({ 'tcp.src': headers.tcp_src, 'tcp.dst': headers.tcp_dst }) };
  return protocol === 17n ? { ...ip, ...named({ 'udp.src': headers.udp_src, 'udp.dst': headers.udp_dst }) } : ip;
}

async function readDatapathPorts(real: DummySwitch): Promise<ReadonlyMap<string, string>> {
  const ports = new Map<string, string>();
  let bridge = '';
  for (const line of (await real.unixctl.call('dpif/show')).split('\n')) {
    bridge = /^ {2}(\S+):$/.exec(line)?.[1] ?? bridge;
    const port = /^ {4}\S+ (\d+)\/(\d+):/.exec(line);
    if (port) ports.set(`${bridge} ${port[1] ?? ''}`, port[2] ?? '');
  }
  return ports;
}

/** Flows, learned ones included, and MAC tables of both sides. */
async function compareMemory({ real, ours }: Rig, host: CompiledHost): Promise<string[]> {
  const differences: string[] = [];
  for (const { plan, flows } of host.bridges) {
    const expected = [...flows, ...learnedFlows(ours, plan.name, 0)].map(printFlow).sort();
    const dumped = [...(await real.dumpFlows(plan.name))].sort();
    differences.push(...listDifferences(`flows of ${host.plan.name} ${plan.name}`, expected, dumped));
    const learned = macEntries(ours, plan.name, 0).map(
      ({ ofport, vlan, mac }) => `${ofport === LOCAL_OFPORT ? 'LOCAL' : ofport} ${vlan} ${printMac(mac)}`,
    );
    const shown = (await real.unixctl.call('fdb/show', plan.name)).trim().split('\n').slice(1);
    differences.push(
      ...listDifferences(
        `MAC table of ${host.plan.name} ${plan.name}`,
        [...learned].sort(),
        shown.map((line) => line.trim().split(/\s+/).slice(0, 3).join(' ')).sort(),
      ),
    );
  }
  return differences;
}

function listDifferences(what: string, ours: readonly string[], theirs: readonly string[]): string[] {
  const only = (side: string, a: readonly string[], b: readonly string[]): string[] =>
    a.filter((line) => !b.includes(line)).map((line) => `${what}, only ${side}: ${line}`);
  return [...only('ours', ours, theirs), ...only('Open vSwitch', theirs, ours)];
}
