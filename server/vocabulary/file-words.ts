import type { Words } from './word.ts';

/** Words that stand in the file itself. */
export const FILE_WORDS: Words = {
  fabric: {
    means: 'The cloud as a whole: its tunnels, the network under them and the choices of whoever deployed it. One per model.',
    snippet: 'fabric ${1:cloud} {\n\toverlay vxlan { vni ${2:1..1000} }\n\tunderlay ${3:192.168.255.0/24} { mtu ${4:1550} }\n}',
  },
  host: {
    means: 'A machine. `host hv-[1..4]` stands for four of them.',
    snippet: 'host ${1:compute-1} {\n\troles ${2|compute,network,control,storage|}\n\ttunnel-ip ${3:192.168.255.11}\n}',
  },
  tenant: {
    means: 'A project: its networks, routers, security groups and virtual machines. Tenants may use the same addresses and stay apart.',
    snippet: 'tenant ${1:demo} {\n\t$0\n}',
  },
  expect: {
    means:
      'What the network is meant to do. `reaches` wants the first packet delivered and its answer back; `never reaches` wants no such packet delivered.',
    snippet: 'expect ${1:vm-1} ${2|reaches,never reaches|} ${3:vm-2}',
  },
  import: { means: 'Takes in another file: a model is a file and what it imports.', snippet: 'import "${1:other}.ostopo"' },
};

/** Words of `fabric`. */
export const FABRIC_WORDS: Words = {
  overlay: {
    means: 'The encapsulation of tenant networks and the numbers they are given.',
    snippet: 'overlay ${1|vxlan,gre,geneve|} { vni ${2:1..1000} }',
  },
  underlay: {
    means: 'The network that carries the tunnels, and its MTU (1500 unless written). A VXLAN tunnel over IPv4 takes 50 bytes of it.',
    snippet: 'underlay ${1:192.168.255.0/24} { mtu ${2:1550} }',
  },
  physical: { means: 'A provider network, as `bridge_mappings` names it.', snippet: 'physical ${1:datacentre} { mtu ${2:1500} }' },
  firewall: {
    means: 'The security group driver of the Open vSwitch agent. `openvswitch` unless written.',
    snippet: 'firewall ${1|openvswitch,iptables-hybrid,none|}',
  },
  'l2-population': {
    means: 'Whether the tunnels’ MAC tables are filled in advance (on) or learnt from traffic (off, the default).',
    snippet: 'l2-population ${1|on,off|}',
  },
  'arp-responder': {
    means: 'Whether switches answer ARP for known addresses. Off unless written; needs `l2-population on`.',
    snippet: 'arp-responder ${1|on,off|}',
  },
  'egress-direct': {
    means:
      'Whether frames of guests leave br-int by flows of their own instead of being switched, so that none is flooded. Off unless written.',
    snippet: 'egress-direct ${1|on,off|}',
  },
  'bandwidth-meters': {
    means:
      'Whether limits of bandwidth are meters of br-int instead of policing and queues of the ports: Neutron’s `qos_meter_bandwidth`. Off unless written.',
    snippet: 'bandwidth-meters ${1|on,off|}',
  },
  'local-ip-static-nat': {
    means:
      'Whether flows alone translate Local IPs, instead of connection tracking: Neutron’s `static_nat`. Off unless written; needed with `firewall openvswitch`.',
    snippet: 'local-ip-static-nat ${1|on,off|}',
  },
  'permitted-ethertypes': {
    means: 'Ethertypes beside IP and ARP that guests may send and get, past the `openvswitch` firewall. None unless written.',
    snippet: 'permitted-ethertypes ${1:0x8847}',
  },
  'distributed-dhcp': {
    means:
      'Whether the Open vSwitch agent of each host answers its guests’ DHCP itself, with no DHCP agent and no dnsmasq: its `dhcp` extension. Off unless written.',
    snippet: 'distributed-dhcp ${1|on,off|}',
  },
  'isolated-metadata': {
    means:
      'Whether the DHCP service hands on metadata requests of guests whose subnet has no router at its gateway. Off unless written: then such guests have none.',
    snippet: 'isolated-metadata ${1|on,off|}',
  },
  'force-metadata': {
    means: 'Whether the DHCP service hands on the metadata requests of all guests, also behind routers. Off unless written.',
    snippet: 'force-metadata ${1|on,off|}',
  },
  dvr: { means: 'Whether routers are distributed to the compute hosts. Off unless written.', snippet: 'dvr ${1|on,off|}' },
  ha: { means: 'Whether routers run on several network hosts with VRRP. Off unless written.', snippet: 'ha ${1|on,off|}' },
  'dns-domain': {
    means: 'The domain guests are told by DHCP. `openstacklocal` unless written.',
    snippet: 'dns-domain ${1:openstacklocal}',
  },
  mtu: { means: 'The MTU of the physical fabric in bytes: Neutron’s `global_physnet_mtu`.', snippet: 'mtu ${1:1500}' },
};

