import type { Word, Words } from './word.ts';

const ID: Word = {
  means:
    'Pins the UUID, to describe what already exists. Otherwise it is derived from the names: the same file gives the same ids everywhere.',
  snippet: 'id ${1}',
};
const IP: Word = { means: 'Pins the address. Otherwise the lowest free one of the subnet’s pools is taken.', snippet: 'ip ${1:10.0.1.10}' };
const MAC: Word = {
  means: 'Pins the MAC address. Otherwise it is `fa:16:3e:` and three bytes of the port’s UUID.',
  snippet: 'mac ${1:fa:16:3e:00:00:01}',
};
const OFPORT: Word = { means: 'Pins the OpenFlow port number on br-int.', snippet: 'ofport ${1:5}' };
const ROUTE: Word = {
  means: 'A static route: packets for the prefix go to the next hop.',
  snippet: 'route ${1:10.9.0.0/16} via ${2:10.0.1.20}',
};

/** Words of `tenant`. */
export const TENANT_WORDS: Words = {
  network: {
    means: 'A network of the tenant’s own, apart from every other by its VNI or VLAN.',
    snippet: 'network ${1:net-1} {\n\tsubnet ${2:subnet-1} ${3:10.0.1.0/24}\n}',
  },
  router: { means: 'Joins subnets, as a namespace on a network host.', snippet: 'router ${1:router-1} {\n\tinterface ${2:subnet-1}\n}' },
  'security-group': {
    means: 'A filter at the ports that name it: what is not allowed does not pass.',
    snippet: 'security-group ${1:web} {\n\tallow ingress tcp ${2:80, 443}\n}',
  },
  vm: {
    means: 'A virtual machine on a compute host. `vm web-[1..3] on hv-1, hv-2, hv-3` stands for three.',
    snippet: 'vm ${1:vm-1} on ${2:compute-0} {\n\tport ${3:net-1}\n}',
  },
  'floating-ip': {
    means: 'An address of an external network that leads to a port.',
    snippet: 'floating-ip ${1:203.0.113.50} to ${2:vm-1}',
  },
  id: ID,
};

/** Words of `network`. */
export const NETWORK_WORDS: Words = {
  vni: { means: 'Pins the VNI. Otherwise the lowest free one of the fabric’s range is taken.', snippet: 'vni ${1:22}' },
  vlan: { means: 'Makes it a VLAN network of a provider network, with this id on the wire.', snippet: 'vlan ${1:100}' },
  flat: { means: 'Makes it an untagged network of a provider network.' },
  local: { means: 'Keeps it inside each host: nothing leaves.' },
  physical: { means: 'The provider network it lies on.', snippet: 'physical ${1:datacentre}' },
  overlay: { means: 'Its encapsulation, where it is not the fabric’s.', snippet: 'overlay ${1|vxlan,gre,geneve|}' },
  external: { means: 'Lets routers use it as their way out.' },
  shared: { means: 'Lets other tenants use it: all, or those named with `with`.' },
  mtu: {
    means: 'The MTU guests are told, in bytes. Otherwise it is what the underlay leaves after the encapsulation.',
    snippet: 'mtu ${1:1450}',
  },
  'port-security': {
    means: 'Whether its ports are checked for spoofed addresses and filtered. On unless written.',
    snippet: 'port-security ${1|on,off|}',
  },
  subnet: { means: 'A range of addresses on the network.', snippet: 'subnet ${1:subnet-1} ${2:10.0.1.0/24}' },
  id: ID,
};

/** Words of `subnet`. */
export const SUBNET_WORDS: Words = {
  gateway: {
    means:
      'The router’s address, `none` for none. Unless written the first address of an IPv4 subnet, and the address of an IPv6 prefix itself: Neutron’s choice.',
    snippet: 'gateway ${1:10.0.1.1}',
  },
  pool: {
    means: 'Addresses handed out on their own. The whole subnet less the gateway unless written; may be repeated.',
    snippet: 'pool ${1:10.0.1.10}..${2:10.0.1.99}',
  },
  dhcp: { means: 'Whether there is a DHCP server, or its address. On unless written.', snippet: 'dhcp ${1|on,off|}' },
  dns: { means: 'Name servers guests are told.', snippet: 'dns ${1:10.0.1.53}' },
  route: ROUTE,
  ipv6: { means: 'How IPv6 guests get their addresses.', snippet: 'ipv6 ${1|slaac,dhcpv6-stateful,dhcpv6-stateless|}' },
  id: ID,
};

/** Words of `dhcp { … }`. */
export const DHCP_WORDS: Words = { mac: MAC, ofport: OFPORT, id: ID };

