import { describe, test } from 'vitest';
import { checkFindings } from './read.ts';

describe('values', () => {
  test('marks a malformed value at the value and keeps the rest', ({ expect }) => {
    const { topology } = checkFindings(`
fabric lab { underlay 192.168.300.0/24
                      ^^^^^^^^^^^^^^^^ OST1002 expected an address with its prefix length
  firewall iptables-hybird  l2-population yes }
           ^^^^^^^^^^^^^^^ OST1002 did you mean \`iptables-hybrid\`?
                                          ^^^ OST1002 expected \`on\` or \`off\`
host a { roles compute, netwrok  tunnel-ip 10.0.0 }
                        ^^^^^^^ OST1002 did you mean \`network\`?
                                           ^^^^^^ OST1002 expected an address
tenant t {
  network n { vni 0x16  mtu abc  id 67a3798c
                  ^^^^ OST1002 expected a whole number
                            ^^^ OST1002
                                    ^^^^^^^^ OST1002 expected a whole UUID
    subnet s 10.0.1.0/24 { gateway 10.0.300.1  pool 10.0.1.5..10.0.1.x  dns 1.1.1.1, x }
                                   ^^^^^^^^^^ OST1002 expected \`none\` or an address
                                                    ^^^^^^^^^^^^^^^^^^ OST1002 expected a range of addresses
                                                                                     ^ OST1002
  }
  vm v on a { port n { mac fa:16:3e:44:98  ip 10.0.1.5 } }
                           ^^^^^^^^^^^^^^ OST1002 expected a MAC address
}
`);
    expect(topology.fabric).toMatchObject({ firewall: 'openvswitch', l2Population: false, underlay: undefined });
    expect(topology.hosts).toMatchObject([{ name: 'a', roles: ['compute'], tunnelIp: undefined }]);
    expect(topology.subnets).toMatchObject([{ name: 's', pools: [], dnsServers: [{ version: 4, value: 0x01010101n }] }]);
    expect(topology.ports).toMatchObject([{ name: 'n', mac: undefined, addresses: [{ version: 4, value: 0x0a000105n }] }]);
  });

  test('leaves out a subnet whose CIDR cannot be read, and keeps its network', ({ expect }) => {
    const { topology } = checkFindings(`fabric f
tenant t { network n { subnet s 10.0.1.0/33 { gateway 10.0.1.1 } } }
                                ^^^^^^^^^^^ OST1002 the range of a subnet
`);
    expect(topology.subnets).toEqual([]);
    expect(topology.networks).toHaveLength(1);
  });

  test('asks for a whole UUID where one is cut off', () => {
    checkFindings(`fabric f
tenant t { network n { id 95d96a75-a0… } }
                          ^^^^^^^^^^^^ OST1002 expected a whole UUID
`);
  });

  test('refuses a list where one value is due', () => {
    checkFindings(`fabric f
host a { tunnel-ip 10.0.0.1, 10.0.0.2 }
                             ^^^^^^^^ OST1009 takes one value
`);
  });
});

describe('names', () => {
  test('suggests the nearest name for an unknown one and leaves the hole out', ({ expect }) => {
    const { topology } = checkFindings(`fabric f
host compute-0 { roles compute }
tenant demo {
  network net-1 { subnet subnet-1 10.0.1.0/24 }
  router router-1 { interface subnet-2  interface subnet-1 }
                              ^^^^^^^^ OST1004 there is no subnet \`subnet-2\`; did you mean \`subnet-1\`?
  vm vm-1 on compute-9 { port net-1 { security web } }
             ^^^^^^^^^ OST1004 there is no host \`compute-9\`; did you mean \`compute-0\`?
                                               ^^^ OST1004 there is no security group \`web\`
  vm vm-2 on compute-0 { port ent-1 }
                              ^^^^^ OST1004 did you mean \`net-1\`?
}
expect vm-1 reaches vm-22
                    ^^^^^ OST1004 did you mean \`vm-2\`?
expect vm-1 reaches vm-2 via compute-1
                             ^^^^^^^^^ OST1004 there is no host or router
`);
    expect(topology.vms).toMatchObject([
      { name: 'vm-1', host: undefined },
      { name: 'vm-2', host: 'host:compute-0' },
    ]);
    expect(topology.ports).toMatchObject([{ id: 'port:demo.vm-1.net-1', securityGroups: [] }]);
    expect(topology.routers[0]?.interfaces).toMatchObject([{ id: 'interface:demo.router-1.subnet-1' }]);
    expect(topology.expectations).toEqual([]);
  });

  test('reports a name declared twice, with the first place', ({ expect }) => {
    const { findings, topology } = checkFindings(`fabric f
host a
host a { roles compute }
     ^ OST1005 there is already a host \`a\` here
tenant t {
  network n { subnet s 10.0.1.0/24 }
  network m { subnet s 10.0.2.0/24 }
                     ^ OST1005
  vm v on a { port n  port n }
                           ^ OST1005 port NETWORK as NAME
  router r { interface s  interface s }
                                    ^ OST1005 already has an interface on \`s\`
}
`);
    expect(findings[0]?.related).toMatchObject([{ place: { start: { line: 1, character: 5 } } }]);
    expect(topology.hosts).toMatchObject([{ name: 'a', roles: [] }]);
    expect(topology.ports).toHaveLength(1);
  });

  test('asks which one when a name fits several', () => {
    checkFindings(`fabric f
host h { roles compute }
tenant green { network app  vm web on h { port app } }
tenant red { network app  vm web on h { port app } }
expect web reaches red.web
       ^^^ OST1008 write \`green.web\` or \`red.web\`
`);
  });

  test('keeps a network of another tenant out of reach unless it is shared or external', () => {
    checkFindings(`fabric f
host h { roles compute }
tenant a { network own  network common { shared } }
tenant b {
  vm v on h { port common  port own }
                                ^^^ OST1004 there is no network \`own\`
}
`);
  });

  test('refuses a name with other letters', () => {
    checkFindings(`fabric f
host a.b { roles compute }
     ^^^ OST1006 names are made of letters, digits
`);
  });
});

