import { onceForEach } from '#core/base';
import type { CompiledBridge } from '#core/compile';
import { type Origin, createFlowPrinter } from '#core/openflow';
import { oneLine } from './shell-quote.ts';

/** Flows of a piece: a text of megabytes, in fresh memory, costs half as much again. */
const FLOWS_AT_ONCE = 256;

/** A bridge's flows as `ovs-ofctl -O OpenFlow13 replace-flows` reads them, each under a line that says who made it and for what: piece after piece. */
export function* flowFile(host: string, { plan, flows, matchTexts }: CompiledBridge): Generator<string> {
  const head = [
    `# ${plan.name} of ${host}: ${flows.length} flows.`,
    `# Load with: ovs-ofctl -O OpenFlow13 --bundle replace-flows ${plan.name} THIS-FILE`,
    '# Above each flow: its stage, the model element it exists for, and where Neutron makes the same.',
  ];
  const print = createFlowPrinter();
  const reason = onceForEach(printReason);
  yield head.map((line) => `${oneLine(line)}\n`).join('');
  for (let from = 0; from < flows.length; from += FLOWS_AT_ONCE) {
    const lines = flows
      .slice(from, from + FLOWS_AT_ONCE)
      .map((flow, i) => `${flow.origin ? reason(flow.origin) : ''}\n${print(flow, matchTexts?.[from + i])}\n`);
    yield lines.join('');
  }
}

/** The line above a flow, after an empty one. */
function printReason({ stage, element, neutron }: Origin): string {
  return `\n# ${oneLine(`${stage} | ${element} | ${neutron}`)}`;
}
