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
  const comment = createComments();
  let text = head.join('');
  for (const [i, flow] of bridge.flows.entries()) text += `\n${comment(flow)}${printLoadableFlow(flow, bridge.matchTexts?.[i])}\n`;
  return text;
}

/** The line above a flow. Flows of one stage and element stand together, so that the line is made once for several. */
function createComments(): (flow: Flow) => string {
  let [last, text]: [Flow['origin'], string] = [undefined, ''];
  return ({ origin }) => {
    if (!origin) return '';
    if (last?.element === origin.element && last.stage === origin.stage && last.neutron === origin.neutron) return text;
    [last, text] = [origin, `# ${oneLine(`${origin.stage} | ${origin.element} | ${origin.neutron}`)}\n`];
    return text;
  };
}