describe('words', () => {
  test('suggests the property that was meant, and does not report its values too', () => {
    checkFindings(`fabric f { frewall none  l2-population on }
           ^^^^^^^ OST1003 did you mean \`firewall\`?
host a { roles compute  colour red, blue }
                        ^^^^^^ OST1003 \`colour\` means nothing in a host
`);
  });

  test('tells how comments are written', () => {
    checkFindings(`# the lab
^ OST1003 comments start with \`//\`
fabric f
`);
  });

  test('says which block a property cannot stand in', () => {
    checkFindings(`fabric f
tenant t { network n { gateway 10.0.0.1  subnet s 10.0.0.0/24 } }
                       ^^^^^^^ OST1001 \`gateway\` cannot stand in the block of a network
`);
  });

  test('marks the keyword after which a value is missing at the end of a line', () => {
    checkFindings(`fabric f
tenant t {
  network n { vni
              ^^^ OST1001 expected a number after \`vni\`, found \`mtu\`
    mtu 1400 }
}
`);
  });

  test('reports a block that is never closed where it was opened, and reads what follows', ({ expect }) => {
    const { topology } = checkFindings(`fabric f
host h { roles compute }
tenant t {
  network n
  vm a on h { port n { ip 10.0.0.5
            ^ OST1001 the block of this vm is still open where \`vm\` starts on line 6
                     ^ OST1001 the block of this port is still open
  vm b on h { port n }
}
expect a reaches b
`);
    expect(topology.vms.map((vm) => vm.name)).toEqual(['a', 'b']);
    expect(topology.expectations).toHaveLength(1);
  });

  test('reports a quote that is never closed, and only its line suffers', ({ expect }) => {
    const { topology } = checkFindings(`fabric f
expect "the site
       ^^ OST1001 no closing quote
  internet reaches internet
`);
    expect(topology.expectations).toMatchObject([{ label: 'the site' }]);
  });

  test('reports a comment that is never closed', ({ expect }) => {
    const { topology } = checkFindings(`fabric f
host a /* from here on
       ^^ OST1001 never closed
host b
`);
    expect(topology.hosts.map((host) => host.name)).toEqual(['a']);
  });

  test('reports a brace too many, and reads what follows', ({ expect }) => {
    const { topology } = checkFindings(`fabric f { } }
             ^ OST1001 closes nothing
host a
`);
    expect(topology.hosts).toHaveLength(1);
  });

  test('reports a property written twice', () => {
    checkFindings(`fabric f { firewall none  firewall none  underlay 10.0.0.0/24  underlay 10.1.0.0/24 }
                          ^^^^^^^^^^^^^ OST1007
                                                               ^^^^^^^^^^^^^^^^^^^^ OST1007
`);
  });

  test('reports contradicting kinds of segment', () => {
    checkFindings(`fabric f { physical p }
tenant t { network n { physical p  vlan 7  vni 8 } }
                                        ^ OST1014
`);
  });

  test('asks for the host of a vm', () => {
    checkFindings(`fabric f
tenant t { vm v }
              ^ OST1013 write \`vm v on HOST\`
`);
  });
});

