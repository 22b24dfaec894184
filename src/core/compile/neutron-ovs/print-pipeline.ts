import { PIPELINE } from './pipeline.ts';
import type { PipelineTable } from './pipeline-table.ts';

/** The tables of every bridge as Markdown: docs/pipeline.md. */
export function printPipeline(): string {
  const bridges = (['integration', 'tunnel', 'physical'] as const).map((bridge) => {
    const rows = PIPELINE.filter((table) => table.bridge === bridge).map(printRow);
    return [`## ${TITLE[bridge]}`, '', '| table | name | for | matches | goes to |', '|---:|---|---|---|---|', ...rows, ''].join('\n');
  });
  return `${INTRODUCTION}\n\n${bridges.join('\n')}`;
}

const TITLE: Readonly<Record<PipelineTable['bridge'], string>> = {
  integration: '`br-int`, the integration bridge',
  tunnel: '`br-tun`, the tunnel bridge',
  physical: 'A physical bridge, such as `br-ex`',
};

const INTRODUCTION = `# The pipeline

The tables of Neutron's Open vSwitch agent as ostopo compiles them, without distributed routing; tables 71 to 94 of \`br-int\` are the Open vSwitch firewall's. Written from
\`src/core/compile/neutron-ovs/pipeline.ts\`, which every flow is checked against when it is made. A frame that no flow of a table matches is dropped.`;

function printRow(table: PipelineTable): string {
  const matches = table.matches.length === 0 ? 'everything' : table.matches.map((field) => `\`${field}\``).join(', ');
  return `| ${table.number} | ${table.name} | ${table.purpose} | ${matches} | ${printWays(table)} |`;
}

function printWays({ next, outputs, learnsInto }: PipelineTable): string {
  const tables = next.length === 0 ? [] : [`table ${next.join(', ')}`];
  const learned = learnsInto.map((number) => `learns into table ${number}`);
  const ways = [...tables, ...outputs.map((output) => OUTPUT[output]), ...learned];
  return ways.length === 0 ? 'drop' : ways.join('; ');
}

const OUTPUT = { normal: 'NORMAL', port: 'a port', in_port: 'the port it came from' } as const;
