import { type PipelineTable, declareTable } from '../pipeline-table.ts';

/**
 * The tables of the Open vSwitch firewall on br-int. A frame of a guest goes 60 → 71 → 72 → 73 → 91 → 94, one for a guest 60 → 81 → 82;
 * between guests of one host both ways are joined at table 73. `reg5` holds the port, `reg6` the local VLAN, `reg7` the conjunction that let the packet in.
 */
export const FIREWALL = {
  baseEgress: declareTable(
    'integration',
    71,
    'BASE_EGRESS',
    'What a guest may send whatever its rules, and only under its own addresses; the rest of IP goes through connection tracking.',
    {
      matches: [
        'ct_state', 'reg5', 'in_port', 'eth_src', 'eth_type', 'arp_spa', 'ip_src', 'ipv6_src', 'ip_proto', 'icmpv6_type', 'nd_target', 'udp_src', 'udp_dst',
      ],
      next: [71, 72, 73, 93, 94],
    },
  ),
  rulesEgress: declareTable('integration', 72, 'RULES_EGRESS', 'Egress rules, and what the state of the connection says.', {
    matches: [
      'conj_id', 'ct_state', 'ct_zone', 'ct_mark', 'reg5', 'reg6', 'eth_src', 'eth_type', 'ip_dst', 'ipv6_dst', 'ip_proto',
      'icmp_type', 'icmp_code', 'icmpv6_type', 'icmpv6_code', 'tcp_dst', 'udp_dst', 'sctp_dst',
    ],
    next: [73, 93, 94],
  }),
  acceptOrIngress: declareTable('integration', 73, 'ACCEPT_OR_INGRESS', 'Frames for a guest of this host go to its ingress tables, others out.', {
    matches: ['ct_state', 'reg5', 'reg6', 'eth_dst', 'eth_type'],
    next: [81, 91, 94],
  }),
  baseIngress: declareTable('integration', 81, 'BASE_INGRESS', 'What reaches a guest whatever its rules; the rest of IP goes through connection tracking.', {
    matches: ['ct_state', 'reg5', 'eth_type', 'ip_proto', 'icmpv6_type', 'udp_src', 'udp_dst'],
    next: [82],
    outputs: ['port'],
  }),
  rulesIngress: declareTable('integration', 82, 'RULES_INGRESS', 'Ingress rules, and what the state of the connection says.', {
    matches: [
      'conj_id', 'ct_state', 'ct_zone', 'ct_mark', 'reg5', 'reg6', 'eth_src', 'eth_type', 'ip_src', 'ipv6_src', 'ip_proto',
      'icmp_type', 'icmp_code', 'icmpv6_type', 'icmpv6_code', 'tcp_dst', 'udp_dst', 'sctp_dst',
    ],
    next: [92, 93],
    outputs: ['port'],
  }),
  acceptedEgress: declareTable('integration', 91, 'ACCEPTED_EGRESS', 'Accepted new connections of guests: where logging hooks in.', { next: [94] }),
  acceptedIngress: declareTable('integration', 92, 'ACCEPTED_INGRESS', 'Copies of accepted new connections to guests, for logging.'),
  dropped: declareTable('integration', 93, 'DROPPED', 'What the firewall drops: where logging hooks in.'),
  acceptedEgressNormal: declareTable('integration', 94, 'ACCEPTED_EGRESS_NORMAL', 'Hands accepted frames over to the MAC learning switch, or with `egress-direct on` straight to their port.', {
    matches: ['reg6', 'vlan_tci', 'eth_src', 'eth_dst'],
    outputs: ['normal', 'port'],
  }),
} as const satisfies Record<string, PipelineTable>; // prettier-ignore
