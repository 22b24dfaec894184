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
  const network = 'stacks' in cloud ? cloud : createNetwork(cloud);
  const conversation = prepare(network, request);
  if ('unsuitable' in conversation) return notTraced(conversation.unsuitable);
  if (request.cold !== true) {
    conversation.start();
    runNetwork(network);
  }
  forgetConnections(network);
  takeLog(network);
  const startMicroseconds = network.nowMicroseconds;
  const root = conversation.start();
  runNetwork(network);
  const { target, destination, sender } = conversation;
  return assembleTrace(network, { root, target, destination, sender, log: takeLog(network), startMicroseconds }, request);
}

interface Conversation {
  readonly start: () => Message;
  /** Where the packet should arrive; `undefined`: anywhere. */
  readonly target: Stack | undefined;
  readonly destination: IpAddress | undefined;
  readonly sender: Stack | undefined;
}

function prepare(network: Network, request: TraceRequest): Conversation | NoEnds {
  const { from, frame } = request;
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

function prepareFrame(network: Network, { from, to }: TraceRequest, frame: NonNullable<TraceRequest['frame']>): Conversation | NoEnds {
  const senders = sendersOf(network, from);
  const sender = 'unsuitable' in senders ? undefined : senders[0];
  const ends = to && sender ? chooseEnds(network, { from, to, packet: PING }) : undefined;
  const { target, destination } = ends && 'target' in ends ? ends : { target: undefined, destination: undefined };
  if (from.kind === 'switch-port' && !hasBridge(network, from))
    return { unsuitable: `there is no bridge ${from.bridge} on a host ${from.host}` };
  if (from.kind === 'switch-port') return { start: () => startAtSwitch(network, from, frame), target, destination, sender: sender?.stack };
  if (!sender) return 'unsuitable' in senders ? senders : { unsuitable: 'nobody sends this frame' };
  return { start: () => startFrame(network, sender.stack, sender.device, frame), target, destination, sender: sender.stack };
}

function startFirst(network: Network, { stack, device }: Sender, first: FirstPacket): Message {
  return first.kind === 'frame'
    ? startFrame(network, stack, device, first.packet, first.detail)
    : startPacket(network, stack, first.packet);
}

function hasBridge(network: Network, { host, bridge }: SwitchPort): boolean {
  return network.hosts.get(host)?.ovs.bridges.has(bridge) ?? false;
}
