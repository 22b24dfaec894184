import type { Action, FieldMatch, FieldName, Flow } from '#core/openflow';
import type { BridgePlan, PlannedFabric } from '#core/plan';
import { createFlow } from './create-flow.ts';
import { gotoTable, setField } from './flow-actions.ts';
import { IP, dlDst, dlSrc, dlVlan, inPort } from './flow-matches.ts';
import { guaranteeMarkFlows } from './guaranteed-bandwidth.ts';
import type { HostContext } from './host-context.ts';
import { type IntegrationPort, integrationPorts } from './integration-port.ts';
import { BR_INT } from './pipeline.ts';
import { metersOf } from './port-meters.ts';
import { stageOf } from './stage.ts';

const fromDriver = stageOf('br-int/qos', 'qos_driver.py QosOVSAgentDriver.initialize');
const fromMark = stageOf('br-int/qos-dscp', 'qos_driver.py _install_dscp_mark_flow');

/** The flows of the agent's QoS extension (neutron-dataplane 2.5); without `bandwidth-meters on` limits of bandwidth are rows of the database, not flows. */
export function qualityOfServiceFlows(context: HostContext, bridge: BridgePlan): readonly Flow[] {
  if (!context.fabric.qosExtension) return [];
  const { fabric } = context;
  return [
    queueFlow(bridge),
    ...guaranteeMarkFlows(context),
    ...integrationPorts(context, bridge).flatMap((port) => [...markFlows(port), ...meterFlows(fabric, port)]),
  ];
}

/** table=0,priority=200,reg3=0 actions=set_queue:0,load:1->NXM_NX_REG3[0],resubmit(,0) */
function queueFlow({ element }: BridgePlan): Flow {
  const queued: Action = { kind: 'load', target: { field: 'reg3', start: 0, bits: 1 }, value: 1n };
  return createFlow(BR_INT.localSwitching, {
    priority: 200,
    match: [unset('reg3')],
    actions: [{ kind: 'set-queue', queue: 0 }, queued, { kind: 'resubmit', port: undefined, table: 0 }],
    origin: fromDriver(element),
  });
}

/** Six bits (RFC 2474); a mark beyond them is a finding, and no flow. */
const MAX_DSCP = 63;

/** table=0,priority=65535,ip,reg2=0,in_port=5 actions=set_field:0x1->reg2,set_field:16->ip_dscp,resubmit:5, and the same for ipv6 */
function markFlows({ port, ofport }: IntegrationPort): readonly Flow[] {
  const { dscp } = port.qos;
  if (dscp === undefined || dscp > MAX_DSCP) return [];
  return ([4, 6] as const).map((version) =>
    createFlow(BR_INT.localSwitching, {
      priority: 65535,
      match: [IP[version], unset('reg2'), inPort(ofport)],
      actions: [setField('reg2', 1n), setField('ip_dscp', BigInt(dscp)), { kind: 'resubmit', port: ofport, table: undefined }],
      origin: fromMark(port.id),
    }),
  );
}

/**
 * table=58,priority=100,in_port=5,dl_src=fa:16:3e:00:00:05 actions=meter:17,goto_table:59 of what a port sends, and of what it receives from elsewhere
 * dl_vlan=7,dl_dst=fa:16:3e:00:00:05; limits of bandwidth in table 59, on the way to 60
 */
function meterFlows(fabric: PlannedFabric, port: IntegrationPort): readonly Flow[] {
  const { mac } = port.port;
  return metersOf(fabric, port).map(({ id, direction, unit, origin }) => {
    const [table, next] =
      unit === 'pktps' ? [BR_INT.packetRateLimit, BR_INT.bandwidthRateLimit] : [BR_INT.bandwidthRateLimit, BR_INT.transient];
    return createFlow(table, {
      priority: 100,
      match: direction === 'egress' ? [inPort(port.ofport), dlSrc(mac)] : [dlVlan(port.vlan), dlDst(mac)],
      actions: [{ kind: 'meter', meter: id }, gotoTable(next)],
      origin,
    });
  });
}

/** `reg2=0`: the flow has not had the frame yet, which comes back to table 0 after it. */
function unset(field: FieldName): FieldMatch {
  return { field, value: 0n, mask: undefined };
}
