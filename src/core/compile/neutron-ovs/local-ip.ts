import { type IpAddress, printAddress } from '#core/net';
import { type Action, ETHERTYPE, type FieldMatch, type FieldName, type Flow, IP_PROTO, type LearnClause } from '#core/openflow';
import type { BridgePlan } from '#core/plan';
import { arpReply } from './arp-reply.ts';
import { createFlow } from './create-flow.ts';
import { FIREWALL } from './firewall/tables.ts';
import { ctState } from './firewall/firewall-matches.ts';
import { gotoTable, resubmit, setField, setNetwork } from './flow-actions.ts';
import { ARP, IP, arpSpa, arpTpa, dlSrc, dlVlan, inPort, ofNetwork } from './flow-matches.ts';
import type { HostContext } from './host-context.ts';
import { type IntegrationPort, integrationPorts } from './integration-port.ts';
import { BR_INT } from './pipeline.ts';
import { stageOf } from './stage.ts';

const fromEgress = stageOf('br-int/local-ip', 'ovs_neutron_agent.py process_install_ports_egress_flows');
const fromTranslation = stageOf('br-int/local-ip', 'local_ip.py setup_local_ip_translation, setup_static_local_ip_translation');
const fromResponder = stageOf('br-int/local-ip-arp', 'local_ip.py add_local_ip_flows');

/** The flows of the agent's Local IP extension: what guests of this host send to a Local IP goes to the guest of this host that has it. */
export function localIpFlows(context: HostContext, bridge: BridgePlan): readonly Flow[] {
  const { localIpNat, firewall } = context.fabric;
  if (localIpNat === undefined) return [];
  const learned = firewall === 'openvswitch' ? FIREWALL.acceptedEgressNormal : BR_INT.localIp;
  const ports = integrationPorts(context, bridge);
  return [
    ...ports.filter(({ port }) => port.owner === 'compute:nova').flatMap(egressFlows),
    ...ports
      .flatMap(associations)
      .flatMap((association) => [
        ...(localIpNat === 'static' ? staticFlows(association, learned.number) : trackedFlows(association)),
        ownerFlow(association),
        ...arpFlows(association),
      ]),
  ];
}

/** A Local IP, and the address of a port that it stands for on this host. */
interface Association extends IntegrationPort {
  readonly localIp: IpAddress;
  readonly fixed: IpAddress;
}

/** What has not one IPv4 address is a finding, and no association. */
function associations(port: IntegrationPort): readonly Association[] {
  const fixed = port.port.addresses.find(({ address }) => address.version === 4)?.address;
  return fixed ? port.port.localIps.map((localIp) => ({ ...port, localIp, fixed })) : [];
}

/** Frames of every guest: table=0,priority=8,in_port=5 actions=goto_table:30 and table=30,priority=10,in_port=5 actions=set_field:0x7->reg6,resubmit(5,31) */
function egressFlows({ port, ofport, vlan }: IntegrationPort): readonly Flow[] {
  const origin = fromEgress(port.id);
  return [
    createFlow(BR_INT.localSwitching, { priority: 8, match: [inPort(ofport)], actions: [gotoTable(BR_INT.localEgress)], origin }),
    createFlow(BR_INT.localEgress, {
      priority: 10,
      match: [inPort(ofport)],
      actions: [setNetwork(vlan), { kind: 'resubmit', port: ofport, table: BR_INT.localIp.number }],
      origin,
    }),
  ];
}

/** table=31,priority=11,ip,reg6=0x7,nw_src=10.0.0.5,nw_dst=10.0.0.100 actions=resubmit(,60): the guest itself reaches whoever has the address. */
function ownerFlow({ port, vlan, localIp, fixed }: Association): Flow {
  return createFlow(BR_INT.localIp, {
    priority: 11,
    match: [IP[4], ofNetwork(vlan), address('ip_src', fixed), address('ip_dst', localIp)],
    actions: [resubmit(BR_INT.transient)],
    origin: fromTranslation(port.id),
  });
}

/** By connection tracking: table=31,priority=10,ip,reg6=0x7,nw_dst=10.0.0.100 actions=set_field:MAC->eth_dst,ct(commit,table=60,zone=7,nat(dst=10.0.0.5)), and the way back */
function trackedFlows({ port, vlan, localIp, fixed }: Association): readonly Flow[] {
  const origin = fromTranslation(port.id);
  const track = (commit: string, nat: string): Action => ({
    kind: 'unsupported',
    text: `ct(${commit}table=${BR_INT.transient.number},zone=${vlan},${nat})`,
  });
  return [
    createFlow(BR_INT.localIp, {
      priority: 10,
      match: [IP[4], ofNetwork(vlan), address('ip_dst', localIp)],
      actions: [setField('eth_dst', port.mac), track('commit,', `nat(dst=${printAddress(fixed)})`)],
      origin,
    }),
    createFlow(BR_INT.localIp, {
      priority: 10,
      match: [ctState({ trk: false }), IP[4], ofNetwork(vlan), dlSrc(port.mac), address('ip_src', fixed)],
      actions: [track('', 'nat')],
      origin,
    }),
  ];
}

