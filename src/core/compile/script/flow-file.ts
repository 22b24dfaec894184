import type { CompiledBridge } from '#core/compile';
import { type Flow, printLoadableFlow } from '#core/openflow';
import { oneLine } from './shell-quote.ts';

/** A bridge's flows as `ovs-ofctl -O OpenFlow13 replace-flows` reads them, each under a line that says who made it and for what. */
export function flowFile(host: string, bridge: CompiledBridge): string {
  const head = [
    `# ${bridge.plan.name} of ${host}: ${bridge.flows.length} flows.`,
    `# Load with: ovs-ofctl -O OpenFlow13 --bundle replace-flows ${bridge.plan.name} THIS-FILE`,
    '# Above each flow: its stage, the model element it exists for, and where Neutron makes the same.',
  ].map((line) => `${oneLine(line)}\n`);
  return [...head, ...bridge.flows.map(flowWithOrigin)].join('');
}

function flowWithOrigin(flow: Flow): string {
  const origin = flow.origin ? `# ${oneLine(`${flow.origin.stage} | ${flow.origin.element} | ${flow.origin.neutron}`)}\n` : '';
  return `\n${origin}${printLoadableFlow(flow)}\n`;
}
