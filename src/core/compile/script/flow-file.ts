import { onceForEach } from '#core/base';
import type { CompiledBridge } from '#core/compile';
import { type Origin, createFlowPrinter } from '#core/openflow';
import { oneLine } from './shell-quote.ts';

/** A bridge's flows as `ovs-ofctl -O OpenFlow13 replace-flows` reads them, each under a line that says who made it and for what. */
export function flowFile(host: string, { plan, flows, matchTexts }: CompiledBridge): string {
  const head = [
    `# ${plan.name} of ${host}: ${flows.length} flows.`,
    `# Load with: ovs-ofctl -O OpenFlow13 --bundle replace-flows ${plan.name} THIS-FILE`,
    '# Above each flow: its stage, the model element it exists for, and where Neutron makes the same.',
  ];
  const print = createFlowPrinter();
  const reason = onceForEach(printReason);
  const lines = head.map(oneLine);
  flows.forEach((flow, i) => {
    lines.push(flow.origin ? reason(flow.origin) : '', print(flow, matchTexts?.[i]));
  });
  return [...lines, ''].join('\n');
}

/** The line above a flow, after an empty one. */
function printReason({ stage, element, neutron }: Origin): string {
  return `\n# ${oneLine(`${stage} | ${element} | ${neutron}`)}`;
}
