import { type ElementId, elementKind, known, qualifiedName } from '#core/base';
import type { Network } from '#core/dataplane';
import type { Endpoint, Expectation } from '#core/model';
import { printAddress } from '#core/net';
import type { Deployment } from '#core/plan';
import { createElementNames } from './element-name.ts';
import { expandEndpoint } from './expand-endpoint.ts';
import { PING } from './request.ts';
import { tracePacket } from './trace-packet.ts';
import type { Trace, TraceLeg } from './trace.ts';

/** The packet that refutes an expectation. */
export interface Witness {
  /** As the first step of its trace has it: `10.0.1.85 > 10.0.1.88 icmp echo-request ttl 64`. */
  readonly packet: string;
  /** The single ends, as `ostopo trace` reads them. */
  readonly from: string;
  readonly to: string;
}

/** What tracing says of an expectation. `trace` is that of the witness, or the last one looked at. */
export type ExpectationResult =
  | { readonly kind: 'holds'; readonly trace: Trace }
  | { readonly kind: 'fails'; readonly why: string; readonly trace: Trace; readonly witness: Witness }
  | { readonly kind: 'undecided'; readonly why: string; readonly trace: Trace | undefined };

/** Pairs one expectation may stand for; more are not traced. */
const MAX_PAIRS = 256;

/**
 * Decides an expectation by tracing. "Reaches" is decided for every pair it stands for. "Never reaches" speaks of all packets: one that is delivered refutes it, and
 * one that is not proves nothing, which is then said.
 */
export function decideExpectation(
  network: Network,
  expectation: Expectation,
  deployment: Deployment = network.compiled.deployment,
): ExpectationResult {
  const pairs = pairsOf(expectation, deployment);
  if (pairs.length === 0) return { kind: 'undecided', why: 'one of its ends stands for no VM at all', trace: undefined };
  if (pairs.length > MAX_PAIRS)
    return {
      kind: 'undecided',
      why: `it stands for ${String(pairs.length)} pairs, more than the ${String(MAX_PAIRS)} that are traced`,
      trace: undefined,
    };
  let last: ExpectationResult | undefined;
  let undecided: ExpectationResult | undefined;
  for (const { from, to } of pairs) {
    const trace = tracePacket(network, { from, to, packet: expectation.packet ?? PING });
    const witness = { packet: firstPacket(trace), from: printEnd(from), to: printEnd(to) };
    last = expectation.never ? decideNever(trace, witness, expectation) : decideReaches(trace, witness, expectation, deployment);
    if (last.kind === 'fails') return last;
    if (last.kind === 'undecided') undecided ??= last;
  }
  return undecided ?? known(last, 'a traced pair');
}

function firstPacket({ request }: Trace): string {
  return request.steps[0]?.packet ?? '';
}

/** By qualified name, which no other element has. */
function printEnd(end: Endpoint): string {
  if (end.kind === 'internet') return end.kind;
  return end.kind === 'address' ? printAddress(end.address) : qualifiedName(end.id);
}

interface Pair {
  readonly from: Endpoint;
  readonly to: Endpoint;
}

/** Every sender with every receiver, a VM never with itself. */
function pairsOf({ from, to }: Expectation, deployment: Deployment): Pair[] {
  const vmOf = new Map(deployment.ports.map(({ id, device }) => [id, device]));
  const owner = (endpoint: Endpoint) => ('id' in endpoint ? (vmOf.get(endpoint.id) ?? endpoint.id) : undefined);
  const receivers = expandEndpoint(deployment, to);
  return expandEndpoint(deployment, from).flatMap((sender) =>
    receivers
      .filter((receiver) => owner(sender) === undefined || owner(sender) !== owner(receiver))
      .map((receiver) => ({ from: sender, to: receiver })),
  );
}

function decideReaches(trace: Trace, witness: Witness, { via }: Expectation, deployment: Deployment): ExpectationResult {
  if (trace.verdict === 'not-modelled')
    return { kind: 'undecided', why: trace.reason?.message ?? 'it meets something that is not modelled', trace };
  if (trace.verdict !== 'delivered') return { kind: 'fails', why: trace.reason?.message ?? trace.verdict, trace, witness };
  if (via === undefined || passes(trace.request, via, deployment)) return { kind: 'holds', trace };
  return { kind: 'fails', why: `the packet arrives without passing ${createElementNames(deployment)(via)}`, trace, witness };
}

function decideNever(trace: Trace, witness: Witness, { packet }: Expectation): ExpectationResult {
  if (trace.verdict === 'not-modelled')
    return { kind: 'undecided', why: trace.reason?.message ?? 'it meets something that is not modelled', trace };
  if (trace.request.verdict === 'delivered') return { kind: 'fails', why: `a packet arrives: ${witness.packet}`, trace, witness };
  const tried = packet ? 'the packet traced does not arrive' : 'a ping does not arrive';
  return { kind: 'undecided', why: `${tried}, but tracing one packet cannot prove that none ever does`, trace };
}

/** Whether the way leads over a host, or through a router's namespace. */
function passes(leg: TraceLeg, via: ElementId, deployment: Deployment): boolean {
  if (elementKind(via) === 'host') {
    const name = deployment.hosts.find(({ id }) => id === via)?.name;
    return leg.steps.some(({ host }) => host === name);
  }
  const namespaces = new Set(
    deployment.hosts.flatMap((host) => host.namespaces.filter(({ element }) => element === via).map(({ name }) => name)),
  );
  return leg.steps.some(({ kind, device }) => kind === 'route' && namespaces.has(device));
}
