import { describe, test } from 'vitest';
import { check } from './check.ts';

describe('host bits', () => {
  test('are told of the other side of a rule and of allowed addresses', () => {
    check(`
fabric f
host h { roles compute, network }
tenant t { network n { subnet s 10.0.0.0/24 }
  security-group g { allow ingress tcp 22 from 10.0.0.5/24  allow egress any to 10.0.0.0/24  allow ingress udp from fd00::1/64 }
                                               ^^^^^^^^^^^ OST2001 a rule of security-group \`t.g\` lets in or out all of 10.0.0.0/24
                                                                                                                    ^^^^^^^^^^ OST2001 fd00::/64
  vm v on h { port n { security g  allowed-address 10.9.0.7/16, 10.8.0.7  allowed-address 10.7.0.1/24 mac fa:16:3e:00:00:01 } }
                                                   ^^^^^^^^^^^ OST2001 port \`t.v.n\` may send from all of 10.9.0.0/16
                                                                                          ^^^^^^^^^^^ OST2001 10.7.0.0/24
}
`);
  });
});

describe('the underlay', () => {
  test.each(['224.0.0.0/24', '127.0.0.0/24', '240.0.0.0/24', '0.0.0.0/24', 'ff02::/64'])('lies where hosts can be, not in %s', (cidr) => {
    check(`
fabric f { underlay
  ${cidr} }
  ${'^'.repeat(cidr.length)} OST2050 no host can have such a tunnel address
`);
  });

  test('may be any other range', () => {
    check('fabric f { underlay 100.64.0.0/24 }\n');
    check('fabric f { underlay fd00::/64 }\n');
  });
});

describe('routes', () => {
  const router = (properties: string) => `
fabric f
host h { roles network }
tenant world { network public { external  subnet public-v4 203.0.113.0/24 } }
tenant t { network n { subnet s 10.0.0.0/24  subnet six fd00::/64 }  network m { subnet p 10.0.1.0/31 { dhcp off  gateway none } }
  ${properties}
}
`;

  test('everything goes by the gateway of the external network, where a router has one', () => {
    check(
      router(`router r { external public  interface s  route 0.0.0.0/0 via 10.0.0.9 }
                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST2035 via 203.0.113.1, and this one would send everything to 10.0.0.9`),
    );
    check(router('router r { interface s  route 0.0.0.0/0 via 10.0.0.9 }'));
    check(router('router r { external public  interface s  route 0.0.0.0/0 via 203.0.113.1 }'));
    check(router('router r { external public  interface six  route ::/0 via fd00::9 }'));
    check(router('router r { external public  interface s  route 0.0.0.0/1 via 10.0.0.9 }'));
  });

  test('lead to no network or broadcast address', () => {
    check(
      router(`router r { interface s  route 10.9.0.0/16 via 10.0.0.255  route 10.8.0.0/16 via 10.0.0.0 }
                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST2051 the next hop 10.0.0.255 of router \`t.r\` is the broadcast address of subnet \`t.s\`
                                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST2051 is the network address`),
    );
    check(
      router(`network k { subnet q 10.0.2.0/24 { route 10.9.0.0/16 via 10.0.2.255 } }
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST2051 of subnet \`t.q\` is the broadcast address`),
    );
    check(router('router r { interface p { ip 10.0.1.0 }  route 10.9.0.0/16 via 10.0.1.1 }'));
    check(router('router r { interface six { ip fd00::9 }  route fd09::/64 via fd00:: }'));
  });
});
