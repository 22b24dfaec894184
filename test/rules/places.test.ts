import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyse } from '#core/plan';
import { createOstopoReader } from '#language';
import { check } from './check.ts';

const reader = createOstopoReader();

describe('a finding stands at the value that is wrong', () => {
  test('addressing', () => {
    check(`
fabric lab { underlay 192.168.255.0/24 }
tenant demo {
  network app {
    subnet front 10.0.1.7/23 {
                 ^^^^^^^^^^^ OST2001 Write \`10.0.0.0/23\`
      gateway 10.0.4.1
              ^^^^^^^^ OST2005 lies outside 10.0.0.0/23
    }
    subnet back 10.0.1.0/24 {
                ^^^^^^^^^^^ OST2002 overlaps subnet \`demo.front\` (10.0.0.0/23)
      pool 10.0.1.9..10.0.1.5
           ^^^^^^^^^^^^^^^^^^ OST2009 Write \`10.0.1.5..10.0.1.9\`
      pool 10.0.1.10..10.0.2.20
           ^^^^^^^^^^^^^^^^^^^^ OST2008 Stay within 10.0.1.1..10.0.1.254
      pool 10.0.1.100..10.0.1.120
           ^^^^^^^^^^^^^^^^^^^^^^ OST2010 overlap
    }
  }
}`);
  });

  test('ports', () => {
    check(`
fabric lab { underlay 10.255.0.0/24 }
host net-a { roles network  tunnel-ip 10.255.0.1 }
host hv { roles compute  tunnel-ip 10.255.0.2 }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  vm a on hv { port app { ip 10.0.1.5  mac fa:16:3e:00:00:01  ofport 7 } }
                             ^^^^^^^^ OST2013 is given to port \`demo.b.app\`
                                           ^^^^^^^^^^^^^^^^^ OST2030 is given to port \`demo.b.app\`
                                                                     ^ OST4008 is given to port \`demo.b.app\`
  vm b on hv { port app { ip 10.0.1.5  mac fa:16:3e:00:00:01  ofport 7 } }
                             ^^^^^^^^ OST2013 which port \`demo.a.app\` already has
                                           ^^^^^^^^^^^^^^^^^ OST2030 of port \`demo.a.app\` on the same network
                                                                     ^ OST4008 of port \`demo.a.app\` on the same br-int
  vm c on net-a { port app { ip 10.0.2.5 } }
          ^^^^^ OST4001 no compute host (its roles: network)
                                ^^^^^^^^ OST2011 lies outside 10.0.1.0/24
}`);
  });

  test('segments, underlay and the MTU that does not fit', () => {
    check(`
fabric lab {
  overlay vxlan { vni 1..1000 }
  underlay 192.168.255.0/24 { mtu 1450 }
}
host hv-1 { roles compute  tunnel-ip 192.168.255.15 }
                                     ^^^^^^^^^^^^^^ OST3008 is given to host \`net-a\`
host net-a { roles network  tunnel-ip 192.168.255.15 }
                                      ^^^^^^^^^^^^^^ OST3008 the tunnel address 192.168.255.15 of host \`hv-1\`
host hv-2 { roles compute  tunnel-ip 192.168.254.1 }
                                     ^^^^^^^^^^^^^ OST3009 outside the underlay 192.168.255.0/24
host hv-3 { roles compute }
     ^^^^ OST3007 no \`tunnel-ip\`
tenant demo {
  network net-1 { vni 22  mtu 1450 }
                      ^^ OST3001 is given to network \`demo.net-2\`
                              ^^^^ OST3011 VXLAN adds 50 bytes and 1450 + 50 = 1500 does not fit the underlay's 1450
  network net-2 { vni 22 }
                      ^^ OST3001 which network \`demo.net-1\` already has
  network net-3 { vni 5000 }
                      ^^^^ OST3003 1..1000
}`);
  });

  test('security', () => {
    check(`
fabric lab
tenant demo {
  security-group web {
    allow ingress tcp 80
    allow ingress tcp 8100..8000
                      ^^^^^^^^^^ OST5003 Write \`8000..8100\`
    allow ingress any 22
                      ^^ OST5002
    allow ingress icmp type 256
                            ^^^ OST5004
    allow ingress tcp 22 from 2001:db8::/32 ipv4
                                            ^^^^ OST5005
  }
}`);
  });
});

describe('what is legal stays without findings', () => {
  test('two tenants with the same addresses', () => {
    check(`
fabric lab { underlay 10.255.0.0/24 }
host net-a { roles network  tunnel-ip 10.255.0.1 }
host hv { roles compute  tunnel-ip 10.255.0.2 }
tenant red { network app { subnet app-v4 10.0.0.0/24 }  router edge { interface app-v4 }  vm web on hv { port app { ip 10.0.0.5 } } }
tenant green { network app { subnet app-v4 10.0.0.0/24 }  router edge { interface app-v4 }  vm web on hv { port app { ip 10.0.0.5 } } }`);
  });

  test('one host without tunnels', () => {
    check(`
fabric lab
host all { roles compute, network, control }
tenant demo { network app { subnet app-v4 10.0.0.0/24 }  router edge { interface app-v4 }  vm web on all { port app } }`);
  });

  test('a VM that has an address outside the pools', () => {
    check(`
fabric lab
host all { roles compute, network }
tenant demo { network app { subnet app-v4 10.0.0.0/24 { pool 10.0.0.100..10.0.0.200 } }  vm web on all { port app { ip 10.0.0.5 } } }`);
  });
});

describe('examples', () => {
  test('the larger example of the language page has no errors, and one external network is no unreachable next hop', () => {
    const [, text = ''] = [...readFileSync('docs/language.md', 'utf8').matchAll(/```ostopo\n([\s\S]*?)```/g)].map(
      (match) => match[1] ?? '',
    );
    const { topology } = reader.read(text.replace(/router (\S+) \{/, 'router $1 { route 192.0.2.0/24 via 203.0.113.1'));
    expect(topology.routers.some(({ routes }) => routes.length > 0)).toBe(true);
    expect(analyse(topology).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('one mistake is one finding', () => {
  test('a gateway outside its subnet, not the router interface that would have it', () => {
    check(`
fabric lab
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 { gateway 10.0.2.1 } }
                                                    ^^^^^^^^ OST2005
  router edge { interface app-v4 }
}`);
  });

  test('overlapping subnets of one network, not their router as well', () => {
    check(`
fabric lab
tenant demo {
  network app { subnet a 10.0.0.0/16  subnet b 10.0.1.0/24 }
                                               ^^^^^^^^^^^ OST2002
  router edge { interface a  interface b }
}`);
  });

  test('no network host, not each router and DHCP service', () => {
    check(`
fabric lab
host hv { roles compute }
tenant demo {
  network app { subnet app-v4 10.0.0.0/24 }
  network db { subnet db-v4 10.0.1.0/24 }
  router edge { interface app-v4  interface db-v4 }
         ^^^^ OST4002 and 2 more
}`);
  });

  test('an unknown host, not the VM without host as well', () => {
    check(`
fabric lab
host hv { roles compute, network }
tenant demo {
  network app { subnet app-v4 10.0.0.0/24 }
  vm web on hw { port app }
            ^^ OST1004
}`);
  });
});
