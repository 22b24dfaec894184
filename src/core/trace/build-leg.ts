import { DISTRIBUTED_DHCP } from '#core/compile';
import type { Message, TrailNode } from '#core/dataplane';
import type { Origin } from '#core/openflow';
import { explainFirewallDrop } from './explain-firewall-drop.ts';
import { stepOfEvent } from './step-of-event.ts';
import type { StepNames } from './step-names.ts';
import type { TraceLeg, TraceReason, Verdict } from './trace.ts';

/** One direction of a conversation from the trails of its message; `isGoal` tells the end that counts as arrival. */
export function buildLeg(message: Message, isGoal: (end: TrailNode) => boolean, names: StepNames): TraceLeg {
  const main = chooseMain(message.ends, isGoal, names);
  if (!main) {
    const reason = { code: 'no-end', message: 'the packet was still on its way when the emulation ended', at: 'network' };
    return { verdict: 'lost', reason, steps: [], branches: [], egress: undefined };
  }
  const path = pathTo(main);
  const onPath = new Set(path);
  const others = message.ends.filter((end) => end !== main);
  return {
    ...outcome(main, isGoal, names),
    steps: path.map((node) => stepOfEvent(node, names)),
    branches: others.map((end) => ({
      steps: pathTo(end)
        .filter((node) => !onPath.has(node))
        .map((node) => stepOfEvent(node, names)),
      reason: reasonOf(end, names),
    })),
    egress: isGoal(main) ? egressOf(main) : undefined,
  };
}

/** A leg whose outcome is not that of any one copy: the way common to all, then each copy. */
export function buildSpreadLeg({ ends }: Message, outcome: Pick<TraceLeg, 'verdict' | 'reason'>, names: StepNames): TraceLeg {
  const paths = ends.map((end) => ({ end, path: pathTo(end) }));
  const shortest = Math.min(...paths.map(({ path }) => path.length));
  const [first] = paths;
  let common = 0;
  while (common < shortest && paths.every(({ path }) => path[common] === first?.path[common])) common++;
  return {
    ...outcome,
    steps: (first?.path ?? []).slice(0, common).map((node) => stepOfEvent(node, names)),
    branches: paths
      .filter(({ path }) => path.length > common)
      .map(({ end, path }) => ({ steps: path.slice(common).map((node) => stepOfEvent(node, names)), reason: reasonOf(end, names) })),
    egress: undefined,
  };
}

/** The way to an end, from the first event on. */
export function pathTo(end: TrailNode): TrailNode[] {
  const path: TrailNode[] = [];
  for (let node: TrailNode | undefined = end; node; node = node.parent) path.unshift(node);
  return path;
}

/** The copy that arrived; else one nobody can follow; else one that was decided against, by a firewall above all; copies for others say least. */
function chooseMain(ends: readonly TrailNode[], isGoal: (end: TrailNode) => boolean, names: StepNames): TrailNode | undefined {
  const rank = (end: TrailNode): number => {
    if (isGoal(end)) return 0;
    const { event } = end;
    if (event.kind === 'not-modelled') return 1;
    if (event.kind === 'drop' && event.code === 'looping') return 2;
    if (event.kind !== 'drop') return 6;
    if (event.code === 'iptables-drop' || explainFirewallDrop(end, names)) return 3;
    return event.code === 'not-for-me' ? 7 : event.isLost ? 5 : 4;
  };
  let best: TrailNode | undefined;
  for (const end of ends) if (!best || rank(end) < rank(best)) best = end;
  return best;
}

function outcome(
  main: TrailNode,
  isGoal: (end: TrailNode) => boolean,
  names: StepNames,
): { readonly verdict: Verdict; readonly reason: TraceReason | undefined } {
  if (isGoal(main)) return { verdict: 'delivered', reason: undefined };
  const { event } = main;
  const reason = reasonOf(main, names);
  if (event.kind === 'not-modelled') return { verdict: 'not-modelled', reason };
  if (event.kind === 'drop' && event.code === 'looping') return { verdict: 'looping', reason };
  if (event.kind === 'drop') return { verdict: event.isLost ? 'lost' : 'dropped', reason };
  const message = `it was delivered to ${names.place(event)}, which is not where it should go`;
  return { verdict: 'lost', reason: { code: 'delivered-elsewhere', message, at: names.at(event) } };
}

function reasonOf(end: TrailNode, names: StepNames): TraceReason | undefined {
  const { event } = end;
  if (event.kind === 'not-modelled') return { code: 'not-modelled', message: `${featureOf(end)}${event.feature}`, at: names.at(event) };
  if (event.kind !== 'drop') return undefined;
  const explained = explainFirewallDrop(end, names);
  if (explained) return { code: explained.code, message: explained.message, at: `${names.at(event)} table ${String(explained.table)}` };
  const dead = deadPort(end, names);
  if (dead !== undefined)
    return { code: 'port-down', message: `${dead} is down (\`admin-state down\`), so br-int drops what it sends`, at: names.at(event) };
  return { code: event.code, message: event.message, at: `${names.at(event)}${tableBefore(end)}` };
}

/** The feature of Neutron's behind what is not modelled, where the flow tells it. */
function featureOf({ parent }: TrailNode): string {
  return originBefore(parent)?.stage === DISTRIBUTED_DHCP ? 'distributed DHCP: ' : '';
}

function originBefore(before: TrailNode | undefined): Origin | undefined {
  const event = before?.event.kind === 'switch' ? before.event.event : undefined;
  return event?.kind === 'table' ? event.flow?.origin : undefined;
}

/** The port that a frame came from and is down, where that is what it was dropped for. */
function deadPort({ parent }: TrailNode, names: StepNames): string | undefined {
  const origin = originBefore(parent);
  return origin?.stage === 'br-int/dead-port' ? names.element(origin.element) : undefined;
}

/** The table a drop inside a bridge happened in. */
function tableBefore({ parent }: TrailNode): string {
  const event = parent?.event.kind === 'switch' ? parent.event.event : undefined;
  return event?.kind === 'table' ? ` table ${String(event.table)}` : '';
}

function egressOf({ event }: TrailNode): TraceLeg['egress'] {
  if (event.kind !== 'deliver' || event.host === undefined || event.element === undefined) return undefined;
  return { host: event.host, device: event.device, element: event.element };
}
