import { describe, test } from 'vitest';
import { check } from './check.ts';

describe('network cards', () => {
  test('have names that Linux takes', () => {
    check(`
fabric f { physical p  physical q }
host h { roles compute
  bridge br-1 { physical p  interface enp101s0f0np0-1 }
  bridge br-2 { physical q  interface enp101s0f0np0-12 }
                                      ^^^^^^^^^^^^^^^^ OST4050 has 16 characters, and Linux takes 15
  bridge br-3 { interface eth0/1 }
                          ^^^^^^ OST4050 holds \`/\`
  bridge br-4 { interface eth0:1 }
                          ^^^^^^ OST4050 holds \`:\`
  bridge br-5 { interface . }
                          ^ OST4050 is no name for a device
  sriov p { device ens1f0, ens1f0-and-much-more } }
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OST4050 \`ens1f0-and-much-more\` of
`);
  });
});

describe('addresses of bridges', () => {
  const hosts = (first: string, second = '') => `
fabric f { physical p  physical q  underlay 10.255.0.0/24 { mtu 1550 } }
host a { roles network  tunnel-ip 10.255.0.1
  ${first}
}
host b { roles compute  tunnel-ip 10.255.0.2
  ${second}
}
`;

  test('are each on one bridge of a host', () => {
    check(
      hosts(`bridge br-1 { ip 10.255.0.1/24 }  bridge br-2 { ip 10.255.0.1/24 }
                                                     ^^^^^^^^^^^^^ OST4051 bridges \`br-1\` and \`br-2\` of one host both have 10.255.0.1`),
    );
  });

  test("are no other host's tunnel address", () => {
    check(
      hosts(`bridge br-1 { ip 10.255.0.2/24 }
                   ^^^^^^^^^^^^^ OST4051 bridge \`a.br-1\` has 10.255.0.2, the tunnel address of host \`b\``),
    );
  });

  test('may be the own tunnel address, or that of a bridge elsewhere', () => {
    check(hosts('bridge br-1 { ip 10.255.0.1/24 }  bridge br-2 { ip 10.1.0.1/24 }', 'bridge br-2 { ip 10.1.0.1/24 }'));
  });
});

describe('a local network', () => {
  const model = (network: string, vms: string) => `
fabric f { underlay 10.255.0.0/24 { mtu 1550 } }
host a { roles network, compute  tunnel-ip 10.255.0.1 }
host b { roles compute  tunnel-ip 10.255.0.2 }
tenant t {
  ${network}
  ${vms}
}
`;

  test('has its guests on one host', () => {
    check(
      model(
        `network n { local  subnet s 10.0.0.0/24 { dhcp off } }
              ^^^^^ OST4052 has guests on 2 hosts`,
        'vm v on a { port n }  vm w on b { port n }  vm x on b { port n }',
      ),
    );
    check(model('network n { local  subnet s 10.0.0.0/24 { dhcp off } }', 'vm v on b { port n }  vm w on b { port n }'));
  });

  test('has its DHCP service and router where its guests are', () => {
    check(
      model(
        `network n { local  subnet s 10.0.0.0/24 }
              ^^^^^ OST4052 has its guests on host \`b\`, and its router or DHCP service on a network host`,
        'vm v on b { port n }',
      ),
    );
    check(model('network n { local  subnet s 10.0.0.0/24 }', 'vm v on a { port n }'));
    check(model('network n { local  subnet s 10.0.0.0/24 }', ''));
  });
});

describe('a host whose properties cannot be read', () => {
  test('is not told to have none', () => {
    check(`
fabric f { underlay 10.255.0.0/24 { mtu 1550 } }
host a { roles compute, network  tunnel-ip 10.255.0.1 }
host b { roles compute  tunnel-ip 10.255.0 }
                                  ^^^^^^^^ OST1002
host c { roles comptue }
               ^^^^^^^ OST1002
tenant t { network n { subnet s 10.0.0.0/24 } }
`);
  });
});