/** Words of `router`. */
export const ROUTER_WORDS: Words = {
  interface: { means: 'A leg in a subnet, with the subnet’s gateway address unless `ip` is written.', snippet: 'interface ${1:subnet-1}' },
  external: { means: 'Its way out: an external network.', snippet: 'external ${1:public}' },
  host: { means: 'Pins the network host it runs on.', snippet: 'host ${1:controller-0}' },
  route: ROUTE,
  dvr: { means: 'Whether it is distributed to the compute hosts. As the fabric unless written.', snippet: 'dvr ${1|on,off|}' },
  ha: { means: 'Whether it runs on several network hosts. As the fabric unless written.', snippet: 'ha ${1|on,off|}' },
  id: ID,
};

/** Words of a router's `interface`. */
export const INTERFACE_WORDS: Words = { ip: IP, mac: MAC, ofport: OFPORT, id: ID };

/** Words of a router's `external`. */
export const EXTERNAL_WORDS: Words = {
  ...INTERFACE_WORDS,
  snat: { means: 'Whether guests without a floating address go out under the router’s. On unless written.', snippet: 'snat ${1|on,off|}' },
};

/** Words of `security-group`. */
export const SECURITY_GROUP_WORDS: Words = {
  allow: {
    means: 'Lets packets pass: `allow ingress tcp 80, 443 from group web`.',
    snippet: 'allow ${1|ingress,egress|} ${2|tcp,udp,icmp,icmpv6,sctp,any|} $0',
  },
  stateless: { means: 'Does not track connections: answers need rules of their own.' },
  'no-default-egress': { means: 'Takes away Neutron’s two default rules that let everything out.' },
  id: ID,
};

/** Words of `vm`. */
export const VM_WORDS: Words = {
  port: { means: 'A network card on a network, `as NAME` for a second one on the same network.', snippet: 'port ${1:net-1}' },
  listens: { means: 'What the emulated guest answers to: `listens tcp 80, 443`.', snippet: 'listens ${1|tcp,udp|} ${2:80}' },
};

/** Words of a VM's `port`. */
export const PORT_WORDS: Words = {
  ip: IP,
  mac: MAC,
  ofport: OFPORT,
  id: ID,
  security: {
    means: 'Its security groups, all of them together; `none` for none. The tenant’s `default` group unless written.',
    snippet: 'security ${1:none}',
  },
  'port-security': {
    means: 'Whether it is checked for spoofed addresses and filtered. As the network unless written.',
    snippet: 'port-security ${1|off,on|}',
  },
  'allowed-address': { means: 'Addresses the guest may use besides its own.', snippet: 'allowed-address ${1:10.9.0.0/16}' },
  'local-ip': {
    means: 'Addresses under which the guests of its own host reach this one, whoever has them elsewhere: Neutron’s Local IPs.',
    snippet: 'local-ip ${1:10.0.1.100}',
  },
  binding: { means: 'How the guest is plugged: by the switch, or directly by SR-IOV.', snippet: 'binding ${1|normal,direct,macvtap|}' },
  'subport-of': {
    means: 'Brings it to the guest by another port’s card, in a VLAN of its own: Neutron’s trunk.',
    snippet: 'subport-of ${1} vlan ${2:101}',
  },
  'trunk-id': { means: 'Pins the UUID of the trunk whose parent it is. Otherwise it is derived from the names.', snippet: 'trunk-id ${1}' },
  'admin-state': {
    means: 'Whether the port is in use: `down` keeps it and what it has, and passes nothing. Up unless written.',
    snippet: 'admin-state ${1|down,up|}',
  },
  'dhcp-option': {
    means:
      'What the DHCP server tells this guest besides, by dnsmasq’s name for the option or its number; `ipv6` at the end for DHCPv6. May be repeated.',
    snippet: 'dhcp-option ${1:bootfile-name} ${2:pxelinux.0}',
  },
  qos: { means: 'Limits, guarantees and marks of its traffic.', snippet: 'qos { limit ${1|egress,ingress|} ${2:10mbit} }' },
};

/** Words of a port's `qos`. */
export const QOS_WORDS: Words = {
  limit: {
    means:
      'The most it may send (`egress`) or get (`ingress`) per second, of bits or of packets: `limit egress 10mbit burst 8mbit`, `limit egress 2kpps`.',
    snippet: 'limit ${1|egress,ingress|} ${2:10mbit}',
  },
  guarantee: {
    means: 'The bandwidth kept for what it sends (`egress`) on a VLAN or flat network: Neutron’s minimum bandwidth.',
    snippet: 'guarantee ${1|egress,ingress|} ${2:10mbit}',
  },
  dscp: { means: 'The DSCP value its packets are marked with.', snippet: 'dscp ${1:26}' },
};

/** Words of `floating-ip`. */
export const FLOATING_IP_WORDS: Words = {
  from: { means: 'The external network the address belongs to, where that is not plain.', snippet: 'from ${1:public}' },
  fixed: { means: 'Which address of the port it leads to, where it has several.', snippet: 'fixed ${1:10.0.1.10}' },
  id: ID,
};
