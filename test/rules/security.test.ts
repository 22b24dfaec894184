import { describe, test } from 'vitest';
import { check } from './check.ts';

/** A tenant with a port in the group `web`, whose rules are given. */
const group = (rules: string) => `fabric lab { firewall iptables-hybrid }
host all { roles compute, network }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  vm v on all { port app { security web, other } }
  security-group other { allow ingress tcp 1 }
  security-group web {
${rules}
  }
}`;

describe('a rule is shadowed by a wider one', () => {
  test('by its ports, its protocol, its prefix or its ICMP type', () => {
    check(
      group(`    allow ingress tcp 80..90
    allow ingress tcp 85
    ^^^^^^^^^^^^^^^^^^^^ OST5012 \`allow ingress tcp 85..95\` of
    allow ingress tcp 85..95
    allow ingress udp from 10.0.0.0/8
    allow ingress udp 53 from 10.1.0.0/16
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST5012 \`allow ingress udp from 10.0.0.0/8\` of
    allow ingress udp 53 from 11.0.0.0/8
    allow ingress icmp type 8
    allow ingress icmp type 8 code 0
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST5012
    allow ingress any from 192.0.2.0/24
    allow ingress sctp from 192.0.2.5
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST5012
    allow ingress tcp 85 from group other
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST5012`),
    );
  });

  test('not by one of the other direction, version or group', () => {
    check(
      group(`    allow ingress tcp 80
    allow egress tcp 80
    allow ingress tcp 80 ipv6
    allow ingress tcp 443 from group other
    allow ingress tcp 443 from group web
    allow ingress tcp 443 from 10.0.0.0/8
    allow ingress icmp
    allow ingress icmpv6`),
    );
  });

  test('an equal one is repeated, not shadowed', () => {
    check(
      group(`    allow ingress tcp 80
    ^^^^^^^^^^^^^^^^^^^^ OST5001
    allow ingress proto 6 80`),
    );
  });
});

describe('ports', () => {
  test('have ten allowed addresses at most, each once, none of them multicast', () => {
    check(`fabric lab { firewall iptables-hybrid }
host all { roles compute, network }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  vm v on all { port app { allowed-address 10.2.0.1, 10.2.0.1 mac fa:16:3e:00:00:01  allowed-address 10.2.0.1, 224.0.0.5, 0.0.0.0/0 } }
                                                     ^^^^^^^^ OST5009 already allows 10.2.0.1/32 with this MAC
                                                                                                               ^^^^^^^^^ OST5009 is multicast
  vm w on all { port app { allowed-address 10.2.0.2 mac 01:00:5e:00:00:01  allowed-address 10.3.0.[1..1] } }
                                           ^^^^^^^^ OST5009 the MAC
                                                                                           ^^^^^^^^^^^^^ OST1009
}`);
  });

  test('are in stateful or in stateless groups, and have an address for them', () => {
    check(`fabric lab { firewall iptables-hybrid }
host all { roles compute, network }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  network bare
  security-group a { stateless }
  security-group b { stateless  allow ingress tcp 1 }
  security-group c
  vm v on all { port app { security a, b } }
  vm w on all { port app { security a, c } }
                                    ^^^^ OST5010
  vm x on all { port bare { security c }  port app { security none } }
                                     ^ OST5011
}`);
  });

  test('have rates, marks and listeners there are', () => {
    check(`fabric lab { firewall none }
host all { roles compute, network }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  vm v on all { port app { qos { limit egress 0kbit  limit ingress 1mbit burst 9gbit  dscp 9 } }  listens tcp 80, 0 }
                                 ^^^^^^^^^^^^^^^^^^ OST4029 egress
                                                                                           ^ OST4029 9 is no DSCP mark
                                                                                                          ^^^^^^^^^ OST4030
  vm w on all { port app { qos { limit egress 0pps  limit ingress 4kpps burst 9999999999pps } } }
                                 ^^^^^^^^^^^^^^^^^ OST4029 0 packets
                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST4029 9999999999 packets
                                                                              ^^^^^^^^^^^^^ OST5040
}`);
  });

  test('have bandwidth guaranteed where a switch keeps it, and no more than is allowed', () => {
    check(`fabric lab { firewall none  physical p { vlan 1..9 } }
host all { roles compute, network  bridge br-p { physical p  interface eth0 }  sriov p { device ens1 } }
tenant demo {
  network app { vlan 5  physical p  subnet app-v4 10.0.1.0/24 }
  network near { local  subnet near-v4 10.0.2.0/24 }
  vm v on all { port app { qos { limit egress 5mbit  guarantee egress 6mbit  guarantee ingress 1mbit } } }
                                                     ^^^^^^^^^^^^^^^^^^^^^^ OST5043 guaranteed 6000 kbit/s (egress) and may have 5000
                                                                             ^^^^^^^^^^^^^^^^^^^^^^^ OST5042 receives
  vm w on all { port near { qos { limit egress 5mbit  guarantee egress 5mbit } } }
                                                      ^^^^^^^^^^^^^^^^^^^^^^ OST5042 near\` is no VLAN
  vm x on all { port app { binding direct  qos { guarantee egress 0kbit } } }
                                                 ^^^^^^^^^^^^^^^^^^^^^^ OST4029 the egress guarantee
}`);
  });

  test('have packets limited in thousands, and in the switch', () => {
    check(`fabric lab { firewall none  physical p { vlan 1..9 } }
host all { roles compute, network  bridge br-p { physical p  interface eth0 }  sriov p { device ens1 } }
tenant demo {
  network app { vlan 5  physical p  subnet app-v4 10.0.1.0/24 }
  vm v on all { port app { qos { limit egress 1500pps burst 100pps  limit ingress 3kpps } } }
                                              ^^^^^^^ OST5040 Write 2kpps
                                                            ^^^^^^ OST5040 Write 1kpps
  vm w on all { port app { binding macvtap  qos { limit egress 2kpps  limit egress 1mbit } } }
                                                  ^^^^^^^^^^^^^^^^^^ OST5041 the SR-IOV agent limits bandwidth alone
}`);
  });
});

