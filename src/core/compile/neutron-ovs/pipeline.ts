import { sortedBy } from '#core/base';
import { DVR_INT, DVR_PHYSICAL, DVR_TUN } from './distributed/tables.ts';
import { FIREWALL } from './firewall/tables.ts';
import { type PipelineTable, declareTable as table } from './pipeline-table.ts';

/** br-int; the Open vSwitch firewall has further tables. The usual way without it is 0 → 58 → 59 → 60 → NORMAL. */
export const BR_INT = {
  localSwitching: table(
    'integration',
    0,
    'LOCAL_SWITCHING',
    'Entry: provider VLANs become local ones, frames of guests are marked (QoS) and go to the anti-spoofing tables.',
    {
      matches: [
        'in_port',
        'vlan_tci',
        'eth_src',
        'eth_dst',
        'eth_type',
        'ip_proto',
        'icmpv6_type',
        'arp_op',
        'arp_tha',
        'arp_spa',
        'arp_tpa',
        'reg2',
        'reg3',
        'reg4',
      ],
      next: [0, 1, 2, 3, 4, 24, 25, 30, 58],
    },
  ),
  canary: table('integration', 23, 'CANARY', 'Never reached: the agent sees by its absence that Open vSwitch was restarted.'),
  arpSpoof: table('integration', 24, 'ARP_SPOOF', 'Lets ARP and neighbour advertisements through only for addresses of the sending port.', {
    matches: ['in_port', 'eth_type', 'arp_spa', 'ip_proto', 'icmpv6_type', 'nd_target'],
    next: [25, 58],
  }),
  macSpoof: table('integration', 25, 'MAC_SPOOF', 'Lets frames through only with a MAC of the sending port; a miss drops.', {
    matches: ['in_port', 'eth_src'],
    next: [30],
  }),
  localEgress: table('integration', 30, 'LOCAL_EGRESS', 'With Local IPs: notes the network a guest’s frame is of.', {
    matches: ['in_port'],
    next: [31, 58],
  }),
  localIp: table(
    'integration',
    31,
    'LOCAL_IP',
    'With Local IPs: answers ARP for them, and leads what is for them to the guest of this host.',
    {
      matches: ['ct_state', 'reg6', 'eth_src', 'eth_type', 'arp_tpa', 'ip_src', 'ip_dst', 'ip_proto'],
      next: [58, 60],
      outputs: ['in_port'],
      learnsInto: [31, 94],
      translates: true,
    },
  ),
  packetRateLimit: table('integration', 58, 'PACKET_RATE_LIMIT', 'Meters of ports whose packets are limited.', {
    matches: ['in_port', 'vlan_tci', 'eth_src', 'eth_dst'],
    next: [59],
  }),
  bandwidthRateLimit: table(
    'integration',
    59,
    'BANDWIDTH_RATE_LIMIT',
    'With `bandwidth-meters on`: meters of ports whose bandwidth is limited.',
    {
      matches: ['in_port', 'vlan_tci', 'eth_src', 'eth_dst'],
      next: [60],
    },
  ),
  transient: table('integration', 60, 'TRANSIENT', 'Hands over to the firewall, or to the MAC learning switch.', {
    matches: ['in_port', 'vlan_tci', 'eth_src', 'eth_dst', 'eth_type', 'ip_dst', 'ipv6_dst', 'ip_proto', 'udp_src', 'udp_dst'],
    next: [61, 71, 73, 77, 78, 81, 94],
    outputs: ['normal', 'port'],
  }),
  localMacDirect: table(
    'integration',
    61,
    'LOCAL_MAC_DIRECT',
    'With `egress-direct on`: frames for a port of this host go straight to it.',
    {
      matches: ['reg6', 'vlan_tci', 'eth_dst'],
      next: [62],
      outputs: ['port'],
    },
  ),
  transientEgress: table(
    'integration',
    62,
    'TRANSIENT_EGRESS',
    'With `egress-direct on`: unicast of guests leaves the host without being switched.',
    {
      matches: ['in_port', 'eth_src', 'eth_dst'],
      outputs: ['normal', 'port'],
    },
  ),
  dhcpIpv4: table('integration', 77, 'DHCP_IPV4', 'With `distributed-dhcp on`: DHCP requests of this host’s guests go to the agent.', {
    matches: ['in_port', 'eth_src', 'eth_type', 'ip_proto', 'udp_src', 'udp_dst'],
    outputs: ['controller'],
  }),
  dhcpIpv6: table('integration', 78, 'DHCP_IPV6', 'The same for DHCPv6.', {
    matches: ['in_port', 'eth_src', 'eth_type', 'ip_proto', 'udp_src', 'udp_dst'],
    outputs: ['controller'],
  }),
} as const satisfies Record<string, PipelineTable>;

