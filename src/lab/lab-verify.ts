import { type ElementId, elementKind, known } from '#core/base';
import type { CompiledFabric } from '#core/compile';
import type { Expectation } from '#core/model';
import { printAddress, printMac } from '#core/net';
import { indexDeployment } from '#core/plan';
import { type Captured, captureConversation } from './capture-conversation.ts';
import { checkMachine } from './check-machine.ts';
import { compareWithTrace } from './compare-packets.ts';
import { type Conversation, type LabGuest, MOST_CONVERSATIONS, conversationsOf } from './conversation.ts';
import type { LabState } from './lab-state.ts';
import { openLab } from './open-lab.ts';
import type { PhysicalFrame } from './physical-frame.ts';
import { type Prediction, predictUnderlay } from './predict-underlay.ts';
import { type Room, runIn } from './room.ts';
import { sendProbe, startListener } from './send-probe.ts';
import type { UnderlayPacket } from './underlay-packet.ts';

/** What became of one conversation with real packets, beside what the trace says. */
export interface ConversationResult {
  readonly conversation: Conversation;
  readonly isAnswered: boolean;
  /** `undefined`: the trace met something that is not modelled. */
  readonly predicted: Prediction | undefined;
  readonly observed: readonly UnderlayPacket[];
  /** On the cables of the physical networks. */
  readonly observedFrames: readonly PhysicalFrame[];
  /** Against the expectation and against the trace; none means all is as said. */
  readonly differences: readonly string[];
  /** What the program that sent the packet printed. */
  readonly output: string;
}

/** An expectation held against the real network. */
export interface LabVerdict {
  readonly expectation: Expectation;
  /** `not-run`: the lab cannot hold this conversation; `reason` says why. */
  readonly verdict: 'as-expected' | 'differs' | 'not-run';
  readonly reason: string | undefined;
  readonly conversations: readonly ConversationResult[];
}

/** Choices of `lab verify`. */
export interface LabVerifyOptions {
  readonly root?: string;
  /** Told each verdict as soon as it is known. */
  readonly onVerdict?: (verdict: LabVerdict) => void;
}

/** Linux asks once and waits a second (`dad_transmits`, `retrans_time`), after a random part of another. */
const SETTLING_MS = 5000;

/** How long a packet that the trace announces may take to appear in the capture. */
const CAPTURE_MS = 1000;

/**
 * Sends what each expectation says from the real guests, sees whether it is answered, and compares the tunnel packets on the underlay with the trace's, one by one:
 * outer addresses, VNI, inner addresses, inner TTL; and the frames on the physical networks: VLAN, addresses, TTL.
 */
export async function labVerify(
  compiled: CompiledFabric,
  expectations: readonly Expectation[],
  options: LabVerifyOptions = {},
): Promise<readonly LabVerdict[]> {
  checkMachine();
  const lab = openLab(compiled, options.root);
  const verdicts: LabVerdict[] = [];
  for (const expectation of expectations) {
    const verdict = await verifyExpectation(lab, compiled, expectation);
    options.onVerdict?.(verdict);
    verdicts.push(verdict);
  }
  return verdicts;
}

async function verifyExpectation(lab: LabState, compiled: CompiledFabric, expectation: Expectation): Promise<LabVerdict> {
  const planned = conversationsOf(compiled, expectation);
  if (typeof planned === 'string') return { expectation, verdict: 'not-run', reason: planned, conversations: [] };
  const conversations: ConversationResult[] = [];
  for (const conversation of planned.slice(0, MOST_CONVERSATIONS))
    conversations.push(await holdConversation(lab, compiled, expectation, conversation));
  const reason = planned.length > MOST_CONVERSATIONS ? `the first ${MOST_CONVERSATIONS} of ${planned.length} pairs were tried` : undefined;
  const differs = conversations.some(({ differences }) => differences.length > 0);
  return { expectation, verdict: differs ? 'differs' : 'as-expected', reason, conversations };
}

async function holdConversation(
  lab: LabState,
  compiled: CompiledFabric,
  expectation: Expectation,
  conversation: Conversation,
): Promise<ConversationResult> {
  const predicted = predictUnderlay(compiled, conversation);
  const room = roomOf(lab, conversation.from);
  await warmUp(lab, conversation);
  const listener = await listen(lab, conversation);
  const capture = await captureConversation(lab.underlay, compiled.deployment.fabric, conversation);
  try {
    const { isAnswered, output } = await sendProbe(room, conversation);
    const captured = await waitForPackets(capture.read, predicted);
    const { packets: observed, frames: observedFrames } = captured;
    const differences = [
      ...compareWithExpectation(compiled, expectation, isAnswered, captured),
      ...(predicted
        ? compareWithTrace(predicted, { isAnswered, packets: observed, frames: observedFrames }, conversation.packet.protocol)
        : []),
    ];
    return { conversation, isAnswered, predicted, observed, observedFrames, differences, output };
  } finally {
    await capture.end();
    await listener?.end();
  }
}