/**
 * By flows alone, for ICMP, TCP and UDP: table=31,priority=10,tcp,reg6=0x7,nw_dst=10.0.0.100 actions=set_field:MAC->eth_dst,learn(…),set_field:10.0.0.5->ip_dst,resubmit(,60).
 * What is learnt makes the answer come from the Local IP, past everything else to the port that asked.
 */
function staticFlows(association: Association, learnedTable: number): readonly Flow[] {
  const { port, vlan, localIp, fixed } = association;
  return PROTOCOLS.map(({ number, ports }) =>
    createFlow(BR_INT.localIp, {
      priority: 10,
      match: [IP[4], ofNetwork(vlan), address('ip_dst', localIp), exact('ip_proto', number)],
      actions: [
        setField('eth_dst', port.mac),
        learnAnswer(association, learnedTable, [matchValue('ip_proto', 8, number), ...ports]),
        setField('ip_dst', fixed.value),
        resubmit(BR_INT.transient),
      ],
      origin: fromTranslation(port.id),
    }),
  );
}

function learnAnswer({ vlan, localIp, fixed }: Association, table: number, protocol: readonly LearnClause[]): Action {
  return {
    kind: 'learn',
    table,
    priority: 20,
    idleTimeoutSeconds: 30,
    hardTimeoutSeconds: 300,
    cookie: 0n,
    clauses: [
      matchValue('eth_type', 16, ETHERTYPE.ip),
      swapped('eth_dst', 'eth_src', 48),
      swapped('eth_src', 'eth_dst', 48),
      swapped('ip_dst', 'ip_src', 32),
      matchValue('ip_src', 32, fixed.value),
      // Neutron compares four bits of the local VLAN
      matchValue('reg6', 4, BigInt(vlan) & 0xfn),
      { kind: 'load-value', target: { field: 'ip_src', start: 0, bits: 32 }, value: localIp.value },
      { kind: 'output', source: { field: 'in_port_oxm', start: 0, bits: 32 } },
      ...protocol,
    ],
  };
}

interface TranslatedProtocol {
  readonly number: bigint;
  /** What of its ports the answer has the other way round. */
  readonly ports: readonly LearnClause[];
}

const PROTOCOLS: readonly TranslatedProtocol[] = [
  { number: IP_PROTO.icmp, ports: [] },
  { number: IP_PROTO.tcp, ports: [swapped('tcp_dst', 'tcp_src', 16), swapped('tcp_src', 'tcp_dst', 16)] },
  { number: IP_PROTO.udp, ports: [swapped('udp_dst', 'udp_src', 16), swapped('udp_src', 'udp_dst', 16)] },
];

/**
 * table=31,priority=1,arp,reg6=0x7,arp_tpa=10.0.0.100 answers; what comes from elsewhere in its name is dropped: table=0,priority=10,arp,dl_vlan=7,arp_spa=10.0.0.100
 * actions=drop, but for table=0,priority=11,…,arp_tpa=10.0.0.5 actions=goto_table:58
 */
function arpFlows({ port, vlan, localIp, fixed }: Association): readonly Flow[] {
  const origin = fromResponder(port.id);
  const inItsName = [ARP, dlVlan(vlan), arpSpa({ address: localIp, length: 32 })];
  return [
    createFlow(BR_INT.localIp, {
      priority: 1,
      match: [ARP, ofNetwork(vlan), arpTpa(localIp)],
      actions: arpReply(port.mac, localIp),
      origin,
    }),
    createFlow(BR_INT.localSwitching, { priority: 10, match: inItsName, origin }),
    createFlow(BR_INT.localSwitching, {
      priority: 11,
      match: [...inItsName, arpTpa(fixed)],
      actions: [gotoTable(BR_INT.packetRateLimit)],
      origin,
    }),
  ];
}

function exact(field: FieldName, value: bigint): FieldMatch {
  return { field, value, mask: undefined };
}

function address(field: 'ip_src' | 'ip_dst', { value }: IpAddress): FieldMatch {
  return exact(field, value);
}

function matchValue(field: FieldName, bits: number, value: bigint): LearnClause {
  return { kind: 'match-value', target: { field, start: 0, bits }, value };
}

/** A field of the answer that is another one of the question. */
function swapped(target: FieldName, source: FieldName, bits: number): LearnClause {
  return { kind: 'match-field', target: { field: target, start: 0, bits }, source: { field: source, start: 0, bits } };
}
