import { UNDERLAY_BRIDGE } from '#test/ovs-dummy';
import { type DatapathFrame, type DatapathOutput, readDatapathActions } from './datapath-actions.ts';

/** What `ofproto/trace` tells of a frame, as far as it is compared. */
export interface RealTrace {
  /** `BRIDGE TABLE: MATCH, priority N` or `BRIDGE TABLE: No match.`, in order. */
  readonly steps: readonly string[];
  readonly outputs: readonly DatapathOutput[];
  /** `ct(commit,zone=7,mark=0x1)`, in order. */
  readonly tracked: readonly string[];
}

/** Reads the answer of `ofproto/trace`, every resumption after connection tracking included; what happens on the underlay is left out. */
export function readTrace(text: string, frame: DatapathFrame): RealTrace {
  const resumptions: Resumption[] = [];
  const parts = text.split(RESUMPTION).map((part) => readPart(part, frame, resumptions));
  return {
    steps: parts.flatMap(({ steps }) => steps),
    outputs: parts.flatMap(({ outputs }) => outputs),
    tracked: parts.flatMap(({ tracked }) => tracked),
  };
}

/** The heading of a part begins with the id under which an earlier part sent the frame on. */
const RESUMPTION = /^={20,}\nrecirc\((?=0x[0-9a-f]+\) - resume conntrack)/m;

/** A frame that goes on after connection tracking, and the bridge it does so in: the heading there names the one it came in at. Two frames may share an id. */
interface Resumption {
  readonly id: string;
  readonly frame: DatapathFrame;
  readonly bridge: string | undefined;
}

function readPart(text: string, first: DatapathFrame, resumptions: Resumption[]): RealTrace {
  const id = /^(0x[0-9a-f]+)\) - resume/.exec(text)?.[1];
  const { frame, bridge } = id === undefined ? { frame: first, bridge: undefined } : takeResumption(resumptions, id);
  const actions = /^Datapath actions: (.*)$/m.exec(text)?.[1];
  if (actions === undefined) throw new Error(`expected datapath actions in:\n${text}`);
  const { outputs, tracked, recirculated } = readDatapathActions(actions, frame);
  const { steps, forks } = readSteps(text, bridge);
  for (const [index, next] of recirculated.entries()) resumptions.push({ ...next, bridge: forks[index] });
  return { steps, outputs, tracked };
}

/** The first that waits under the id: they are resumed in the order in which they were sent on. */
function takeResumption(resumptions: Resumption[], id: string): Resumption {
  const index = resumptions.findIndex((candidate) => candidate.id === id);
  const [taken] = index < 0 ? [] : resumptions.splice(index, 1);
  if (!taken) throw new Error(`expected a frame that was sent on as ${id}`);
  return taken;
}

interface Steps {
  readonly steps: readonly string[];
  /** The bridges that sent the frame through connection tracking, in order. */
  readonly forks: readonly string[];
}

/**
 * A heading holds for its own table lines, which stand further right or in line with it, and for what is nested in them. A table line
 * further left than those belongs to a heading before.
 */
function readSteps(text: string, firstBridge: string | undefined): Steps {
  const open: { readonly bridge: string; readonly indent: number; body: number | undefined }[] = [];
  const steps: string[] = [];
  const forks: string[] = [];
  let isFirst = true;
  for (const line of text.split('\n')) {
    const heading = /^( *)bridge\("(.*)"\)$/.exec(line);
    const step = /^( *\d+)\. (.*)$/.exec(line);
    if (heading) {
      const indent = heading[1]?.length ?? 0;
      while ((open.at(-1)?.indent ?? -1) > indent) open.pop();
      open.push({ bridge: (isFirst ? firstBridge : undefined) ?? heading[2] ?? '', indent, body: undefined });
      isFirst = false;
    } else if (step) {
      const column = step[1]?.length ?? 0;
      while ((open.at(-1)?.body ?? -1) > column) open.pop();
      const current = open.at(-1);
      if (!current) continue;
      current.body ??= column;
      if (current.bridge !== UNDERLAY_BRIDGE) steps.push(`${current.bridge} ${(step[1] ?? '').trim()}: ${readRule(step[2] ?? '')}`);
    } else if (line.includes('-> A clone of the packet is forked to recirculate')) {
      const column = line.search(/\S/);
      forks.push(open.findLast(({ body = 0 }) => body <= column)?.bridge ?? '');
    }
  }
  return { steps, forks };
}

/** A resubmit that finds nothing shows as a rule of Open vSwitch's own hidden table. */
const HIDDEN_MISS = 'reg0=0x2, priority 0';

function readRule(text: string): string {
  return text === HIDDEN_MISS ? 'No match.' : text.replace(/, cookie .*$/, '');
}