/** br-tun. Outwards 0 → 2 → 20 or 22, inwards 0 → 3, 4 or 6 → 10; distributed routing puts table 1 before the one and 9 before the other. */
export const BR_TUN = {
  entry: table('tunnel', 0, 'LOCAL_SWITCHING', 'Entry: frames from br-int go outwards, frames from a tunnel to the table of its type.', {
    matches: ['in_port'],
    next: [1, 2, 3, 4, 6],
  }),
  patchToTunnel: table('tunnel', 2, 'PATCH_LV_TO_TUN', 'Parts unicast from broadcast and multicast.', {
    matches: ['eth_dst', 'eth_type'],
    next: [20, 21, 22],
  }),
  greToLocal: table('tunnel', 3, 'GRE_TUN_TO_LV', 'GRE key to local VLAN.', { matches: ['tun_id'], next: [9, 10] }),
  vxlanToLocal: table('tunnel', 4, 'VXLAN_TUN_TO_LV', 'VXLAN network identifier to local VLAN.', { matches: ['tun_id'], next: [9, 10] }),
  geneveToLocal: table('tunnel', 6, 'GENEVE_TUN_TO_LV', 'Geneve network identifier to local VLAN.', { matches: ['tun_id'], next: [9, 10] }),
  learn: table('tunnel', 10, 'LEARN_FROM_TUN', 'Remembers in table 20 behind which tunnel a MAC lives, and hands the frame to br-int.', {
    matches: ['eth_type', 'arp_tha', 'ip_proto', 'icmpv6_type'],
    outputs: ['port'],
    learnsInto: [20],
  }),
  unicast: table('tunnel', 20, 'UCAST_TO_TUN', 'Known MACs to their tunnel; unknown ones are flooded.', {
    matches: ['vlan_tci', 'eth_dst'],
    next: [22],
    outputs: ['port'],
  }),
  arpResponder: table('tunnel', 21, 'ARP_RESPONDER', 'Answers ARP for ports on other hosts.', {
    matches: ['eth_type', 'vlan_tci', 'arp_tpa'],
    next: [22],
    outputs: ['in_port'],
  }),
  flood: table('tunnel', 22, 'FLOOD_TO_TUN', 'Copies to every tunnel of the network.', {
    matches: ['vlan_tci', 'eth_src', 'eth_type', 'ip_proto', 'icmpv6_type', 'arp_tpa'],
    outputs: ['port'],
  }),
} as const satisfies Record<string, PipelineTable>;

/** A physical bridge (br-ex and other bridge_mappings); with distributed routing the translation is in table 2. */
export const BR_PHYSICAL = {
  entry: table(
    'physical',
    0,
    'LOCAL_VLAN_TRANSLATION',
    'Local VLANs of br-int become provider VLANs; what is not a provider network stays inside.',
    {
      matches: ['in_port', 'vlan_tci', 'pkt_mark', 'reg4'],
      next: [0, 1, 3],
      outputs: ['normal'],
    },
  ),
} as const satisfies Record<string, PipelineTable>;

/** The bridge of a trunk, which no agent programs: it switches by MAC and VLAN. */
export const BR_TRUNK = {
  entry: table('trunk', 0, 'SWITCH', 'The one flow that Open vSwitch itself gives a bridge nobody programs.', { outputs: ['normal'] }),
} as const satisfies Record<string, PipelineTable>;

/** All tables, bridge by bridge, by number. */
export const PIPELINE: readonly PipelineTable[] = [
  ...byNumber({ ...BR_INT, ...DVR_INT, ...FIREWALL }),
  ...byNumber({ ...BR_TUN, ...DVR_TUN }),
  ...byNumber({ ...BR_PHYSICAL, ...DVR_PHYSICAL }),
  ...byNumber(BR_TRUNK),
];

function byNumber(tables: Readonly<Record<string, PipelineTable>>): readonly PipelineTable[] {
  return sortedBy(Object.values(tables), ({ number }) => number);
}
