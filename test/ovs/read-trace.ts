import { UNDERLAY_BRIDGE } from '#test/ovs-dummy';
import { type DatapathHeaders, type DatapathOutput, readDatapathActions } from './datapath-actions.ts';

/** What `ofproto/trace` tells of a frame, as far as it is compared. */
export interface RealTrace {
  /** `BRIDGE TABLE: MATCH, priority N` or `BRIDGE TABLE: No match.`, in order. */
  readonly steps: readonly string[];
  readonly outputs: readonly DatapathOutput[];
}

/** Reads the answer of `ofproto/trace`; what happens on the underlay is left out. */
export function readTrace(text: string, vlanTci: bigint, headers: DatapathHeaders): RealTrace {
  const actions = /^Datapath actions: (.*)$/m.exec(text)?.[1];
  if (actions === undefined) throw new Error(`expected datapath actions in:\n${text}`);
  return { steps: readSteps(text), outputs: readDatapathActions(actions, vlanTci, headers) };
}

/**
 * A heading holds for its own table lines, which stand further right or in line with it, and for what is nested in them. A table line
 * further left than those belongs to a heading before.
 */
function readSteps(text: string): readonly string[] {
  const open: { readonly bridge: string; readonly indent: number; body: number | undefined }[] = [];
  const steps: string[] = [];
  for (const line of text.split('\n')) {
    const heading = /^( *)bridge\("(.*)"\)$/.exec(line);
    const step = /^( *\d+)\. (.*)$/.exec(line);
    if (heading) {
      const indent = heading[1]?.length ?? 0;
      while ((open.at(-1)?.indent ?? -1) > indent) open.pop();
      open.push({ bridge: heading[2] ?? '', indent, body: undefined });
    } else if (step) {
      const column = step[1]?.length ?? 0;
      while ((open.at(-1)?.body ?? -1) > column) open.pop();
      const current = open.at(-1);
      if (!current) continue;
      current.body ??= column;
      if (current.bridge !== UNDERLAY_BRIDGE) steps.push(`${current.bridge} ${(step[1] ?? '').trim()}: ${readRule(step[2] ?? '')}`);
    }
  }
  return steps;
}

/** A resubmit that finds nothing shows as a rule of Open vSwitch's own hidden table. */
const HIDDEN_MISS = 'reg0=0x2, priority 0';

function readRule(text: string): string {
  return text === HIDDEN_MISS ? 'No match.' : text.replace(/, cookie .*$/, '');
}
