import { describe, test } from 'vitest';
import { check } from './check.ts';

/** One host for everything, and an external network. */
const CLOUD = `fabric lab { firewall iptables-hybrid  physical dc }
host all { roles compute, network  bridge br-ex { physical dc } }
tenant provider { network public { external  physical dc  vlan 100  subnet public-v4 203.0.113.0/24 { dhcp off } } }
`;

describe('floating addresses', () => {
  test('come from the external network that holds them, and from no other', () => {
    check(`${CLOUD}tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external public  interface app-v4 }
  vm web on all { port app { ip 10.0.1.5 } }
  floating-ip 203.0.113.10 to web
  floating-ip 198.51.100.1 to web
              ^^^^^^^^^^^^ OST4022 no external network has a subnet
  floating-ip 203.0.113.11 to web { from app }
                                         ^^^ OST4022 which is not external
  floating-ip 203.0.113.255 to web { from public }
              ^^^^^^^^^^^^^ OST2012 broadcast
                               ^^^ OST4023 the floating address 203.0.113.10
  floating-ip 2001:db8::5 to web
              ^^^^^^^^^^^ OST4022 is IPv6
}`);
  });

  test('lie in the network they are said to come from', () => {
    check(`${CLOUD}tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external public  interface app-v4 }
  vm web on all { port app }
  floating-ip 198.51.100.1 to web { from public }
              ^^^^^^^^^^^^ OST2011 lies outside 203.0.113.0/24
}`);
  });

  test('are nobody else’s: neither a router’s, nor a guest’s, nor the gateway', () => {
    check(`${CLOUD}tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router edge { external public { ip 203.0.113.10 }  interface app-v4 }
                                     ^^^^^^^^^^^^ OST2013 is given to the floating address 203.0.113.10
  vm web on all { port app }
  vm box on all { port app }
  vm cup on all { port app }
  floating-ip 203.0.113.10 to web
              ^^^^^^^^^^^^ OST2013 which the gateway of router \`demo.edge\` already has
  floating-ip 203.0.113.20 to box
              ^^^^^^^^^^^^ OST2013
  floating-ip 203.0.113.1 to cup
              ^^^^^^^^^^^ OST2024 the gateway of the external subnet
}
tenant other {
  vm guest on all { port provider.public { ip 203.0.113.20 } }
                         ^^^^^^^^^^^^^^^ OST4028 is external
                                              ^^^^^^^^^^^^ OST2013 is given to the floating address 203.0.113.20
}`);
  });

  test('need one fixed address, and a router from there', () => {
    check(`${CLOUD}tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  network six { subnet six-v6 fd00:1::/64 }
  network lone { subnet lone-v4 10.0.2.0/24 }
  router edge { external public  interface app-v4 }
  router inner { interface lone-v4 }
  vm two on all { port app { ip 10.0.1.5, 10.0.1.6 } }
  vm new on all { port app }
  vm six on all { port six }
  vm far on all { port lone }
  floating-ip 203.0.113.10 to two
                              ^^^ OST4021 several IPv4 addresses (10.0.1.5, 10.0.1.6)
  floating-ip 203.0.113.11 to two { fixed 10.0.1.6 }
  floating-ip 203.0.113.12 to two { fixed 10.0.1.7 }
                                          ^^^^^^^^ OST4021 no pinned IPv4 address
  floating-ip 203.0.113.13 to new { fixed 10.0.1.9 }
                                          ^^^^^^^^ OST4021 Write \`ip 10.0.1.9\` at the port
  floating-ip 203.0.113.14 to six
                              ^^^ OST4021 has no IPv4 address
  floating-ip 203.0.113.15 to far
                              ^^^ OST4020 no router has both
}`);
  });

  test('lead through the router that is the gateway of the subnet, where several could', () => {
    check(`${CLOUD}tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router one { external public  interface app-v4 { ip 10.0.1.2 } }
  router two { external public  interface app-v4 }
  vm web on all { port app }
  floating-ip 203.0.113.15 to web
}`);
  });
});

describe('gateways of routers', () => {
  test('take a free address of a subnet of an external network', () => {
    check(`${CLOUD}tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router a { external public { ip 203.0.114.1 } }
                                  ^^^^^^^^^^^ OST2011
  router b { external public { ip 203.0.113.1 } }
                                  ^^^^^^^^^^^ OST2024
  router c { external app  interface app-v4 }
                      ^^^ OST4019 not external
}`);
  });

  test('a route may lead to a subnet of the own external network, and of no other', () => {
    check(`${CLOUD}tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  router a { external public  route 10.9.0.0/16 via 203.0.113.9 }
  router b { interface app-v4  route 10.9.0.0/16 via 203.0.113.9 }
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST2019 (10.0.1.0/24)
}`);
  });

  test('no subnet of the router overlaps any of the external network', () => {
    check(`${CLOUD}tenant demo {
  network app { subnet app-v4 203.0.112.0/22 }
  router edge { external public  interface app-v4 }
                                           ^^^^^^ OST2023 overlaps 203.0.113.0/24
}`);
  });
});

describe('routes', () => {
  test('in a circle of three are found at each of them, and what leaves it is not', () => {
    check(`${CLOUD}tenant demo {
  network link { subnet link-v4 10.0.9.0/24 }
  router a { interface link-v4 { ip 10.0.9.2 }  route 10.8.0.0/16 via 10.0.9.3  route 10.8.1.0/24 via 10.0.9.20 }
                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST2036 \`b\`, \`c\`
  router b { interface link-v4 { ip 10.0.9.3 }  route 10.8.0.0/16 via 10.0.9.4 }
                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST2036
  router c { interface link-v4 { ip 10.0.9.4 }  route 10.0.0.0/8 via 10.0.9.2 }
  router d { interface link-v4 { ip 10.0.9.5 }  route 10.8.0.0/16 via 10.0.9.2 }
}`);
  });

  test('keep to one version and one way, and do not take the place of a link', () => {
    check(`${CLOUD}tenant demo {
  network app { subnet app-v4 10.0.1.0/24 { dns fd00::53  route 10.7.0.5/16 via 10.0.1.9  route fd00:7::/64 via 10.0.1.9 } }
                                                ^^^^^^^^ OST2026 is an IPv6 address
                                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST2001 Write \`10.7.0.0/16\`
                                                                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST2026
  router a { interface app-v4  route 10.0.1.0/24 via 10.0.1.9  route fd00:8::/64 via 10.0.1.9 }
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST2035 is on 10.0.1.0/24 itself
                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST2026 mixes IPv4 and IPv6
}`);
  });
});
