import {
  type Capture,
  type Message,
  type Network,
  type NetworkLog,
  OUTSIDE,
  type Stack,
  type TrailNode,
  deviceWithAddress,
  stackOfPort,
} from '#core/dataplane';
import type { IpAddress } from '#core/net';
import { buildLeg } from './build-leg.ts';
import { isAnsweredBySwitch, tellUnanswered } from './neighbour-question.ts';
import type { TraceRequest } from './request.ts';
import { type StepNames, createStepNames } from './step-names.ts';
import type { CapturedFrame, Trace, TraceLeg, TraceReason } from './trace.ts';

/** A conversation that was run, and what was recorded meanwhile. */
export interface Recording {
  readonly root: Message;
  /** Where the first packet should arrive; `undefined`: anywhere. */
  readonly target: Stack | undefined;
  /** The address it is for, where that is known. */
  readonly destination: IpAddress | undefined;
  /** Where the answer should arrive. */
  readonly sender: Stack | undefined;
  readonly log: NetworkLog;
  readonly startMicroseconds: number;
}

/** Makes the trace: request and answer as legs, ARP as preludes, and the captured frames. */
export function assembleTrace(network: Network, recording: Recording, request: TraceRequest): Trace {
  const { root, log, target, sender } = recording;
  const names = createStepNames(network);
  const reply = request.oneWay === true ? undefined : findReply(root, log);
  const preludes = log.messages.filter((message) => message.purpose === 'resolution' && message !== reply);
  const preludeLegs = preludes.map((message) => buildLeg(message, isDelivered, names));
  const isAnswered = (end: TrailNode) => isAnsweredBySwitch(end, sender);
  const isAtTarget = isDeliveredTo(network, target);
  const asked = buildLeg(root, (end) => isAtTarget(end) || isAnswered(end), names);
  const requestLeg = explain(tellUnanswered(asked, root, names), preludeLegs, deadEnd(network, recording, names));
  const replyLeg = reply && buildLeg(reply, isDeliveredTo(network, sender), names);
  const needsNoReply = request.oneWay === true || request.frame !== undefined || root.ends.some(isAnswered);
  const conclusion = conclude(requestLeg, replyLeg, needsNoReply);
  return {
    ...conclusion,
    ...(request.frame && !target ? { receivers: receiversOf(root, names) } : {}),
    preludes: preludeLegs,
    request: requestLeg,
    reply: replyLeg,
    frames: log.captures.map((capture) => toCapturedFrame(capture, recording, reply)),
  };
}

/** What the first packet made its receiver, or a router on the way, send back; the answer to an ARP question is one too. */
function findReply(root: Message, { messages }: NetworkLog): Message | undefined {
  const caused = messages.filter(({ cause }) => cause === root);
  return (
    caused.find(({ purpose }) => purpose === 'answer' || purpose === 'error') ??
    caused.find((message) => firstEvent(message)?.packet.headers.arp_op === 2n)
  );
}

function firstEvent({ ends: [end] }: Message) {
  let node: TrailNode | undefined = end;
  while (node?.parent) node = node.parent;
  return node?.event;
}

function isDelivered({ event }: TrailNode): boolean {
  return event.kind === 'deliver';
}

function isDeliveredTo(network: Network, stack: Stack | undefined): (end: TrailNode) => boolean {
  if (!stack) return isDelivered;
  return (end) => {
    const { event } = end;
    if (event.kind !== 'deliver') return false;
    return event.host === stack.host && event.device === stack.name && sameStack(network, event.element, stack);
  };
}

/** VMs of two tenants may share a name, so the element decides: the VM itself, or a port of the namespace. */
function sameStack(network: Network, element: TrailNode['event']['element'], stack: Stack): boolean {
  return element === stack.element || (element !== undefined && stackOfPort(network, element)?.stack === stack);
}

/** An unanswered question for a neighbour says little by itself: where the question, or its answer, was stopped before it could spread is added. */
function explain(leg: TraceLeg, legs: readonly TraceLeg[], dead: string | undefined): TraceLeg {
  if (leg.reason?.code !== 'arp-unanswered' && leg.reason?.code !== 'nd-unanswered') return leg;
  if (dead !== undefined)
    return {
      ...leg,
      reason: { ...leg.reason, message: `${leg.reason.message}: ${dead} is down (\`admin-state down\`), so nothing reaches it` },
    };
  const looping = legs.find(({ verdict }) => verdict === 'looping');
  if (looping?.reason) return { ...leg, verdict: 'looping', reason: looping.reason };
  const stopped = legs.find(({ verdict, branches }) => verdict === 'dropped' && branches.length === 0);
  if (!stopped?.reason) return leg;
  return {
    ...leg,
    reason: {
      ...leg.reason,
      message: `${leg.reason.message}: the question or its answer was stopped at ${stopped.reason.at} (${stopped.reason.message})`,
    },
  };
}

/** The port with the destination's address, if it is down. */
function deadEnd(network: Network, { target, destination }: Recording, names: StepNames): string | undefined {
  const device = destination && target && deviceWithAddress(target, destination);
  const port = device?.port === undefined ? undefined : network.index.port(device.port);
  return port && !port.adminUp ? names.element(port.id) : undefined;
}

/** Who took a copy: `vm-4 on compute-1`. */
function receiversOf({ ends }: Message, names: StepNames): string[] {
  const takers = ends
    .filter(isDelivered)
    .map(({ event }) => `${names.place(event)}${event.host === undefined || event.host === OUTSIDE ? '' : ` on ${event.host}`}`);
  return [...new Set(takers)];
}

function placeOf({ egress }: TraceLeg): string {
  return egress ? `${egress.host} ${egress.device}` : 'network';
}

function conclude(request: TraceLeg, reply: TraceLeg | undefined, needsNoReply: boolean): Pick<Trace, 'verdict' | 'reason'> {
  if (request.verdict !== 'delivered' || needsNoReply) return { verdict: request.verdict, reason: request.reason };
  if (reply) return { verdict: reply.verdict, reason: reply.reason };
  const reason: TraceReason = { code: 'no-answer', message: 'the packet arrived, and nothing was sent back', at: placeOf(request) };
  return { verdict: 'lost', reason };
}

function toCapturedFrame(capture: Capture, { root, startMicroseconds }: Recording, reply: Message | undefined): CapturedFrame {
  const { host, device, timeMicroseconds, bytes, message } = capture;
  const isPrelude = message.purpose === 'resolution' && message !== reply;
  const leg = message === root ? 'request' : isPrelude ? 'prelude' : 'reply';
  return { host, device, timeMicroseconds: timeMicroseconds - startMicroseconds, bytes, leg };
}

/** The trace of a packet that could not be sent at all, for a reason given to people. */
export function notTraced(feature: string): Trace {
  const reason: TraceReason = { code: 'not-modelled', message: feature, at: 'request' };
  const request: TraceLeg = { verdict: 'not-modelled', reason, steps: [], branches: [], egress: undefined };
  return { verdict: 'not-modelled', reason, preludes: [], request, reply: undefined, frames: [] };
}
