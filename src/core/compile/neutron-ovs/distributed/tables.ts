import { declareTable as table, type PipelineTable } from '../pipeline-table.ts';

/** The tables of distributed routing on br-int: frames between hosts carry the MAC of the sending host in place of the router's. */
export const DVR_INT = {
  toSourceMac: table(
    'integration',
    1,
    'DVR_TO_SRC_MAC',
    'Distributed routing: frames that another host routed get the MAC of the gateway back as their source.',
    { matches: ['vlan_tci', 'eth_dst'], next: [58] },
  ),
  toSourceMacPhysical: table(
    'integration',
    2,
    'DVR_TO_SRC_MAC_PHYSICAL',
    'The same for VLAN and flat networks, before their VLAN is translated.',
    {
      matches: ['vlan_tci', 'eth_dst'],
      next: [58],
    },
  ),
  arpToGateway: table(
    'integration',
    3,
    'ARP_DVR_MAC_TO_DST_MAC',
    'ARP replies to this host’s own MAC go to the interface of the router that asked.',
    {
      matches: ['vlan_tci', 'eth_dst'],
      outputs: ['port'],
    },
  ),
  arpToGatewayPhysical: table('integration', 4, 'ARP_DVR_MAC_TO_DST_MAC_PHYSICAL', 'The same for VLAN and flat networks.', {
    matches: ['vlan_tci', 'eth_dst'],
    outputs: ['port'],
  }),
} as const satisfies Record<string, PipelineTable>;

/** The tables of distributed routing on br-tun. */
export const DVR_TUN = {
  process: table(
    'tunnel',
    1,
    'DVR_PROCESS',
    'Distributed routing: what the router of this host sends gets the MAC of the host; what is for the router stays here.',
    {
      matches: ['vlan_tci', 'eth_src', 'eth_dst'],
      next: [2],
    },
  ),
  notLearn: table('tunnel', 9, 'DVR_NOT_LEARN', 'Frames with the MAC of a host are not learned from.', {
    matches: ['eth_src'],
    next: [10],
    outputs: ['port'],
  }),
} as const satisfies Record<string, PipelineTable>;

/** The tables of distributed routing on a physical bridge. */
export const DVR_PHYSICAL = {
  process: table(
    'physical',
    1,
    'DVR_PROCESS',
    'Distributed routing: what the router of this host sends gets the MAC of the host; what is for the router stays here.',
    {
      matches: ['vlan_tci', 'eth_src', 'eth_dst'],
      next: [2],
    },
  ),
  translation: table(
    'physical',
    2,
    'LOCAL_VLAN_TRANSLATION',
    'Local VLANs of br-int become provider VLANs; what is not a provider network stays inside.',
    {
      matches: ['in_port', 'vlan_tci'],
      outputs: ['normal'],
    },
  ),
  notLearn: table('physical', 3, 'DVR_NOT_LEARN', 'Frames with the MAC of a host go to br-int without being learned from.', {
    matches: ['eth_src'],
    outputs: ['normal', 'port'],
  }),
  flood: table('physical', 22, 'FLOOD_TO_TUN', 'Never reached here: the flow is Neutron’s, and shared with br-tun.', {
    matches: ['eth_type', 'vlan_tci', 'arp_tpa', 'eth_src', 'ip_proto', 'icmpv6_type'],
  }),
} as const satisfies Record<string, PipelineTable>;