/** Words of `overlay`. */
export const OVERLAY_WORDS: Words = {
  vni: { means: 'The VNIs networks are given, from 1 to 16777215.', snippet: 'vni ${1:1..1000}' },
  port: { means: 'The UDP port of the tunnels: 4789 for VXLAN and 6081 for Geneve unless written.', snippet: 'port ${1:4789}' },
};

/** Words of `underlay`. */
export const UNDERLAY_WORDS: Words = {
  mtu: { means: 'The largest IP packet the underlay carries, in bytes. 1500 unless written.', snippet: 'mtu ${1:1550}' },
  vlan: { means: 'The VLAN of the tunnel traffic.', snippet: 'vlan ${1:100}' },
};

/** Words of `physical` in a fabric. */
export const PHYSICAL_WORDS: Words = {
  vlan: { means: 'The VLAN ids networks may be given, from 1 to 4094.', snippet: 'vlan ${1:100..199}' },
  mtu: { means: 'The MTU of the provider network in bytes.', snippet: 'mtu ${1:1500}' },
  flat: { means: 'Lets one network use the provider network without a VLAN tag.' },
};

/** Words of `ha`. */
export const HA_WORDS: Words = {
  'hosts-per-router': { means: 'On how many network hosts a router runs.', snippet: 'hosts-per-router ${1:3}' },
};

/** Words of `host`. */
export const HOST_WORDS: Words = {
  roles: {
    means: 'What runs here: `compute` virtual machines, `network` routers and DHCP, `control` and `storage` none of these.',
    snippet: 'roles ${1|compute,network,control,storage|}',
  },
  'tunnel-ip': {
    means: 'The address its tunnels start from and end at: Neutron’s `local_ip`. It lies in the underlay.',
    snippet: 'tunnel-ip ${1:192.168.255.11}',
  },
  bridge: {
    means: 'A bridge that leads to a provider network.',
    snippet: 'bridge ${1:br-ex} {\n\tphysical ${2:datacentre}\n\tinterface ${3:eth0}\n}',
  },
  sriov: {
    means: 'A network card whose virtual functions serve ports of a provider network directly.',
    snippet: 'sriov ${1:datacentre} { device ${2:ens1f0} }',
  },
  'local-vlan': {
    means: 'Pins the VLAN a network has inside this host’s br-int. Otherwise they are counted from 1 in the order of the networks’ names.',
    snippet: 'local-vlan ${1:network} ${2:1}',
  },
};

/** Words of `bridge`. */
export const BRIDGE_WORDS: Words = {
  physical: { means: 'The provider network the bridge leads to.', snippet: 'physical ${1:datacentre}' },
  interface: { means: 'The network card that is a port of the bridge.', snippet: 'interface ${1:eth0}' },
  ip: { means: 'The address of the host on the bridge itself.', snippet: 'ip ${1:192.168.255.15/24}' },
};

/** Words of `sriov`. */
export const SRIOV_WORDS: Words = {
  device: { means: 'The network card.', snippet: 'device ${1:ens1f0}' },
};
