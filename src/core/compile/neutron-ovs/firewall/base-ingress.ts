import { type Action, ETHERTYPE, type FieldMatch, type Flow } from '#core/openflow';
import { createFlow } from '../create-flow.ts';
import { output, resubmit } from '../flow-actions.ts';
import { IP, ARP, icmp6 } from '../flow-matches.ts';
import { stageOf } from '../stage.ts';
import { track } from './firewall-actions.ts';
import { DHCP, ctState, ethertype, ofPort } from './firewall-matches.ts';
import type { IntegrationPort } from '../integration-port.ts';
import { FIREWALL } from './tables.ts';

const fromBase = stageOf('br-int/firewall-base-ingress', 'openvswitch_firewall/firewall.py _initialize_ingress');

/** ICMPv6 multicast listener query, neighbour solicitation and advertisement, router advertisement (RFC 2710, RFC 4861). */
const ALLOWED_ARRIVING = [130, 135, 136, 134] as const;

/** Table 81: address resolution and DHCP answers reach a guest whatever its rules; other IP is tracked and asked of the rules. */
export function baseIngressFlows({ port, ofport }: IntegrationPort, permitted: readonly number[]): readonly Flow[] {
  const origin = fromBase(port.id);
  const deliver = [output(ofport)];
  const ingress = (priority: number, match: readonly FieldMatch[], actions: readonly Action[]): Flow =>
    createFlow(FIREWALL.baseIngress, { priority, match: [...match, ofPort(ofport)], actions, origin });
  return [
    // table=81,priority=100,dl_type=0x0806,reg5=5 actions=output:5
    ingress(100, [ARP], deliver),
    // table=81,priority=100,dl_type=0x4788,reg5=5 actions=output:5
    ...permitted.filter((type) => BigInt(type) !== ETHERTYPE.arp).map((type) => ingress(100, [ethertype(type)], deliver)),
    // table=81,priority=100,dl_type=0x86dd,nw_proto=58,icmp_type=135,reg5=5 actions=output:5
    ...ALLOWED_ARRIVING.map((type) => ingress(100, icmp6(type), deliver)),
    // table=81,priority=95,dl_type=0x0800,nw_proto=17,tp_src=67,tp_dst=68,reg5=5 actions=output:5
    ingress(95, [IP[4], ...DHCP.answer[4]], deliver),
    // table=81,priority=95,dl_type=0x86dd,nw_proto=17,tp_src=547,tp_dst=546,reg5=5 actions=output:5
    ingress(95, [IP[6], ...DHCP.answer[6]], deliver),
    // table=81,priority=90,dl_type=0x0800,ct_state=-trk,reg5=5 actions=ct(table=82,zone=NXM_NX_REG6[0..15])
    ...([4, 6] as const).map((version) => ingress(90, [UNTRACKED, IP[version]], TRACK)),
    // table=81,priority=80,ct_state=+trk,reg5=5 actions=resubmit(,82)
    ingress(80, [TRACKED], TO_RULES),
  ];
}

const TRACK = [track(FIREWALL.rulesIngress)];
const TO_RULES = [resubmit(FIREWALL.rulesIngress)];
const UNTRACKED = ctState({ trk: false });
const TRACKED = ctState({ trk: true });
