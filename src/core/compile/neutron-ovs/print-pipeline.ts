import { sortedBy } from '#core/base';
import { type Flow, printFlow } from '#core/openflow';
import type { CompiledFabric } from '../compiled.ts';
import { drawPipeline } from './draw-pipeline.ts';
import { PIPELINE } from './pipeline.ts';
import type { PipelineTable } from './pipeline-table.ts';

/** A model that flows on the page are taken from. */
export interface PipelineExample {
  /** Its file, as a link from docs/. */
  readonly file: string;
  /** What was changed in it, as it would be written: `dvr on`. */
  readonly change?: string;
  readonly compiled: CompiledFabric;
}

/** A packet on its way, told table by table. */
export interface PipelineWalk {
  readonly title: string;
  readonly introduction: string;
  readonly story: string;
}

/** docs/pipeline.md: every bridge as a picture and table by table, with a flow of each from the examples, and packets on their way through. */
export function printPipeline(examples: readonly PipelineExample[], walks: readonly PipelineWalk[]): string {
  const bridges = (['integration', 'tunnel', 'physical', 'trunk'] as const).map((bridge) => printBridge(bridge, examples));
  return [INTRODUCTION, ...bridges, WALKS, ...walks.map(printWalk)].join('\n\n').trimEnd() + '\n';
}

const INTRODUCTION = `# The pipeline

How Neutron's Open vSwitch agent has a frame travel: the tables of its bridges, as ostopo compiles them. This page is written by \`npm run generate\` from the
very data that every flow is checked against when it is made (\`src/core/compile/neutron-ovs/pipeline.ts\`); the flows on it are those of the examples.

**How to read it.** A frame enters a bridge at a port and starts in table 0. In each table the flow of the highest priority that matches decides: it may change the frame, send it
on to a later table, put it out of a port, or hand it to \`NORMAL\`, the switch that learns MAC addresses. A frame that no flow of a table matches is dropped. Three bridges
work together: VMs and namespaces plug into \`br-int\`, where each network is a *local VLAN* that means something on this host only; \`br-tun\` turns local VLANs into
tunnel keys and back; a physical bridge turns them into the VLANs of the provider network. Patch ports join them.

In the pictures an arrow is a way that a flow may take; a dashed one is a flow that is learnt. Tables that only some features use are there always, and pass everything on without them.`;

const BRIDGES: Readonly<Record<PipelineTable['bridge'], { readonly title: string; readonly words: string }>> = {
  integration: {
    title: '`br-int`, the integration bridge',
    words:
      'Every VM, router and DHCP port of the host. It keeps guests from speaking with addresses that are not theirs, and tenants apart by local VLANs. Tables 71 to 94 are the Open vSwitch firewall: with `firewall openvswitch` they decide what a guest may send and receive; with `iptables-hybrid` that is done before and behind the bridge; with `none` not at all.',
  },
  tunnel: {
    title: '`br-tun`, the tunnel bridge',
    words:
      'Between local VLANs and tunnels. Outwards a frame goes to the one tunnel its destination is behind, if that is known, else to all hosts that have the network. Inwards the tunnel key becomes this host’s local VLAN, and the sender’s MAC is remembered. With `l2-population on` the server says where each MAC is, so that nothing has to be learnt.',
  },
  physical: {
    title: 'A physical bridge, such as `br-ex`',
    words:
      'Between local VLANs and the VLANs of a provider network. One for each physical network the host is on; the network card is a port of it.',
  },
  trunk: {
    title: 'The bridge of a trunk, `tbr-…`',
    words:
      'Between the one network card of a VM and several ports of `br-int`. The VM’s tap is a port that carries all VLANs; the patch of the parent port carries what is untagged, the patch of each subport is an access port of the subport’s VLAN. What reaches `br-int` is untagged, so that each port has its own network, addresses and security groups.',
  },
};

function printBridge(bridge: PipelineTable['bridge'], examples: readonly PipelineExample[]): string {
  const tables = PIPELINE.filter((table) => table.bridge === bridge);
  const { title, words } = BRIDGES[bridge];
  return [`## ${title}`, words, `\`\`\`mermaid\n${drawPipeline(tables)}\`\`\``, ...tables.map((table) => printTable(table, examples))].join(
    '\n\n',
  );
}

function printTable(table: PipelineTable, examples: readonly PipelineExample[]): string {
  const matches =
    table.matches.length === 0 ? 'nothing: its flows are for every frame' : table.matches.map((field) => `\`${field}\``).join(', ');
  return [
    `### Table ${table.number}, ${table.name}`,
    `${table.purpose}\n\n- matches: ${matches}\n- goes to: ${printWays(table)}`,
    exampleOf(table, examples),
  ].join('\n\n');
}

function printWays({ bridge, next, outputs, learnsInto }: PipelineTable): string {
  const nameOf = (number: number) =>
    `${number} ${PIPELINE.find((table) => table.bridge === bridge && table.number === number)?.name ?? ''}`.trim();
  const ways = [
    ...next.map(nameOf),
    ...outputs.map((output) => OUTPUT[output]),
    ...learnsInto.map((number) => `learns into ${nameOf(number)}`),
  ];
  return ways.length === 0 ? 'nowhere: it drops' : ways.join('; ');
}

const OUTPUT = {
  normal: '`NORMAL`',
  port: 'a port',
  in_port: 'the port it came from',
  controller: 'the agent, as its controller',
} as const;

/** The flow that shows most of its table: one that matches much, of the first example that has one; else any. */
function exampleOf(table: PipelineTable, examples: readonly PipelineExample[]): string {
  const found = examples.flatMap((example) =>
    example.compiled.hosts.flatMap(({ plan, bridges }) =>
      bridges
        .filter((bridge) => bridge.plan.kind === table.bridge)
        .flatMap(({ flows }) => flows.filter((flow) => flow.table === table.number))
        .map((flow) => ({ flow, host: plan.name, example })),
    ),
  );
  const [telling] = found.filter(({ flow }) => flow.priority > 0);
  const ofFirst = sortedBy(
    found.filter(({ flow, example }) => flow.priority > 0 && example === telling?.example),
    ({ flow }) => -flow.match.length,
  );
  const chosen = ofFirst[0] ?? found[0];
  return chosen ? printExample(chosen.flow, chosen.host, chosen.example) : 'None of the examples has a flow here.';
}

function printExample(flow: Flow, host: string, { file, change }: PipelineExample): string {
  const reason = flow.origin ? `, for \`${flow.origin.element}\`; Neutron: ${flow.origin.neutron}` : '';
  const changed = change === undefined ? '' : ` with \`${change}\``;
  return `\`\`\`\n${printFlow(flow)}\n\`\`\`\n\n(${host} of [${file.split('/').at(-1) ?? file}](${file})${changed}${reason})`;
}

const WALKS = `## Packets on their way

The same tables, one after the other, as packets of the examples pass them: what \`ostopo trace --depth tables\` prints.`;

function printWalk({ title, introduction, story }: PipelineWalk): string {
  return `### ${title}\n\n${introduction}\n\n\`\`\`\n${story.trimEnd()}\n\`\`\``;
}
