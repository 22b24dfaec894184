import type { FindingCode } from '#core/diagnostics';

/** Further ways findings about segments, wiring, security and comments come about than their pages show. One that writes no fabric stands below a small one. */
export const OF_CLOUDS: Partial<Record<FindingCode, readonly string[]>> = {
  OST3004: [
    `fabric lab { firewall none  overlay gre { vni 7..7 }  underlay 10.255.0.0/24 }
host all { roles compute  tunnel-ip 10.255.0.11 }
tenant demo { network one  network two  network three }
`,
  ],
  OST3005: [
    'fabric lab { overlay gre { vni 0..4294967296 } }\n',
    'fabric lab { overlay geneve { vni 1..16777216 } }\n',
    'fabric lab { physical datacentre { vlan 4000..4095 } }\n',
    'fabric lab { firewall none  overlay vxlan { vni 9..2 }  underlay 10.255.0.0/24 }\n',
    'fabric lab { firewall none  physical wire { vlan 100..5000 } }\n',
    'fabric lab { firewall none  physical wire { vlan 0..7 } }\n',
  ],
  OST3006: [
    `fabric lab { firewall none }
host one { roles compute, network  tunnel-ip 10.7.0.1 }
host two-[1..2] { roles compute }
tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on two-1 { port app } }
`,
  ],
  OST3007: [
    `fabric lab { firewall none  underlay 10.255.0.0/24 { mtu 1550 } }
host one { roles compute, network  tunnel-ip 10.255.0.1 }
host two-[1..2] { roles compute }
tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on two-1 { port app } }
`,
  ],
  OST3011: [
    'fabric lab { firewall none  mtu 1500  underlay 10.255.0.0/24 { mtu 1500 } }\nhost all { roles compute  tunnel-ip 10.255.0.11 }\ntenant demo { network app { mtu 1500  subnet app-v4 10.0.1.0/24 } }\n',
    'fabric lab { firewall none  underlay 10.255.0.0/24 }\nhost all { roles compute  tunnel-ip 10.255.0.11 }\ntenant demo { network app { mtu 1500  subnet app-v4 10.0.1.0/24 } }\n',
  ],
  OST3012: [
    'fabric lab { firewall none  mtu 100  underlay 10.255.0.0/24 { mtu 1550 } }\nhost all { roles compute  tunnel-ip 10.255.0.11 }\ntenant demo { network app { subnet app-v4 10.0.1.0/24 } }\n',
    'fabric lab { firewall none  mtu 60 }\nhost all { roles compute }\ntenant demo { network app { local  subnet app-v4 10.0.1.0/24 } }\n',
    'fabric lab { firewall none  underlay 10.255.0.0/24 { mtu 100 } }\nhost all { roles compute  tunnel-ip 10.255.0.11 }\ntenant demo { network app { mtu 50  subnet app-v4 10.0.1.0/24 } }\n',
  ],
  OST3013: [
    'fabric lab { firewall none  mtu 1200  underlay 10.255.0.0/24 { mtu 1200 } }\nhost all { roles compute  tunnel-ip 10.255.0.11 }\ntenant demo { network app { mtu 1000  subnet app-v6 fd00:1::/64 } }\n',
    'fabric lab { firewall none  physical wire { mtu 1000 } }\nhost all { roles compute, network  bridge br-ex { physical wire } }\ntenant demo { network app { physical wire  vlan 7  subnet app-v6 fd00:1::/64 } }\n',
  ],
  OST3014: [
    'tenant demo { network app { physical datacentre  vlan 7  mtu 9000  subnet app-v4 10.0.1.0/24 } }',
    'fabric lab { firewall none  mtu 1400  physical wire }\nhost all { roles compute, network  bridge br-ex { physical wire } }\ntenant demo { network app { physical wire  vlan 7  mtu 1500  subnet app-v4 10.0.1.0/24 } }\n',
    'fabric lab { firewall none  mtu 1400 }\nhost all { roles compute, network }\ntenant demo { network app { local  mtu 1500  subnet app-v4 10.0.1.0/24 } }\n',
  ],
  OST3017: [
    `fabric lab { firewall none  physical wire  physical fibre }
host all { roles compute, network  bridge br-ex { physical wire }  bridge br-two { physical fibre } }
tenant demo { network app { vlan 7 } }
`,
  ],
  OST3018: [
    `fabric lab { firewall none  physical wire  underlay 10.255.0.0/24 }
host one { roles network  tunnel-ip 10.255.0.1 }
host two-[1..2] { roles compute  tunnel-ip 10.255.0.[11..12] }
tenant demo { network app { physical wire  vlan 7  subnet app-v4 10.0.1.0/24 }  vm web on two-1 { port app } }
`,
  ],
  OST3020: [
    `fabric lab { firewall none  physical wire { vlan 7..8 } }
host all { roles compute, network  bridge br-ex { physical wire } }
tenant demo { network one { physical wire }  network two { physical wire }  network three { physical wire }  network four { physical wire } }
`,
  ],
  OST4001: [
    `host store { roles storage }
tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on store { port app } }`,
    `host store { roles storage }
tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web-[1..2] on store, all { port app } }`,
  ],
  OST4003: [
    `host store { roles storage }
tenant demo { network app { subnet app-v4 10.0.1.0/24 }  router edge { interface app-v4  host store } }`,
  ],
  OST4006: [
    `host spare { roles compute  tunnel-ip 10.255.0.12  local-vlan demo.app 0 }
tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on spare { port app } }`,
  ],
  OST4007: [
    `host spare { roles compute  tunnel-ip 10.255.0.12  local-vlan demo.app 7  local-vlan demo.db 7 }
tenant demo { network app  network db }`,
  ],
  OST4012: [
    'host spare { roles compute  tunnel-ip 10.255.0.12  bridge br-int { physical datacentre } }',
    'host spare { roles compute  tunnel-ip 10.255.0.12  bridge br-of-the-datacentre { physical datacentre } }',
  ],
  OST4015: [
    `host bare { roles compute  tunnel-ip 10.255.0.12 }
tenant demo { network app { physical datacentre  vlan 7  subnet app-v4 10.0.1.0/24 }  vm web on bare { port app } }`,
  ],
  OST4016: [
    `host bare { roles network  tunnel-ip 10.255.0.12 }
tenant demo { network app { physical datacentre  vlan 7  subnet app-v4 10.0.1.0/24 }  router edge { host bare  interface app-v4 } }`,
  ],
  OST4017: [
    `host card { roles compute  sriov datacentre { device ens1f0 } }
tenant demo {
  network lan { physical datacentre  vlan 100  subnet lan-v4 10.0.1.0/24 { dhcp off } }
  vm web on all { port lan { binding direct } }
}`,
    `tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  vm web on all { port app { binding macvtap } }
}`,
  ],
  OST4018: ['host card { roles compute  sriov datacentre { device ens1f0 } }\nhost spare { roles compute  sriov datacentre }'],
  OST4020: [
    `tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  network lan { subnet lan-v4 10.0.2.0/24 }
  router way { external public  interface lan-v4 }
  router inner { interface app-v4 }
  vm web on all { port app }
  floating-ip 203.0.113.50 to web
}`,
    `tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  vm web on all { port app }
  floating-ip 203.0.113.50 to web
}`,
  ],
  OST4021: [
    `tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external public  interface app-v4 }
  vm web on all { port app { ip 10.0.1.10 } }
  floating-ip 203.0.113.50 to web { fixed 10.0.1.99 }
}`,
    `tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external public  interface app-v4 }
  vm web on all { port app }
  floating-ip 203.0.113.50 to web { fixed 10.0.1.99 }
}`,
  ],
  OST4022: [
    ...[
      '203.0.113.50 to web { from app }',
      '198.51.100.7 to web { from app }',
      '198.51.100.7 to web',
      '203.0.113.50 to web { from public }',
    ].map(
      (floatingIp) => `tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  network public { subnet own-v4 10.0.2.0/24 }
  router edge { external world.public  interface app-v4 }
  vm web on all { port app }
  floating-ip ${floatingIp}
}`,
    ),
    `tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external public  interface app-v4 }
  vm web on all { port app }
  floating-ip 203.0.113.50 to web
  floating-ip 198.51.100.7 to web
}`,
    `tenant world { network public { external } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external world.public  interface app-v4 }
  vm web on all { port app }
  floating-ip 203.0.113.1 to web { from world.public }
}`,
    `tenant world { network public { subnet public-v4 203.0.113.0/24 } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external world.public  interface app-v4 }
  vm web on all { port app }
  floating-ip 203.0.113.50 to web { from world.public }
}`,
    `tenant world { network public { external } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external world.public  interface app-v4 }
  vm web on all { port app }
  floating-ip 203.0.113.50 to web { from world.public }
}`,
  ],
  OST4024: [
    `tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant other { network lan { subnet lan-v4 10.0.2.0/24 }  router way { external public  interface lan-v4 }  vm box on all { port lan  port lan as two } }
tenant demo { floating-ip 203.0.113.50 to other.box.two { from world.public } }`,
  ],
  OST4025: [
    'fabric lab { firewall none  ha on { hosts-per-router 1 } }\nhost n-[1..3] { roles network }\ntenant t { router edge }\n',
    'fabric lab { firewall none  ha on { hosts-per-router 9 } }\nhost n-[1..3] { roles network }\ntenant t { router edge }\n',
    'fabric lab { firewall none  ha on }\nhost n { roles network }\nhost c { roles compute }\ntenant t { router edge }\n',
  ],
  OST4026: ['fabric lab { firewall none  l2-population off  dvr on }\nhost all { roles network }\ntenant t { network app  router edge }\n'],
  OST4028: [
    `tenant other { network lan { shared with third  subnet lan-v4 10.0.2.0/24 } }
tenant third
tenant demo { vm web on all { port other.lan } }`,
  ],
  OST4029: ['tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app { qos { limit egress 0kbit } } } }'],
  OST2065: ['fabric lab { distributed-dhcp on  isolated-metadata on }\nhost all { roles compute }\n'],
  OST2066: [
    'fabric lab { distributed-dhcp on }\nhost all { roles compute }\ntenant demo { network app { subnet app-v4 10.0.1.0/24 { dhcp on { mac fa:16:3e:00:00:01 } } }  vm a on all { port app } }\n',
  ],
  OST2061: [
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm a on all { port app { local-ip 10.0.1.9 } }  vm b on all { port app { local-ip 10.0.1.8, 10.0.1.9 } } }',
  ],
  OST2062: ['tenant demo { network six { subnet six-v6 fd00::/64 }  vm a on all { port six { local-ip 10.0.1.9 } } }'],
  OST2063: [
    'fabric lab { local-ip-static-nat off }\nhost all { roles compute, network }\ntenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm a on all { port app { local-ip 10.0.1.9 } } }\n',
  ],
  OST5042: ['tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app { qos { guarantee egress 3mbit } } } }'],
  OST5040: [
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app { qos { limit ingress 3kpps burst 1pps } } } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web-[1..2] on all { port app { qos { limit ingress 1234pps } } } }',
  ],
  OST4030: [
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app  listens udp 80000, 53 } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app  listens tcp 80, udp 80000 } }',
  ],
  OST4032: ['tenant demo { network app { subnet app-v4 10.0.1.0/24 }  router edge }'],
  OST4033: [
    `fabric lab { firewall none  l2-population on  dvr on  physical outside  underlay 10.255.0.0/24 { mtu 1550 } }
host net { roles network  tunnel-ip 10.255.0.11  bridge br-ex { physical outside } }
host hv { roles compute  tunnel-ip 10.255.0.12 }
tenant world { network public { external  physical outside  flat  subnet public-v4 203.0.113.0/24 { dhcp off } } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external public  interface app-v4 }
  vm web on hv { port app }
  floating-ip 203.0.113.50 to web
}
`,
    `fabric lab { firewall none  l2-population on  dvr on  physical outside  underlay 10.255.0.0/24 { mtu 1550 } }
host net { roles network  tunnel-ip 10.255.0.11  bridge br-ex { physical outside } }
host hv { roles compute  tunnel-ip 10.255.0.12 }
tenant world { network public { external  physical outside  flat  subnet public-v4 203.0.113.0/24 { dhcp off } } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { dvr on  external public  interface app-v4 }
  vm web on hv { port app }
  floating-ip 203.0.113.50 to web
}
`,
  ],
  OST4034: [
    'tenant demo { network app { physical datacentre  vlan 7  subnet app-v4 10.0.1.0/24 }  vm web on all { port app  port app as b { subport-of app vlan 9  binding direct } } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app  port app as b { subport-of app vlan 9 }  port app as c { subport-of b vlan 10 } } }',
  ],
  OST4035: [
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app  port app as b { subport-of app } } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app  port app as b { subport-of app vlan 9 }  port app as c { subport-of app vlan 9 } } }',
  ],
  OST4036: [
    'tenant demo { network app { mtu 1400  subnet app-v4 10.0.1.0/24 }  network lan { mtu 1450  subnet lan-v4 10.0.2.0/24 }  vm web on all { port app  port lan { subport-of app vlan 9 } } }',
    'tenant demo { network app { mtu 1400  subnet app-v4 10.0.1.0/24 }  network lan { subnet lan-v4 10.0.2.0/24 }  vm web on all { port app  port lan { subport-of app vlan 9 } } }',
  ],
  OST4038: [
    'fabric lab { firewall iptables-hybrid }\nhost all { roles compute, network }\ntenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app  port app as b { subport-of app vlan 9 } } }',
  ],
  OST5001: ['tenant demo { security-group web { allow ingress tcp 80, 443, 80 } }'],
  OST5002: [
    'tenant demo { security-group web { allow ingress 80 } }',
    'tenant demo { security-group web { allow ingress icmp 80 } }',
    'tenant demo { security-group web { allow ingress tcp type 8 } }',
  ],
  OST5003: [
    'tenant demo { security-group web { allow ingress tcp 80, 99..90 } }',
    'tenant demo { security-group web { allow ingress tcp 0..80, 443..70000 } }',
  ],
  OST5005: [
    'tenant demo { security-group web { allow ingress tcp 80 from 10.0.0.0/8 ipv6 } }',
    'tenant demo { security-group web { allow ingress icmpv6 from 10.0.0.0/8 } }',
    'tenant demo { security-group web { allow ingress icmpv6 ipv4 } }',
  ],
  OST5006: [
    'tenant demo { network app { port-security off  subnet app-v4 10.0.1.0/24 }  security-group web { allow ingress tcp 80 }  vm web on all { port app { security web } } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app { port-security off  allowed-address 10.9.0.0/16 } } }',
  ],
  OST5007: [
    `fabric lab { firewall none }
host all { roles compute }
tenant demo { network app { subnet app-v4 10.0.1.0/24 }  security-group web { allow ingress tcp 80 }  vm web on all { port app { security web } } }
`,
  ],
  OST5009: [
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app { allowed-address 10.9.0.1, 224.0.0.5 } } }',
  ],
  OST5012: ['tenant demo { security-group web { allow ingress tcp 80, 1..1023 } }'],
  OST5013: ['tenant demo { security-group web { allow ingress tcp 80 } }'],
  OST6102: ['tenant demo { network app } // ostopo: allow OST4031, OST4010 because it is to come'],
  OST6103: ['tenant demo { network app } // ostopo: allow OST4999, OST4031 because it is to come'],
};