describe('permitted ethertypes', () => {
  test('are ethertypes that no rule is about', () => {
    check(`fabric lab { permitted-ethertypes 0x4788, 0x5ff, 0x10000, 0x86dd, 8847 }
                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST5020 0x05ff is no ethertype
                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST5020 0x10000 is no ethertype
                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST5022 lets IPv6 past all rules
                                                                  ^^^^ OST1002 a hexadecimal number
`);
  });

  test('are for the Open vSwitch firewall only', () => {
    check(`fabric lab { firewall none  permitted-ethertypes 0x4788 }
                                                 ^^^^^^ OST5021 filters nothing
`);
  });
});

describe('DHCP options', () => {
  test('have names, values and somebody who tells them', () => {
    check(`fabric lab { firewall none }
host all { roles compute, network }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24  subnet app-v6 fd00:1::/64 }
  network dark { subnet dark-v4 10.0.2.0/24 { dhcp off }  subnet dark-v6 fd00:2::/64 { ipv6 dhcpv6-stateless } }
  vm v on all { port app {
    dhcp-option boot_file a  dhcp-option 255 b  dhcp-option 0 c  dhcp-option 254 d
                ^^^^^^^^^ OST2040 neither a name
                                         ^^^ OST2040 1 to 254
                                                            ^ OST2040
    dhcp-option 61 "a,b"  dhcp-option client-id "ab"  dhcp-option mtu ""  dhcp-option router ""  dhcp-option 43 "a #b"
                   ^^^^^ OST2041 comma
                                      ^^^^^^^^^ OST2042 already has
                                                                      ^^ OST2041 empty
                                                                                                                ^^^^^^ OST2041 comment
    dhcp-option 23 "[fd00::1]" ipv6  dhcp-option 23 x  dhcp-option 65535 x ipv6
                ^^ OST2043 no IPv6 subnet with DHCPv6
  } }
  vm w on all { port dark { dhcp-option mtu 1400  dhcp-option ntp-server 10.0.2.1  dhcp-option 24 a ipv6 } }
                                        ^^^ OST2043 no IPv4 subnet with DHCP
}`);
  });

  test('cannot hold control characters, or more than Neutron stores', () => {
    const model = (value: string, marks = '') => `fabric lab { firewall none }
host all { roles compute, network }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  vm v on all { port app {
    dhcp-option 43 "${value}"${marks}
  } }
}`;
    const under = (width: number) => `\n                   ${'^'.repeat(width)} OST2041`;
    check(model('x'.repeat(255)));
    check(model('x'.repeat(256), under(258)));
    check(model('a\u0085b', under(5)));
    check(model('a\0b', under(5)));
  });
});

