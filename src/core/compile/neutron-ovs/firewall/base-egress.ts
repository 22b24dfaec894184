import type { Action, FieldMatch, Flow, Origin } from '#core/openflow';
import { createFlow } from '../create-flow.ts';
import { resubmit } from '../flow-actions.ts';
import { IP, ARP, dlSrc, icmp6, inPort } from '../flow-matches.ts';
import { stageOf } from '../stage.ts';
import { CT_CLEAR, track } from './firewall-actions.ts';
import { DHCP, RARP, arpSender, ethertype, fromAddress, neighbourTarget, ofPort } from './firewall-matches.ts';
import { type AllowedPair, ipv4Pairs, ipv6Pairs } from './allowed-pairs.ts';
import type { IntegrationPort } from '../integration-port.ts';
import { FIREWALL } from './tables.ts';

const fromBase = stageOf('br-int/firewall-base-egress', 'openvswitch_firewall/firewall.py _initialize_egress');
const fromIpv6 = stageOf('br-int/firewall-base-egress', 'openvswitch_firewall/firewall.py _initialize_egress_ipv6_icmp');

/** Table 71: a guest may resolve addresses and ask for DHCP whatever its rules, may not serve either, and speaks under its own addresses only. */
export function baseEgressFlows(target: IntegrationPort, permitted: readonly number[]): readonly Flow[] {
  const { port } = target;
  const table: BaseTable = { from: [ofPort(target.ofport), inPort(target.ofport)], origin: fromBase(port.id) };
  const [ipv4, ipv6] = [ipv4Pairs(port), ipv6Pairs(port)];
  return [
    ...ipv4.flatMap((pair) => ipv4PairFlows(table, pair)),
    // table=71,priority=95,dl_type=0x4788,reg5=5 actions=resubmit(,94)
    ...permitted.map((type) => egress({ ...table, from: [ofPort(target.ofport)] }, 95, [ethertype(type)], TO_SWITCH)),
    // table=71,priority=80,dl_type=0x0800,in_port=5,dl_src=…,nw_src=0.0.0.0,nw_proto=17,tp_src=68,tp_dst=67,reg5=5 actions=resubmit(,73)
    egress(table, 80, [IP[4], dlSrc(port.mac), UNSPECIFIED, ...DHCP.request[4]], TO_ACCEPT),
    ...ipv6.flatMap((pair) => ipv6PairFlows(table, pair, fromIpv6(port.id))),
    ...serviceSpoofs(table),
    // table=71,priority=10,in_port=5,reg5=5 actions=ct_clear,resubmit(,93)
    egress(table, 10, [], TO_DROPPED_ANEW),
  ];
}

interface BaseTable {
  /** `reg5=5,in_port=5` */
  readonly from: readonly FieldMatch[];
  readonly origin: Origin;
}

function egress({ from, origin }: BaseTable, priority: number, match: readonly FieldMatch[], actions: readonly Action[]): Flow {
  return createFlow(FIREWALL.baseEgress, { priority, match: [...from, ...match], actions, origin });
}

const TO_SWITCH = [resubmit(FIREWALL.acceptedEgressNormal)];
const TO_ACCEPT = [resubmit(FIREWALL.acceptOrIngress)];
const TO_DROPPED = [resubmit(FIREWALL.dropped)];
const TO_DROPPED_ANEW = [CT_CLEAR, ...TO_DROPPED];
const TO_RULES = [track(FIREWALL.rulesEgress)];

