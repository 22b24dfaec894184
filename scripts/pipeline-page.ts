import { readFileSync } from 'node:fs';
import { type CompiledFabric, type PipelineExample, compileFabric, printPipeline } from '#core/compile';
import { createNetwork } from '#core/dataplane';
import type { Expectation, Fabric, Topology } from '#core/model';
import { planDeployment } from '#core/plan';
import { decideExpectation, printTrace } from '#core/trace';
import { parseOstopo } from '#language';

/** Where docs/pipeline.md finds a flow for each table; the first that has one is taken. */
const EXAMPLES = ['article-lab', 'l2-population', 'prod', 'single-host', 'two-tenants', 'trunk', 'qos', 'local-ip', 'distributed-dhcp'];

/** Then come examples with another choice for their fabric, for the tables that only such a choice uses. */
const CHANGES: readonly (readonly [change: string, example: string, choice: Partial<Fabric>])[] = [
  ['egress-direct on', 'single-host', { egressDirect: true }],
  ['dvr on', 'l2-population', { dvr: true }],
  ['dvr on  l2-population on', 'prod', { dvr: true, l2Population: true }],
  ['overlay gre', 'l2-population', { overlay: { type: 'gre', vniRange: undefined, udpPort: undefined } }],
  ['overlay geneve', 'l2-population', { overlay: { type: 'geneve', vniRange: undefined, udpPort: undefined } }],
];

/** docs/pipeline.md. */
export function pipelinePage(): string {
  const models = new Map(EXAMPLES.map((name) => [name, compileExample(name)]));
  const fileOf = (name: string) => `../examples/${name}.ostopo`;
  const examples: PipelineExample[] = [
    ...[...models].map(([name, { compiled }]) => ({ file: fileOf(name), compiled })),
    ...CHANGES.map(([change, name, choice]) => ({ file: fileOf(name), change, compiled: compileExample(name, choice).compiled })),
  ];
  return printPipeline(examples, [
    {
      title: 'From one host to another, in one network',
      introduction:
        'A ping between two VMs of the reference article’s lab, with the hybrid firewall: iptables filters in a Linux bridge before `br-int`; `br-tun` has learnt where the other MAC lives.',
      story: story(models.get('article-lab'), ({ name }) => name.includes('vm-1') && name.includes('vm-2')),
    },
    {
      title: 'Through a router, with the Open vSwitch firewall',
      introduction:
        'A TCP connection from a web server to its database, on another host and in another network. The firewall is in the tables of `br-int`: 71 to 73 where the frame leaves a guest, 81 and 82 where it reaches one, with connection tracking in between.',
      story: story(models.get('prod'), ({ name }) => /web-1.*reaches.*pg.*5432/.test(name)),
    },
  ]);
}

interface Model {
  readonly topology: Topology;
  readonly compiled: CompiledFabric;
}

function compileExample(name: string, choice: Partial<Fabric> = {}): Model {
  const { topology: written } = parseOstopo(readFileSync(new URL(`../examples/${name}.ostopo`, import.meta.url), 'utf8'));
  const topology = { ...written, fabric: { ...written.fabric, ...choice } };
  return { topology, compiled: compileFabric(planDeployment(topology).deployment) };
}

function story(model: Model | undefined, isWanted: (expectation: Expectation) => boolean): string {
  const expectation = model?.topology.expectations.find(isWanted);
  if (!model || !expectation) throw new Error('the page tells a packet of an expectation that the examples no longer have');
  const { trace } = decideExpectation(createNetwork(model.compiled), expectation);
  if (!trace) throw new Error(`the page tells a packet that cannot be traced: ${expectation.name}`);
  return printTrace(trace, 'tables');
}
