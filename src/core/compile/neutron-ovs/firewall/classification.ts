import type { Action, FieldMatch, Flow } from '#core/openflow';
import { createFlow } from '../create-flow.ts';
import { POP_VLAN, resubmit, setNetwork } from '../flow-actions.ts';
import { UNTAGGED, dlDst, dlVlan, inPort } from '../flow-matches.ts';
import { BR_INT } from '../pipeline.ts';
import { stageOf } from '../stage.ts';
import { setPort } from './firewall-actions.ts';
import { type IntegrationPort, allowedMacs } from '../integration-port.ts';
import { FIREWALL } from './tables.ts';

const fromPort = stageOf('br-int/firewall-classify', 'openvswitch_firewall/firewall.py initialize_port_flows');

/** Sends what a port sends to the egress tables, and what is for it to the ingress ones, with its number and network in registers. */
export function classificationFlows(target: IntegrationPort): readonly Flow[] {
  const { port, ofport, vlan } = target;
  const origin = fromPort(port.id);
  const registers = [setPort(ofport), setNetwork(vlan)];
  return [
    // table=60,priority=100,in_port=5 actions=set_field:5->reg5,set_field:7->reg6,resubmit(,71)
    createFlow(BR_INT.transient, {
      priority: 100,
      match: [inPort(ofport)],
      actions: [...registers, resubmit(FIREWALL.baseEgress)],
      origin,
    }),
    // table=60,priority=90,dl_dst=fa:16:3e:00:00:05,dl_vlan=0x7 actions=set_field:5->reg5,set_field:7->reg6,strip_vlan,resubmit(,81)
    ...allowedMacs(port).flatMap((mac) =>
      arrivals(target).map(({ match, strip }) =>
        createFlow(BR_INT.transient, {
          priority: 90,
          match: [match, dlDst(mac)],
          actions: [...registers, ...strip, resubmit(FIREWALL.baseIngress)],
          origin,
        }),
      ),
    ),
  ];
}

/**
 * The tags under which frames arrive: the local VLAN, and on a provider network also its own VLAN or none, because distributed routing
 * sends frames on before they are translated (neutron-dataplane 5.2).
 */
function arrivals({
  network: { segment },
  vlan,
}: IntegrationPort): readonly { readonly match: FieldMatch; readonly strip: readonly Action[] }[] {
  const local = { match: dlVlan(vlan), strip: [POP_VLAN] };
  switch (segment.kind) {
    case 'vlan':
      return [{ match: dlVlan(segment.vlan), strip: [POP_VLAN] }, local];
    case 'flat':
      return [{ match: UNTAGGED, strip: [] }, local];
    default:
      return [local];
  }
}