function compareWithExpectation(compiled: CompiledFabric, { never, via }: Expectation, isAnswered: boolean, captured: Captured): string[] {
  if (never) return isAnswered ? ['no answer was expected, and one came'] : [];
  if (!isAnswered) return ['an answer was expected, and none came'];
  const waypoints = via ? waypointAddresses(compiled, via) : [];
  if (waypoints.length === 0) return [];
  const ends = [
    ...captured.packets.flatMap(({ outerSource, outerDestination }) => [outerSource, outerDestination]),
    ...captured.frames.flatMap(({ sourceMac, destinationMac }) => [sourceMac, destinationMac]),
  ];
  return ends.some((end) => waypoints.includes(end))
    ? []
    : [`it was expected to pass ${waypoints.slice(0, MOST_NAMED).join(' or ')}, and no packet did`];
}

/** Of what would have shown it, in a message. */
const MOST_NAMED = 4;

/**
 * What a packet shows that passes the host or router: the host's underlay address on a tunnel, on a physical network the MACs of the router, or of the ports that
 * are on this host alone.
 */
function waypointAddresses({ deployment }: CompiledFabric, via: ElementId): string[] {
  const index = indexDeployment(deployment);
  const isRouter = elementKind(via) === 'router';
  const hosts = isRouter ? index.router(via).hosts : [via];
  const tunnels = hosts.flatMap((id) => index.host(id).tunnel?.address.address ?? []);
  const ports = deployment.ports.filter(({ device, hosts: [first, ...others] }) =>
    isRouter ? device === via : first === via && others.length === 0,
  );
  const macs = [...hosts.flatMap((id) => index.host(id).dvrMac ?? []), ...ports.map(({ mac }) => mac)];
  return [...tunnels.map(printAddress), ...macs.map(printMac)];
}

/** A ping before, so that guests and switches know each other's MACs, as the trace takes for granted. */
async function warmUp(lab: LabState, { from, to }: Conversation): Promise<void> {
  const room = roomOf(lab, from);
  await settledAddresses(room, from.namespace);
  if (to.guest) await settledAddresses(roomOf(lab, to.guest), to.guest.namespace);
  await runIn(room, ['ip', 'netns', 'exec', from.namespace, 'ping', '-n', '-c', '1', '-W', '1', printAddress(to.address)]);
}

/** A guest that has just come up may not use its IPv6 addresses before it has asked whether they are free (RFC 4862 section 5.4). */
async function settledAddresses(room: Room, namespace: string): Promise<void> {
  const deadline = Date.now() + SETTLING_MS;
  const tentative = ['ip', 'netns', 'exec', namespace, 'ip', '-6', 'address', 'show', 'tentative'];
  while (Date.now() < deadline && (await runIn(room, tentative)).stdout.trim() !== '')
    await new Promise((resolve) => setTimeout(resolve, 100));
}

/** What the receiver's `listens` says of the port is so in the lab. */
async function listen(lab: LabState, { to, packet }: Conversation): Promise<{ readonly end: () => Promise<void> } | undefined> {
  const { protocol, destinationPort } = packet;
  if ((protocol !== 'tcp' && protocol !== 'udp') || !to.guest || destinationPort === undefined) return undefined;
  const { listens } = to.guest;
  const isListening =
    listens === 'everything' || listens.some((listener) => listener.protocol === protocol && listener.port === destinationPort);
  return isListening ? startListener(roomOf(lab, to.guest), to.guest.namespace, protocol, destinationPort) : undefined;
}

async function waitForPackets(read: () => Captured, predicted: Captured | undefined): Promise<Captured> {
  const deadline = Date.now() + CAPTURE_MS;
  for (;;) {
    const captured = read();
    const isComplete =
      captured.packets.length >= (predicted?.packets.length ?? 0) && captured.frames.length >= (predicted?.frames.length ?? 0);
    if (isComplete || Date.now() > deadline) return captured;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function roomOf({ hosts, outside }: LabState, { host }: LabGuest): Room {
  const room = host === undefined ? outside : hosts.find(({ name }) => name === host);
  return known(room, `a room for ${host ?? 'the outside'}`);
}
