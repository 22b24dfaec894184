import type { Flow } from '#core/openflow';
import { createFlow } from '../create-flow.ts';
import { resubmit } from '../flow-actions.ts';
import { IP, dlDst, ofNetwork } from '../flow-matches.ts';
import { stageOf } from '../stage.ts';
import { COMMIT, setPort } from './firewall-actions.ts';
import { ctState, ofPort } from './firewall-matches.ts';
import { type IntegrationPort, allowedMacs } from '../integration-port.ts';
import { FIREWALL } from './tables.ts';

const fromAccept = stageOf('br-int/firewall-accept', 'openvswitch_firewall/firewall.py _initialize_egress');

/** Table 73: frames for this port turn to its ingress rules; what this port may send out is committed if new, and switched. */
export function acceptFlows({ port, ofport, vlan }: IntegrationPort): readonly Flow[] {
  const origin = fromAccept(port.id);
  const table = FIREWALL.acceptOrIngress;
  return [
    // table=73,priority=100,dl_dst=fa:16:3e:00:00:05,reg6=7 actions=set_field:5->reg5,resubmit(,81)
    ...allowedMacs(port).map((mac) =>
      createFlow(table, {
        priority: 100,
        match: [ofNetwork(vlan), dlDst(mac)],
        actions: [setPort(ofport), resubmit(FIREWALL.baseIngress)],
        origin,
      }),
    ),
    // table=73,priority=90,dl_type=0x0800,ct_state=+new-est,reg5=5 actions=ct(commit,zone=NXM_NX_REG6[0..15]),resubmit(,91)
    ...([4, 6] as const).map((version) =>
      createFlow(table, {
        priority: 90,
        match: [NEW, IP[version], ofPort(ofport)],
        actions: TO_ACCEPTED_NEW,
        origin,
      }),
    ),
    // table=73,priority=80,reg5=5 actions=resubmit(,94)
    createFlow(table, { priority: 80, match: [ofPort(ofport)], actions: TO_ACCEPTED, origin }),
  ];
}

const TO_ACCEPTED = [resubmit(FIREWALL.acceptedEgressNormal)];
const TO_ACCEPTED_NEW = [COMMIT, resubmit(FIREWALL.acceptedEgress)];
const NEW = ctState({ new: true, est: false });
