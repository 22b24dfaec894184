import { known } from '#core/base';
import type { CompiledFabric } from '#core/compile';
import type { IpAddress } from '#core/net';
import {
  type Message,
  type Network,
  type Stack,
  createNetwork,
  forgetConnections,
  runNetwork,
  startAtSwitch,
  startFrame,
  startPacket,
  takeLog,
} from '#core/dataplane';
import type { Packet } from '#core/packet';
import { addressFrame } from './address-frame.ts';
import { assembleTrace, notTraced } from './assemble-trace.ts';
import { type NoEnds, type Sender, chooseEnds, sendersOf } from './choose-ends.ts';
import { type FirstPacket, createFirstPacket } from './create-first-packet.ts';
import { PING, type SwitchPort, type TraceRequest } from './request.ts';
import type { Trace } from './trace.ts';

/**
 * Sends a packet through the cloud and tells all that became of it and of its answer. On a `Network` the state that is there is used and kept; on a compiled fabric
 * a fresh cloud is made. Unless `cold`, the conversation is run once before, so that MACs are known as in a cloud at work; connections are new in any case.
 */
export function tracePacket(cloud: Network | CompiledFabric, request: TraceRequest): Trace {
  return known(traceInTurn(cloud, [request])[0], 'a trace of the request');
}

/**
 * As `tracePacket`, for packets that follow each other, as those of a capture do: unless `cold`, all are run once before; then each meets the connections that those before it
 * made. Times of captured frames count from the start of the first.
 */
export function traceInTurn(cloud: Network | CompiledFabric, requests: readonly TraceRequest[]): Trace[] {
  const network = 'stacks' in cloud ? cloud : createNetwork(cloud);
  const conversations = requests.map((request) => ({ request, ...prepare(network, request) }));
  for (const conversation of conversations) {
    if ('unsuitable' in conversation || conversation.request.cold === true) continue;
    conversation.start();
    runNetwork(network);
  }
  forgetConnections(network);
  const startMicroseconds = network.nowMicroseconds;
  return conversations.map((conversation) => {
    if ('unsuitable' in conversation) return notTraced(conversation.unsuitable);
    takeLog(network);
    const root = conversation.start();
    runNetwork(network);
    const { target, destination, sender, request } = conversation;
    return assembleTrace(network, { root, target, destination, sender, log: takeLog(network), startMicroseconds }, request);
  });
}

interface Conversation {
  readonly start: () => Message;
  /** Where the packet should arrive; `undefined`: anywhere. */
  readonly target: Stack | undefined;
  readonly destination: IpAddress | undefined;
  readonly sender: Stack | undefined;
}

function prepare(network: Network, request: TraceRequest): Conversation | NoEnds {
  const { from, frame, beyond } = request;
  if (beyond !== undefined) return { unsuitable: beyond };
  if (frame) return prepareFrame(network, request, frame);
  const ends = chooseEnds(network, request);
  if ('unsuitable' in ends) return ends;
  const first = createFirstPacket(ends, request.packet);
  const { stack } = ends.sender;
  const target = request.packet.protocol === 'dhcp' ? undefined : ends.target;
  const { destination } = ends;
  if (from.kind !== 'switch-port') return { start: () => startFirst(network, ends.sender, first), target, destination, sender: stack };
  const framed = first.kind === 'frame' ? first.packet : addressFrame(network, ends, first.packet);
  if (!framed) return { unsuitable: `no MAC can be told for the next hop from ${from.bridge} of ${from.host}: give a whole frame` };
  return { start: () => startAtSwitch(network, from, framed), target, destination, sender: stack };
}

function prepareFrame(network: Network, { from, to }: TraceRequest, frame: Packet): Conversation | NoEnds {
  const senders = sendersOf(network, from);
  const sender = 'unsuitable' in senders ? undefined : cardOf(senders, frame);
  const ends = to && sender ? chooseEnds(network, { from, to, packet: PING }) : undefined;
  const { target, destination } = ends && 'target' in ends ? ends : { target: undefined, destination: undefined };
  if (from.kind === 'switch-port') {
    const unsuitable = faultOf(network, from);
    if (unsuitable !== undefined) return { unsuitable };
    return { start: () => startAtSwitch(network, from, frame), target, destination, sender: sender?.stack };
  }
  if (!sender) return 'unsuitable' in senders ? senders : { unsuitable: 'nobody sends this frame' };
  return { start: () => startFrame(network, sender.stack, sender.device, frame), target, destination, sender: sender.stack };
}

/** Of several cards the one with the frame's source MAC, else the first. */
function cardOf(senders: readonly Sender[], { headers }: Packet): Sender | undefined {
  return senders.find(({ device }) => device.mac === headers.eth_src) ?? senders[0];
}

function startFirst(network: Network, { stack, device }: Sender, first: FirstPacket): Message {
  return first.kind === 'frame'
    ? startFrame(network, stack, device, first.packet, first.detail)
    : startPacket(network, stack, first.packet);
}

/** Why no frame can come in at that port. */
function faultOf({ hosts }: Network, { host, bridge, ofport }: SwitchPort): string | undefined {
  const plan = hosts.get(host)?.compiled.plan.bridges.find(({ name }) => name === bridge);
  if (!plan) return `there is no bridge ${bridge} on a host ${host}`;
  const port = plan.ports.find((candidate) => candidate.ofport === ofport);
  if (port?.kind === 'tunnel')
    return `a frame that comes in at the tunnel port ${port.name} with a key that the frame itself does not tell`;
  return undefined;
}