function ipv4PairFlows(table: BaseTable, { mac, address }: AllowedPair): readonly Flow[] {
  const sender = dlSrc(mac);
  const source = fromAddress(address);
  return [
    // table=71,priority=95,in_port=5,dl_src=fa:16:3e:00:00:05,dl_type=0x0806,arp_spa=10.0.0.5,reg5=5 actions=resubmit(,94)
    egress(table, 95, [ARP, sender, ...arpSender(address)], TO_SWITCH),
    // table=71,priority=95,dl_type=0x8035,in_port=5,dl_src=fa:16:3e:00:00:05,reg5=5 actions=resubmit(,94)
    egress(table, 95, [RARP, sender], TO_SWITCH),
    // table=71,priority=65,dl_type=0x0800,in_port=5,dl_src=fa:16:3e:00:00:05,nw_src=10.0.0.5,reg5=5 actions=ct(table=72,zone=NXM_NX_REG6[0..15])
    egress(table, 65, [IP[4], sender, ...source], TO_RULES),
    // table=71,priority=80,dl_type=0x0800,in_port=5,dl_src=…,nw_src=10.0.0.5,nw_proto=17,tp_src=68,tp_dst=67,reg5=5 actions=resubmit(,73)
    egress(table, 80, [IP[4], sender, ...source, ...DHCP.request[4]], TO_ACCEPT),
  ];
}

/** ICMPv6 multicast listener query, router and neighbour solicitation (RFC 2710, RFC 4861). */
const ALLOWED_SENDING = [130, 133, 135] as const;
/** ICMPv6 neighbour advertisement. */
const NEIGHBOUR_ADVERTISEMENT = 136;
/** ICMPv6 router advertisement. */
const ROUTER_ADVERTISEMENT = 134;

function ipv6PairFlows(base: BaseTable, { mac, address }: AllowedPair, origin: Origin): readonly Flow[] {
  const table = { ...base, origin };
  const sender = [dlSrc(mac), ...fromAddress(address)];
  return [
    // table=71,priority=95,in_port=5,dl_type=0x86dd,nw_proto=58,icmp_type=135,dl_src=fa:16:3e:00:00:05,ipv6_src=2001:db8::5,reg5=5 actions=resubmit(,94)
    ...ALLOWED_SENDING.map((type) => egress(table, 95, [...icmp6(type), ...sender], TO_SWITCH)),
    // table=71,priority=95,in_port=5,dl_type=0x86dd,nw_proto=58,icmp_type=136,nd_target=2001:db8::5,reg5=5 actions=resubmit(,94)
    egress(table, 95, [...icmp6(NEIGHBOUR_ADVERTISEMENT), ...neighbourTarget(address)], TO_SWITCH),
    // table=71,priority=65,in_port=5,dl_type=0x86dd,dl_src=fa:16:3e:00:00:05,ipv6_src=2001:db8::5,reg5=5 actions=ct(table=72,zone=NXM_NX_REG6[0..15])
    egress(table, 65, [IP[6], ...sender], TO_RULES),
    // table=71,priority=80,dl_type=0x86dd,in_port=5,dl_src=…,ipv6_src=…,nw_proto=17,tp_src=546,tp_dst=547,reg5=5 actions=resubmit(,73)
    egress(base, 80, [IP[6], ...sender, ...DHCP.request[6]], TO_ACCEPT),
  ];
}

const UNSPECIFIED: FieldMatch = { field: 'ip_src', value: 0n, mask: undefined };

/** A guest may not answer as a DHCP server or advertise itself as a router. */
function serviceSpoofs(table: BaseTable): readonly Flow[] {
  return [
    // table=71,priority=70,in_port=5,dl_type=0x0800,nw_proto=17,tp_src=67,tp_dst=68,reg5=5 actions=resubmit(,93)
    egress(table, 70, [IP[4], ...DHCP.answer[4]], TO_DROPPED),
    // table=71,priority=70,in_port=5,dl_type=0x86dd,nw_proto=17,tp_src=547,tp_dst=546,reg5=5 actions=resubmit(,93)
    egress(table, 70, [IP[6], ...DHCP.answer[6]], TO_DROPPED),
    // table=71,priority=70,in_port=5,dl_type=0x86dd,nw_proto=58,icmp_type=134,reg5=5 actions=resubmit(,93)
    egress(table, 70, icmp6(ROUTER_ADVERTISEMENT), TO_DROPPED),
  ];
}
