/** The words inside a statement and what each says there, by the rule of the grammar that has them; those of one rule as they are best offered. */
type InnerWords = Readonly<Record<string, string>>;

const OVERLAY_TYPE: InnerWords = {
  vxlan: 'Tunnels over UDP port 4789 that take 50 bytes of the underlay’s MTU over IPv4.',
  gre: 'Tunnels of IP protocol 47 that take 42 bytes of the underlay’s MTU over IPv4.',
  geneve: 'Tunnels over UDP port 6081 that take 50 bytes of the underlay’s MTU over IPv4.',
};

const FIREWALL_DRIVER: InnerWords = {
  openvswitch: 'Security groups as flows with connection tracking in br-int. Neutron’s default.',
  'iptables-hybrid': 'Security groups as iptables rules, at a Linux bridge between each guest and br-int.',
  none: 'No security groups: every packet passes.',
};

const SWITCH: InnerWords = { on: 'Switches it on.', off: 'Switches it off.' };

const ROLE: InnerWords = {
  compute: 'Runs virtual machines.',
  network: 'Runs routers and DHCP.',
  control: 'Runs the API and the databases: no packet of a tenant passes.',
  storage: 'Keeps volumes: no packet of a tenant passes.',
};

const IPV6_MODE: InnerWords = {
  slaac: 'Guests make their addresses from router advertisements. Needs a /64.',
  'dhcpv6-stateful': 'Guests get their addresses from DHCPv6.',
  'dhcpv6-stateless': 'Guests make their addresses from router advertisements, and get the rest from DHCPv6. Needs a /64.',
};

const PROTOCOL_NAME: InnerWords = {
  tcp: 'TCP connections, with the ports they go to: `tcp 80, 443`.',
  udp: 'UDP datagrams, with the ports they go to: `udp 53`.',
  icmp: 'ICMP messages such as pings, with their type: `icmp type 8`.',
  icmpv6: 'ICMP messages of IPv6, with their type: `icmpv6 type 128`.',
  sctp: 'SCTP associations, with the ports they go to: `sctp 3868`.',
  any: 'Every protocol.',
};

const RULE_REMOTE: InnerWords = {
  group: 'The members of a security group, whichever they are at the time.',
  any: 'Everybody, as when nothing is written.',
};

const SECURITY_RULE: InnerWords = {
  ingress: 'What guests may get.',
  egress: 'What guests may send.',
  type: 'One type of ICMP message only: 8 is a ping.',
  code: 'One code of the ICMP type only.',
  from: 'Who may send it: a CIDR, `group NAME` or `any`. Everybody unless written.',
  to: 'Who may get it: a CIDR, `group NAME` or `any`. Everybody unless written.',
  ipv4: 'IPv4 only, which is so unless an IPv6 prefix or protocol is written.',
  ipv6: 'IPv6 only.',
  proto: 'Any other IP protocol by its number or name: `proto 112` is VRRP.',
};

const PACKET_WORD: InnerWords = {
  icmp: 'A ping. So unless another protocol is written.',
  tcp: 'The first packet of a TCP connection; its destination port may follow.',
  udp: 'A UDP datagram; its destination port may follow.',
  arp: 'An ARP request.',
  dhcp: 'A guest’s DHCP request.',
  from: 'The source port.',
  size: 'The length of the IP packet in bytes.',
  ttl: 'The time to live it starts with.',
  df: 'The packet must not be fragmented.',
};

const EXPECTATION: InnerWords = {
  reaches: 'The first packet is delivered and answered, and the answer comes back.',
  never: 'No such packet is delivered: `never reaches`.',
  with: 'The packet in question: `icmp` unless written, `tcp 443`, `udp 53` …',
  via: 'The host or router the packet passes on its way.',
};

const INNER_WORDS: Readonly<Record<string, InnerWords>> = {
  OverlayType: OVERLAY_TYPE,
  FirewallDriver: FIREWALL_DRIVER,
  Switch: SWITCH,
  Role: ROLE,
  Ipv6Mode: IPV6_MODE,
  Shared: { with: 'Only with the tenants named here; with all of them unless written.' },
  SubnetSetting: { none: 'No gateway: guests are told no way out.' },
  Route: { via: 'The next hop: an address on a subnet that is joined.' },
  ProtocolName: PROTOCOL_NAME,
  ProtocolNumber: { gre: '47: generic encapsulation.' },
  RuleRemote: RULE_REMOTE,
  SecurityRule: SECURITY_RULE,
  Vm: { on: 'The compute host it runs on; several for several VMs, in turn.' },
  VmPort: { as: 'A name of its own; that of the network unless written.' },
  ListenEntry: { tcp: 'TCP ports the guest answers at.', udp: 'UDP ports the guest answers at.' },
  PortSecurity: { none: 'No security group at all: nothing gets in, and nothing out.' },
  AllowedAddress: { mac: 'The MAC that goes with the allowed address, where it is not the port’s own.' },
  SubportOf: { vlan: 'The tag its frames carry inside the guest; no VLAN of any network.' },
  AdminState: { up: 'In use, as usual.', down: 'Switched off: nothing passes, either way.' },
  DhcpOption: { ipv6: 'Told by DHCPv6; by DHCP of IPv4 unless written.' },
  Binding: {
    normal: 'By the switch, as usual.',
    direct: 'By a virtual function of an SR-IOV network card, past the switch.',
    macvtap: 'By a macvtap device on a virtual function of an SR-IOV network card.',
  },
  RateLimit: {
    egress: 'What the guest sends.',
    ingress: 'What the guest gets.',
    burst: 'How much may pass at once. Of bits the guest sends, 80 % of the rate unless written.',
  },
  Guarantee: {
    egress: 'What the guest sends.',
    ingress: 'What the guest gets: kept in Placement, and in no switch.',
  },
  FloatingIp: { to: 'The VM or port it leads to.' },
  EndpointReference: { internet: 'The world beyond the external networks.' },
  PacketWord: PACKET_WORD,
  Expectation: EXPECTATION,
};

/** What a word inside a statement says, and where among those of its place it is offered. */
export interface InnerWord {
  readonly means: string;
  readonly order: string;
}

/** Finds a word inside a statement by the grammar's rule that has it; `undefined` for words that start one. */
export function findInnerWord(rule: string, keyword: string): InnerWord | undefined {
  const words = INNER_WORDS[rule];
  const means = words && Object.hasOwn(words, keyword) ? words[keyword] : undefined;
  if (means === undefined || words === undefined) return undefined;
  const numbers = [Object.keys(INNER_WORDS).indexOf(rule), Object.keys(words).indexOf(keyword)];
  return { means, order: numbers.map((number) => String(number).padStart(2, '0')).join('') };
}

/** Every rule and its words inside statements, for checking them against the grammar. */
export function listInnerWords(): readonly { readonly rule: string; readonly keyword: string }[] {
  return Object.entries(INNER_WORDS).flatMap(([rule, words]) => Object.keys(words).map((keyword) => ({ rule, keyword })));
}