describe('hints', () => {
  const world = (rules: string, { port = 'security admin', under = '', underPort = '' } = {}) =>
    `fabric lab { firewall iptables-hybrid }
host all { roles compute, network }
tenant demo {
  network out { external  subnet out-v4 203.0.113.0/24 }
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external out  interface app-v4 }
  security-group admin { ${rules} }
${under}
  vm inner on all { port app { security admin } }
  vm outer on all { port app { ${port} } }
${underPort}
  floating-ip 203.0.113.9 to outer
}`.replaceAll('\n\n', '\n');

  test('say which rule opens SSH or RDP to the world, where the world gets there', () => {
    check(
      world('allow ingress tcp 20..30', {
        under: '                         ^^^^^^^^^^^^^^^^^^^^^^^^ OST5014 SSH (22) of port `demo.outer.app` is',
      }),
      { hints: true },
    );
    check(
      world('allow ingress any from 0.0.0.0/0', {
        under: '                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST5014 SSH (22) and RDP (3389)',
      }),
      { hints: true },
    );
    check(world('allow ingress tcp 22 from 10.0.0.0/8  allow ingress tcp 443  allow egress any  allow ingress udp'), { hints: true });
    check(world('allow ingress tcp 22', { port: 'security none' }), { hints: true });
    check(
      world('allow ingress tcp 443', {
        port: 'port-security off',
        underPort: '                                             ^^^ OST5014 port security is off',
      }),
      { hints: true },
    );
  });

  test('say which group has no members, and whether a rule counts on it', () => {
    check(
      `fabric lab { firewall iptables-hybrid }
host all { roles compute, network }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  security-group default { allow ingress tcp 22 }
  security-group web { allow ingress tcp 80 from group lone }
  security-group lone { allow ingress tcp 81 }
                 ^^^^ OST5013 rules that name it match nobody
  security-group idle { allow ingress tcp 82 }
                 ^^^^ OST5013 its rules are never applied
  vm v on all { port app  port app as second { security web } }
}`,
      { hints: true },
    );
  });
});

describe('security groups of other tenants', () => {
  test('are told at ports and rules', () => {
    check(`
fabric f
host h { roles compute, network }
tenant u { security-group g  security-group own { allow ingress from group g } }
tenant t { network n { subnet s 10.0.0.0/24 }
  security-group own { allow ingress tcp 22 from group u.g  allow egress any to group t.own  allow ingress udp from group u.default }
                                                 ^^^^^^^^^ OST5030 this rule of tenant \`t\` names \`u.g\`
                                                                                                                    ^^^^^^^^^^^^^^^ OST5030 names \`u.default\`
  vm v on h { port n { security own, u.g } }
                                ^^^^^^^^ OST5030 port \`t.v.n\` of tenant \`t\` names \`u.g\`, a security group of another tenant
}
`);
  });
});

describe('SR-IOV ports', () => {
  const model = (fabric: string, port: string) => `
fabric f { physical p  ${fabric} }
host h { roles compute, network  bridge br-p { physical p }  sriov p { device ens1 } }
tenant t { security-group g  network n { physical p  vlan 7  subnet s 10.0.0.0/24 }
  vm v on h { port n { ${port}
  } } }
`;

  test.each(['direct', 'macvtap'])('have no filter: groups on `binding %s` have no effect', (binding) => {
    check(model('', `binding ${binding}  security\n  g\n  ^ OST5031 with \`binding ${binding}\` its frames go past the switch`));
  });

  test('may name none, or be without port security', () => {
    check(model('', 'binding direct  security none'));
    check(model('', 'binding direct'));
    check(model('', 'binding normal  security g'));
  });
});
