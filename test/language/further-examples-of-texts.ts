import type { FindingCode } from '#core/diagnostics';

/** Further ways findings about words and addresses come about than their pages show. One that writes no fabric stands below a small one. */
export const OF_TEXTS: Partial<Record<FindingCode, readonly string[]>> = {
  OST2035: [
    `tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external public  interface app-v4  route 0.0.0.0/0 via 10.0.1.7 }
}`,
  ],
  OST2051: ['tenant demo { network app { subnet app-v4 10.0.1.0/24 { route 10.9.0.0/16 via 10.0.1.0 } } }'],
  OST3032: ['fabric lab { mtu 70000 }\n', 'fabric lab { physical datacentre { mtu 70000 } }\n'],
  OST4051: [
    'fabric lab { physical datacentre }\nhost all { roles compute, network  bridge br-1 { ip 10.1.0.1/24 }  bridge br-2 { ip 10.1.0.1/24 } }\n',
  ],
  OST5030: [
    'tenant other { security-group web }\ntenant demo { network app { subnet app-v4 10.0.1.0/24 }  security-group web  vm a on all { port app { security other.web } } }',
    'tenant other { security-group web }\ntenant demo { security-group db { allow ingress tcp 5432 from group other.web } }',
    'tenant other\ntenant demo { security-group db { allow ingress tcp 5432 from group other.default } }',
  ],
  OST3030: ['fabric lab { overlay geneve { port 0 } }\n'],
  OST3031: ['fabric lab { l2-population off  arp-responder on }\n'],
  OST4037: [
    'fabric lab { firewall none }\nhost n-[1..2] { roles network }\ntenant t { router one-[1..254] { ha on }  router two { ha on } }\n',
  ],
  OST5010: [
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  security-group quick { stateless }  vm web on all { port app { security default, quick } } }',
  ],
  OST1002: ['fabric lab { firewall non }\n'],
  OST1003: [
    'host spare { role compute }',
    `# a comment of another language
host spare { roles compute  tunnel-ip 10.255.0.12 }`,
    `tenant demo { network app { subnet app-v4 10.0.1.0/24 }  nonsense
}`,
  ],
  OST1004: [
    'host spare { roles compute  tunnel-ip 10.255.0.12  bridge br-ex { physical outside } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  router edge { interface app-v6 } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  router edge { interface app-v4  host gone } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app { security shop } } }',
    'tenant demo { security-group web { allow ingress tcp 80 from group shop } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port lan } }',
  ],
  OST1005: [
    'host spare { roles compute  tunnel-ip 10.255.0.12  bridge br-ex { physical datacentre }  bridge br-ex { interface eth1 } }',
    'host spare { roles compute  tunnel-ip 10.255.0.12  bridge br-ex { physical datacentre }  bridge br-ex { physical datacentre } }',
    'host spare { roles compute  tunnel-ip 10.255.0.12  bridge br-ex { physical datacentre }  bridge br-ex { physical datacentre  interface eth1 } }',
    'host spare { roles compute  tunnel-ip 10.255.0.12  bridge br-with-a-name { physical datacentre }  bridge br-with-a-name { interface eth1 } }',
    'host card { roles compute  tunnel-ip 10.255.0.12  sriov datacentre { device ens1f0 }  sriov datacentre { device ens1f0, ens1f1 } }',
    'host card { roles compute  tunnel-ip 10.255.0.12  sriov datacentre { device ens1f0 }  sriov datacentre { device ens1f0 } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  router edge { interface app-v4  interface app-v4 } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  router edge { interface app-v4  interface app-v4 { ip 10.0.1.9 } } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app  port app } }',
    'tenant demo { security-group web { allow ingress tcp 80 }  security-group web { allow ingress tcp 443 } }',
    ...['web', 'box', 'box.two'].map(
      (target) => `tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external public  interface app-v4 }
  vm web on all { port app }
  vm box on all { port app${target === 'box.two' ? '  port app as two' : ''} }
  floating-ip 203.0.113.50 to web
  floating-ip 203.0.113.50 to ${target}
}`,
    ),
  ],
  OST1007: [
    'host spare { roles compute  tunnel-ip 10.255.0.12  local-vlan demo.app 7  local-vlan demo.app 8 }\ntenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on spare { port app } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 { dhcp on  dhcp off } } }',
    'tenant demo { network app { shared  shared with demo  subnet app-v4 10.0.1.0/24 } }',
  ],
  OST1008: [
    `tenant one { network lan { shared  subnet lan-v4 10.0.1.0/24 } }
tenant two { network lan { shared  subnet two-v4 10.0.2.0/24 } }
tenant demo { vm web on all { port lan } }`,
  ],
  OST1009: ['host spare-[1..3] { tunnel-ip 10.255.0.[17..18] }'],
  OST1013: [
    'tenant demo { security-group web { allow ingress icmp code 3 } }',
    'tenant demo { security-group web { allow ingress icmpv6 code 99 from any } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web { port app } }',
  ],
  OST1014: [
    `tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app }  vm box on all { port app } }
expect web never reaches box with tcp 22 via all`,
    'fabric lab { overlay gre { vni 1..100  port 4789 } }\n',
    ...[
      'overlay vxlan  physical datacentre',
      'local  physical datacentre',
      'overlay vxlan  physical datacentre  flat',
      'vlan 7  flat  physical datacentre',
    ].map((kind) => `tenant demo { network app { ${kind}  subnet app-v4 10.0.1.0/24 } }`),
  ],
  OST2001: [
    'tenant demo { security-group web { allow ingress tcp 22 from 10.0.0.5/24 ipv4 } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm a on all { port app { allowed-address 10.8.0.1, 10.9.0.7/16 } } }',
    `tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { interface app-v4  route 10.9.1.0/16 via 10.0.1.7 }
}`,
  ],
  OST2005: [
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 { gateway 10.0.2.1  pool 10.0.1.1..10.0.1.99 } }  router edge { interface app-v4 } }',
  ],
  OST2007: [
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 { gateway 10.0.1.10  pool 10.0.1.10..10.0.1.20 } } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 { gateway 10.0.1.20  pool 10.0.1.10..10.0.1.20 } } }',
  ],
  OST2008: [
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 { gateway 10.0.1.254  pool 10.0.0.200..10.0.1.20 } } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 { pool 10.0.2.10..10.0.2.20 } } }',
  ],
  OST2009: ['tenant demo { network app { subnet app-v4 10.0.1.0/24 { pool 10.0.1.200..10.0.1.209, 10.0.1.20..10.0.1.2 } } }'],
  OST2010: ['tenant demo { network app { subnet app-v4 10.0.1.0/24 { pool 10.0.1.10..10.0.1.99  pool 10.0.1.20..10.0.1.30 } } }'],
  OST2011: [
    ...['router edge { interface app-v4 { ip 10.0.9.1 } }', 'vm web on all { port app { ip 10.0.9.7 } }'].map(
      (wrong) => `tenant demo { network app { subnet app-v4 10.0.1.0/24 }  ${wrong} }`,
    ),
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 { dhcp 10.0.9.2 } } }',
  ],
  OST2012: ['tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app { ip 10.0.1.255, 10.0.1.7 } } }'],
  OST2013: [
    `tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  vm a on all { port app { ip 10.0.1.5 } }
  vm b on all { port app { ip 10.0.1.50, 10.0.1.5 } }
}`,
    `tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external world.public { ip 203.0.113.9 }  interface app-v4 }
  vm web on all { port app }
  floating-ip 203.0.113.8 to web
  floating-ip 203.0.113.9 to web
}`,
  ],
  OST2016: ['tenant demo { network app { subnet app-v4 10.0.1.0/31 { gateway none } } }'],
  OST2017: ['tenant demo { network app { subnet app-v4 0.0.0.0/0 { gateway 10.7.0.1 } } }'],
  OST2019: [
    `tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  network db { subnet db-v4 10.0.2.0/24 }
  router edge { interface app-v4  route 10.9.0.0/16 via 10.0.2.7 }
}`,
  ],
  OST2024: [
    `tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external world.public  interface app-v4 }
  vm web on all { port app }
  floating-ip 203.0.113.1 to web { from world.public }
}`,
    `tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external world.public  interface app-v4 }
  vm web on all { port app }
  floating-ip 203.0.113.50 to web
  floating-ip 203.0.113.1 to web
}`,
  ],
  OST2025: [
    `tenant demo { network app { subnet app-v4 10.0.1.0/24 {
  dns 10.0.1.11, 10.0.1.12, 10.0.1.13
  dns 10.0.1.14, 10.0.1.15, 10.0.1.16, 10.0.1.17
} } }`,
    `tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { interface app-v4${Array.from({ length: 31 }, (_, i) => `  route 10.${i + 9}.0.0/16 via 10.0.1.7`).join('')} }
}`,
  ],
  OST2026: [
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 { dns 10.0.1.5, fd00::5, 10.0.1.6, fd00::6 } } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 { route fd00:9::/64 via fd00::5 } } }',
  ],
  OST2027: ['tenant demo { network app { subnet app-v4 10.0.1.0/24 { ipv6 slaac } } }'],
  OST2028: [
    `tenant demo { network app {
  subnet one fd00:1::/80 { ipv6 slaac }
  subnet two fd00:1::1:0:0:0/80
} }`,
  ],
  OST2029: [
    `tenant demo {
  network app { subnet app-v4 10.0.1.0/24  subnet app-v6 fd00:1::/64 { ipv6 slaac } }
  vm web on all { port app { ip 10.0.1.9, fd00:1::99 } }
}`,
  ],
  OST2030: [
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  router edge { interface app-v4 { mac fa:16:3e:00:00:07 } }  vm web on all { port app { mac fa:16:3e:00:00:07 } } }',
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 { dhcp on { mac fa:16:3e:00:00:07 } } }  vm web on all { port app { mac fa:16:3e:00:00:07 } } }',
  ],
  OST2033: [
    'tenant demo { network app { subnet app-v4 10.0.1.0/24 }  vm web on all { port app { id 95d96a75-a000-4000-8000-000000000011 } }  vm box on all { port app { id 95d96a75-a000-4000-8000-000000000011 } } }',
  ],
};
