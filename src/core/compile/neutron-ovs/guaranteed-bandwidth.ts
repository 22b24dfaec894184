import type { Action, FieldMatch, FieldName, Flow } from '#core/openflow';
import type { BridgePlan, PlannedPort } from '#core/plan';
import { createFlow } from './create-flow.ts';
import { setField } from './flow-actions.ts';
import { inPort } from './flow-matches.ts';
import { type HostContext, patchesTo } from './host-context.ts';
import { integrationPorts } from './integration-port.ts';
import type { PipelineTable } from './pipeline-table.ts';
import { BR_INT, BR_PHYSICAL } from './pipeline.ts';
import { stageOf } from './stage.ts';

const fromPort = stageOf('br-int/qos-guarantee', 'ovs_lib.py _set_pkt_mark_for_minimum_bandwidth');
const fromPatch = stageOf('br-phys/qos-guarantee', 'ovs_lib.py set_queue_for_minimum_bandwidth');

/** Bandwidth kept for what a port of the host sends. */
export interface Guarantee {
  readonly port: PlannedPort;
  readonly rateKbps: number;
  /** Its queue at the network cards of the host: the number of the port on br-int. */
  readonly queue: number;
}

/** The largest `min_kbps` the database holds: 31 bits. */
const MOST_KILOBITS = 2 ** 31 - 1;

/** The guarantees a host keeps: of what its ports send on VLAN and flat networks. Others are known to Placement alone (qos_driver.py `update_minimum_bandwidth`). */
export function hostGuarantees(context: Pick<HostContext, 'host' | 'index'>): readonly Guarantee[] {
  const bridge = context.host.bridges.find(({ kind }) => kind === 'integration');
  if (!bridge) return [];
  return integrationPorts(context, bridge).flatMap(({ port, network: { segment }, ofport }) => {
    const rateKbps = port.qos.guaranteedKbps.egress;
    if (rateKbps === undefined || rateKbps < 1 || rateKbps > MOST_KILOBITS) return []; // what cannot be is a finding
    return segment.kind === 'vlan' || segment.kind === 'flat' ? [{ port, rateKbps, queue: ofport }] : [];
  });
}

/** table=0,priority=200,in_port=5,reg4=0 actions=set_field:5->pkt_mark,load:1->NXM_NX_REG4[0],resubmit(,0): the mark goes with the frame through the patch. */
export function guaranteeMarkFlows(context: HostContext): readonly Flow[] {
  return hostGuarantees(context).map(({ port, queue }) =>
    createFlow(BR_INT.localSwitching, {
      priority: PRIORITY,
      match: [inPort(queue), value('reg4', 0)],
      actions: [setField('pkt_mark', BigInt(queue)), ...onceMore(BR_INT.localSwitching)],
      origin: fromPort(port.id),
    }),
  );
}

/** table=0,priority=200,in_port=2,pkt_mark=5,reg4=0 actions=set_queue:5,load:1->NXM_NX_REG4[0],resubmit(,0) on every physical bridge */
export function guaranteeQueueFlows(context: HostContext, bridge: BridgePlan): readonly Flow[] {
  const patches = patchesTo(context, bridge, 'integration');
  return hostGuarantees(context).flatMap(({ port, queue }) =>
    patches.map(({ port: { ofport } }) =>
      createFlow(BR_PHYSICAL.entry, {
        priority: PRIORITY,
        match: [inPort(ofport), value('pkt_mark', queue), value('reg4', 0)],
        actions: [{ kind: 'set-queue', queue }, ...onceMore(BR_PHYSICAL.entry)],
        origin: fromPatch(port.id),
      }),
    ),
  );
}

const PRIORITY = 200;

/** The frame comes back to the table, and past the flow it has had. */
function onceMore({ number }: PipelineTable): readonly Action[] {
  return [
    { kind: 'load', target: { field: 'reg4', start: 0, bits: 1 }, value: 1n },
    { kind: 'resubmit', port: undefined, table: number },
  ];
}

function value(field: FieldName, number: number): FieldMatch {
  return { field, value: BigInt(number), mask: undefined };
}
