import { type RefusedModels, port, tenant } from './refused-models.ts';

/** Ports. */
export const PORTS: RefusedModels = {
  'a fixed address in no subnet of the network (InvalidIpForNetwork)': {
    OST2011: [
      port('ip 10.0.<<1|0>>.5'),
      port('ip <<fd00:1::5|10.0.0.5>>'),
      tenant('network n  <<vm v on all { port n { ip 10.0.0.5 } }|>>'),
    ],
  },
  'the network or broadcast address (InvalidIpForSubnet)': {
    OST2012: [
      port('ip 10.0.0.<<0|2>>'),
      port('ip 10.0.0.<<255|254>>'),
      tenant('network n { subnet s fd00:1::/64 { gateway fd00:1::1 } }  vm v on all { port n { ip fd00:1::<<|5>> } }'),
    ],
  },
  'an address in use (IpAddressInUse)': {
    OST2013: [
      tenant('network n { subnet s 10.0.0.0/24 }  vm v on all { port n { ip 10.0.0.5 } }  vm w on all { port n { ip 10.0.0.<<5|6>> } }'),
      tenant('network n { subnet s 10.0.0.0/24 { dhcp 10.0.0.2 } }  vm v on all { port n { ip 10.0.0.<<2|3>> } }'),
      tenant('network n { subnet s 10.0.0.0/24 }  router r { interface s }  vm v on all { port n { ip 10.0.0.<<1|2>> } }'),
    ],
  },
  "the gateway's address: no": { OST2014: [port('ip 10.0.0.<<1|2>>')] },
  'a MAC in use on the network (MacAddressInUse)': {
    OST2030: [
      tenant(
        'network n { subnet s 10.0.0.0/24 }  vm v on all { port n { mac fa:16:3e:00:00:01 } }  vm w on all { port n { mac fa:16:3e:00:00:0<<1|2>> } }',
      ),
      tenant(
        'network n { subnet s 10.0.0.0/24 { dhcp on { mac fa:16:3e:00:00:01 } } }  vm v on all { port n { mac fa:16:3e:00:00:0<<1|2>> } }',
      ),
    ],
    OST2031: [
      tenant(
        'network m { subnet s 10.0.0.0/24 }  network n { subnet u 10.0.1.0/24 }  vm v on all { port m { mac fa:16:3e:00:00:01 } }  vm w on all { port n { mac fa:16:3e:00:00:0<<1|2>> } }',
      ),
    ],
  },
  'a MAC that is multicast or zero': {
    OST2032: [
      port('mac 0<<1|2>>:00:5e:00:00:01'),
      port('mac 00:00:00:00:00:0<<0|1>>'),
      port('mac <<ff:ff:ff:ff:ff:ff|fe:ff:ff:ff:ff:ff>>'),
      tenant('network n { subnet s 10.0.0.0/24 }  router r { interface s { mac 0<<1|2>>:00:5e:00:00:01 } }'),
    ],
  },
  'an id in use': {
    OST2033: [
      tenant(`network n { id ${uuid('1')}  subnet s 10.0.0.0/24 }  network m { id ${uuid('<<1|2>>')} }`),
      tenant(`network n { subnet s 10.0.0.0/24 { id ${uuid('1')} }  subnet u 10.0.1.0/24 { id ${uuid('<<1|2>>')} } }`),
      tenant(`router q { id ${uuid('1')} }  router r { id ${uuid('<<1|2>>')} }`),
      tenant(`security-group g { id ${uuid('1')} }  security-group h { id ${uuid('<<1|2>>')} }`),
    ],
    OST2034: [
      tenant(
        `network n { subnet s 10.0.0.0/24 }  vm v on all { port n { id ${uuid('1')} } }  vm w on all { port n { id ${uuid('2', '<<0|1>>')} } }`,
      ),
    ],
  },
  'more addresses than there are (IpAddressGenerationFailure)': {
    OST2015: [
      tenant('network n { subnet s 10.0.0.0/29 }  vm v-[1..<<5|4>>] on all { port n }'),
      tenant('network n { subnet s 10.0.0.0/24 { pool 10.0.0.10..10.0.0.<<10|11>> } }  vm v on all { port n }'),
      tenant('network n { subnet s fd00:1::/126 { ipv6 dhcpv6-stateful } }  vm v-[1..<<3|2>>] on all { port n }'),
    ],
  },
  'on a SLAAC or stateless subnet an address other than that of the MAC': {
    OST2029: ['slaac', 'dhcpv6-stateless'].map((mode) =>
      tenant(
        `network n { subnet s fd00:1::/64 { ipv6 ${mode} } }  vm v on all { port n { mac fa:16:3e:00:00:01  ip fd00:1::<<5|f816:3eff:fe00:1>> } }`,
      ),
    ),
  },
  'more than 10 allowed address pairs (AllowedAddressPairExhausted)': {
    OST5008: [
      port(
        'allowed-address 10.9.0.1, 10.9.0.2, 10.9.0.3, 10.9.0.4, 10.9.0.5, 10.9.0.6, 10.9.0.7, 10.9.0.8, 10.9.0.9, 10.9.0.10<<, 10.9.0.11|>>',
      ),
    ],
  },
  'two equal pairs, a multicast address (DuplicateAddressPairInRequest)': {
    OST5009: [
      port('allowed-address 10.9.0.1, 10.9.0.<<1|2>>'),
      port('allowed-address 10.9.0.1 mac fa:16:3e:00:00:01  allowed-address 10.9.0.1 mac fa:16:3e:00:00:0<<1|2>>'),
      port('allowed-address <<224|10>>.0.0.5'),
      port('allowed-address <<ff05|fd05>>::5'),
      port('allowed-address 10.9.0.1 mac 0<<1|2>>:00:5e:00:00:01'),
    ],
  },
  'pairs without port security (AddressPairAndPortSecurityRequired)': {
    OST5006: [
      port('allowed-address 10.9.0.1  <<port-security off|>>'),
      tenant('network n { subnet s 10.0.0.0/24  <<port-security off|>> }  vm v on all { port n { allowed-address 10.9.0.1 } }'),
    ],
  },
  'groups without port security (PortSecurityPortHasSecurityGroup)': {
    OST5006: [
      port('security g  <<port-security off|>>'),
      tenant('network n { subnet s 10.0.0.0/24  <<port-security off|>> }  security-group g  vm v on all { port n { security g } }'),
    ],
  },
  'groups on a port without an address (PortSecurityAndIPRequiredForSecurityGroups)': {
    OST5011: [tenant('network n { <<|subnet s 10.0.0.0/24>> }  security-group g  vm v on all { port n { security g } }')],
  },
  "a port or rule with another project's security group, which Neutron does not show it": {
    OST5030: [
      `${port('security <<u.h|g>>')}  tenant u { security-group h }`,
      `${tenant('security-group g { allow ingress tcp 80 from group <<u.h|g>> }')}  tenant u { security-group h }`,
    ],
  },
  'a port on a network that is not shared with the project (policy)': {
    OST4028: [
      `${tenant('network n { <<|shared>>  subnet s 10.0.0.0/24 }')}  tenant u { vm v on all { port t.n } }`,
      `${tenant('network n { shared with <<w|u>>  subnet s 10.0.0.0/24 }')}  tenant w  tenant u { vm v on all { port t.n } }`,
      `${tenant('network n { <<external|shared>>  subnet s 10.0.0.0/24 }')}  tenant u { vm v on all { port t.n } }`,
      `${tenant('network n { <<|shared>>  subnet s 10.0.0.0/24 }')}  tenant u { router r { interface t.s } }`,
    ],
  },
  'a QoS rate or DSCP mark out of range': {
    OST4029: [
      port('qos { limit egress <<0kbit|1kbit>> }'),
      port('qos { limit ingress <<2147483648kbit|2147483647kbit>> }'),
      port('qos { limit egress 10mbit burst <<2147483648kbit|2147483647kbit>> }'),
      port('qos { limit egress <<3000|2000>>gbit }'),
      port('qos { dscp <<7|8>> }'),
      port('qos { dscp <<64|56>> }'),
    ],
  },
  'a subport that is a parent, or a parent that is a subport (TrunkPortInUse, ParentPortInUse)': {
    OST4034: [trunk('port b { subport-of <<b|a>> vlan 1 }'), trunk('port b { subport-of a vlan 1 }  port c { subport-of <<b|a>> vlan 2 }')],
  },
  'a VLAN twice in a trunk, or out of range (DuplicateSubPort)': {
    OST4035: [
      trunk('port b { subport-of a vlan 1 }  port c { subport-of a vlan <<1|2>> }'),
      trunk('port b { subport-of a vlan <<0|1>> }'),
      trunk('port b { subport-of a vlan <<4095|4094>> }'),
      trunk('port b { subport-of a <<|vlan 1>> }'),
    ],
  },
  "a subport whose network has a larger MTU than the parent's (SubPortMtuGreaterThanTrunkPortMtu)": {
    OST4036: [trunk('port b { subport-of a vlan 1 }', 'mtu <<1449|1450>>')],
  },
  'trunks beside the hybrid firewall: unsupported': {
    OST4038: [trunk('port b { subport-of a vlan 1 }', '', 'firewall <<iptables-hybrid|openvswitch>>')],
  },
  'a DHCP option without value, or with line ends in name or value': {
    OST2041: [
      port('dhcp-option bootfile-name "<<|a>>"'),
      port('dhcp-option bootfile-name "a<<\u2028|>>b"'),
      port('dhcp-option bootfile-name "a<<\t| >>b"'),
      port('dhcp-option bootfile-name "a<< #b|>>"'),
      port(`dhcp-option bootfile-name "${'a'.repeat(255)}<<a|>>"`),
      port('dhcp-option client-id "01<<,|:>>02"'),
    ],
    OST2040: [port('dhcp-option <<boot_file|bootfile-name>> a'), port('dhcp-option <<255|254>> a'), port('dhcp-option <<0|1>> a')],
  },
  'the same DHCP option twice for one version of IP': {
    OST2042: [
      port('dhcp-option ntp-server 10.0.0.8  dhcp-option <<ntp|log>>-server 10.0.0.9'),
      port('dhcp-option client-id "01:02"  dhcp-option <<61|60>> "01:03"'),
      tenant(
        'network n { subnet s 10.0.0.0/24  subnet u fd00:1::/64 { ipv6 dhcpv6-stateful } }  vm v on all { port n { dhcp-option ntp-server fd00:1::8 ipv6  dhcp-option ntp-server 10.0.0.9 <<ipv6|>> } }',
      ),
    ],
  },
};

function uuid(last: string, group = '0'): string {
  return `95d96a75-a${group}00-4000-8000-00000000000${last}`;
}

/** A VM on three networks, with the port `a` that becomes the parent of a trunk. */
function trunk(ports: string, a = '', fabric = ''): string {
  return tenant(
    `network a { ${a}  subnet s 10.0.0.0/24 }  network b { subnet u 10.0.1.0/24 }  network c { subnet w 10.0.2.0/24 }
  vm v on all { port a  ${ports} }`,
    { fabric },
  );
}