describe('the whole model', () => {
  test('says that names are seeded by a default fabric once there is a network', ({ expect }) => {
    const { topology } = checkFindings(`tenant t { network n }
^ OST1010 fabric NAME
`);
    expect(topology.fabric).toMatchObject({ name: 'fabric', firewall: 'openvswitch', underlay: undefined, dnsDomain: 'openstacklocal' });
    checkFindings('host a { roles compute }\n');
  });

  test('reports a second fabric', () => {
    checkFindings(`fabric a
fabric b
       ^ OST1012
`);
  });

  test('refuses a physical network under an overlay or local network', ({ expect }) => {
    const { topology } = checkFindings(`fabric f { physical p }
tenant t { network n { physical p  vni 8 }  network m { local  physical p } }
                                ^ OST1014 \`physical\` contradicts \`vni\`
                                                                        ^ OST1014 \`physical\` contradicts \`local\`
`);
    expect(topology.networks).toMatchObject([{ segment: { kind: 'local' } }, { segment: { kind: 'overlay', vni: 8 } }]);
  });

  test('asks for rates with their unit, and knows no other word in `qos`', () => {
    checkFindings(`fabric f
host h { roles compute }
tenant t { network n  vm v on h { port n { qos { limit egress 10  burst 3mb  limit egress 1mbit  dscp high  shape 5 } } } }
                                                              ^^ OST1002 expected a number with its unit
                                                                        ^^^ OST1002 a burst
                                                                             ^^^^^^^^^^^^^^^^^^ OST1007 \`limit egress\` is written twice
                                                                                                      ^^^^ OST1002 whole number
                                                                                                            ^^^^^ OST1003 means nothing in a qos
`);
  });

  test('keeps limits of bits and of packets apart, each with bursts of its own kind', ({ expect }) => {
    const { topology } = checkFindings(`fabric f
host h { roles compute }
tenant t { network n  vm v on h { port n { qos {
  limit egress 1mbit  limit egress 5kpps burst 1mbit
                                               ^^^^^ OST1002 expected a number of packets such as 1000pps
  limit egress 6kpps  limit ingress 1mbit burst 5pps  limit ingress xpps
  ^^^^^^^^^^^^^^^^^^ OST1007 \`limit egress\` is written twice
                                                ^^^^ OST1002 expected a number with its unit such as 500kbit
                                                                    ^^^^ OST1002 \`xpps\` cannot be a rate
  guarantee ingress 1mbit  guarantee egress 5pps  guarantee ingress 2mbit
                                            ^^^^ OST1002 expected a number with its unit such as 500kbit
                                                  ^^^^^^^^^^^^^^^^^^^^^^^ OST1007 \`guarantee ingress\` is written twice
} } } }
`);
    expect(topology.ports[0]?.qos).toEqual({
      ingress: { rateKbps: 1000, burstKbits: undefined },
      egress: { rateKbps: 1000, burstKbits: undefined },
      packets: { ingress: undefined, egress: { ratePps: 5000, burstPackets: undefined } },
      guaranteedKbps: { ingress: 1000, egress: undefined },
      dscp: undefined,
    });
  });

  test('refuses a floating address that leads to no port, or to one of several', ({ expect }) => {
    const { topology } = checkFindings(`fabric f
host h { roles compute }
tenant t {
  network a  network b
  vm one on h  vm two on h { port a  port b }
  floating-ip 192.0.2.1 to one
                           ^^^ OST1004 there is no port \`one\`
  floating-ip 192.0.2.2 to two
                           ^^^ OST1008 write \`t.two.a\` or \`t.two.b\`
  floating-ip 192.0.2.3 to two.b
  floating-ip 192.0.2.3 to two.a
              ^^^^^^^^^ OST1005 already has the floating address 192.0.2.3
}
`);
    expect(topology.floatingIps.map(({ name, port }) => [name, port])).toEqual([
      ['192.0.2.1', undefined],
      ['192.0.2.2', undefined],
      ['192.0.2.3', 'port:t.two.b'],
    ]);
  });

  test('keeps a network out of the reach of tenants it is not shared with', ({ expect }) => {
    const { topology } = checkFindings(`fabric f
host h { roles compute }
tenant o { network common { shared with t } }
tenant t { vm v on h { port common } }
tenant u { vm w on h { port common } }
                            ^^^^^^ OST1004 did you mean \`o.common\`?
`);
    expect(topology.networks).toMatchObject([{ shared: true, sharedWith: ['tenant:t'] }]);
    expect(topology.ports.map((port) => port.id)).toEqual(['port:t.v.common']);
  });
});
