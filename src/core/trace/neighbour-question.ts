import type { Message, Stack, TrailNode } from '#core/dataplane';
import { createAddress, printAddress } from '#core/net';
import { ICMPV6, type Packet } from '#core/packet';
import { buildSpreadLeg, pathTo } from './build-leg.ts';
import type { StepNames } from './step-names.ts';
import type { TraceLeg, TraceReason } from './trace.ts';

/** Whether a question came back to its sender as the answer, made of it by a flow (the ARP responder). */
export function isAnsweredBySwitch({ event }: TrailNode, sender: Stack | undefined): boolean {
  const isAnswer = event.kind === 'deliver' && event.packet.headers.arp_op === 2n;
  return isAnswer && sender !== undefined && event.host === sender.host && event.device === sender.name;
}

/**
 * A question by ARP or neighbour discovery that reached nobody who answers is told as what it is: the common way of its copies, then what became of each, for the end of
 * any one of them says nothing. One that a decision stopped before it could spread, or that nobody can follow, stays as it is.
 */
export function tellUnanswered(leg: TraceLeg, message: Message, names: StepNames): TraceLeg {
  const [first] = message.ends[0] ? pathTo(message.ends[0]) : [];
  if (!first || !isQuestion(first.event.packet)) return leg;
  const isStoppedAtOnce = leg.verdict === 'dropped' && leg.branches.length === 0;
  const isUnanswered = (leg.verdict === 'lost' || leg.verdict === 'dropped') && !isStoppedAtOnce;
  if (!isUnanswered || message.ends.some(({ event }) => event.kind === 'deliver')) return leg;
  return buildSpreadLeg(message, { verdict: 'lost', reason: unanswered(first, names) }, names);
}

function isQuestion({ headers }: Packet): boolean {
  return headers.arp_op === 1n || headers.icmpv6_type === ICMPV6.neighborSolicitation;
}

/** In the words of a stack that gives up. */
function unanswered({ event }: TrailNode, names: StepNames): TraceReason {
  const { arp_tpa, nd_target } = event.packet.headers;
  const [code, question, address] =
    arp_tpa === undefined
      ? (['nd-unanswered', 'neighbour discovery', createAddress(6, nd_target ?? 0n)] as const)
      : (['arp-unanswered', 'ARP', createAddress(4, arp_tpa)] as const);
  const where = event.kind === 'send' ? ` on ${event.outDevice} of ${names.place(event)}` : '';
  return { code, message: `nobody answered ${question} for ${printAddress(address)}${where}`, at: names.at(event) };
}
