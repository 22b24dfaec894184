import { describe, test } from 'vitest';
import { elementId } from '#core/base';
import { NO_QOS, indexTopology } from '#core/model';
import { printAddress, printPrefix } from '#core/net';
import { checkFindings, readSound } from './read.ts';

describe('routers', () => {
  test('have a gateway on an external network, with its pins, and modes of their own', ({ expect }) => {
    const id = elementId('gateway', 't', 'r');
    const model = readSound(`fabric f { dvr on }
tenant o { network pub { external  subnet p 192.0.2.0/24 } }
tenant t {
  network n { subnet s 10.0.0.0/24 }
  router r { external pub { ip 192.0.2.9  snat off  mac fa:16:3e:00:00:09  ofport 9  id 0c52b15f-8fcc-4801-bf52-7dacc72a5201 }  interface s
    dvr off  ha on  route 10.9.0.0/16 via 10.0.0.20 }
  router plain { external pub }
}`);
    const { topology } = model;
    const [plain, router] = topology.routers;
    expect(router).toMatchObject({ dvr: false, ha: true });
    expect(router?.gateway).toMatchObject({
      id: 'gateway:t.r',
      name: 'o.pub',
      router: 'router:t.r',
      network: 'network:o.pub',
      snat: false,
      ofport: 9,
      uuid: '0c52b15f-8fcc-4801-bf52-7dacc72a5201',
    });
    expect(router?.gateway?.addresses.map(printAddress)).toEqual(['192.0.2.9']);
    expect(Object.keys(router?.gateway?.places.properties ?? {}).sort()).toEqual(['external', 'id', 'ip', 'mac', 'ofport', 'snat']);
    expect(plain).toMatchObject({ dvr: undefined, ha: undefined, gateway: { addresses: [], snat: true, mac: undefined } });
    expect(model.astOf(id)?.$type).toBe('RouterExternal');
    expect(indexTopology(topology).get(id)?.name).toBe('o.pub');
  });
});

describe('floating addresses', () => {
  test('lead to a port, from a network, to one of its addresses', ({ expect }) => {
    const { topology } = readSound(`fabric f
host h { roles compute }
tenant o { network pub { external  subnet p 192.0.2.0/24 } }
tenant t {
  network n { subnet s 10.0.0.0/24 }
  vm v on h { port n { ip 10.0.0.5, 10.0.0.6 } }
  floating-ip 192.0.2.50 to v { from pub  fixed 10.0.0.6  id 0c52b15f-8fcc-4801-bf52-7dacc72a5201 }
  floating-ip 192.0.2.51 to v.n
}`);
    expect(topology.floatingIps).toMatchObject([
      {
        id: 'floating-ip:t.192.0.2.50',
        tenant: 'tenant:t',
        port: 'port:t.v.n',
        network: 'network:o.pub',
        uuid: '0c52b15f-8fcc-4801-bf52-7dacc72a5201',
      },
      { id: 'floating-ip:t.192.0.2.51', port: 'port:t.v.n', network: undefined, fixed: undefined },
    ]);
    expect(topology.floatingIps[0]?.fixed && printAddress(topology.floatingIps[0].fixed)).toBe('10.0.0.6');
    expect(Object.keys(topology.floatingIps[0]?.places.properties ?? {}).sort()).toEqual(['fixed', 'from', 'id', 'to']);
  });
});

describe('networks and subnets', () => {
  test('are shared with all tenants, or with those that are named', ({ expect }) => {
    const { topology } = readSound('fabric f  tenant a { network n { shared with c, b }  network m { shared } }  tenant b  tenant c');
    expect(topology.networks).toMatchObject([
      { name: 'm', shared: true, sharedWith: undefined },
      { name: 'n', shared: true, sharedWith: ['tenant:b', 'tenant:c'] },
    ]);
  });

  test('stand on a physical network with a VLAN, untagged, or on none', ({ expect }) => {
    const { topology } = readSound(`fabric f { physical p }
tenant t { network a { physical p  vlan 7 }  network b { physical p  flat }  network c { local }  network d { physical p } }`);
    expect(topology.networks.map(({ segment }) => segment)).toEqual([
      { kind: 'vlan', physicalNetwork: 'p', vlan: 7 },
      { kind: 'flat', physicalNetwork: 'p' },
      { kind: 'local' },
      { kind: 'vlan', physicalNetwork: 'p', vlan: undefined },
    ]);
  });

  test.for(['slaac', 'dhcpv6-stateful', 'dhcpv6-stateless'] as const)('an IPv6 subnet has the mode %s', (mode, { expect }) => {
    const { topology } = readSound(`fabric f  tenant t { network n { subnet s fd00::/64 { ipv6 ${mode} }  subnet r fd01::/64 } }`);
    expect(topology.subnets.map(({ ipv6Mode }) => ipv6Mode)).toEqual([undefined, mode]);
  });

  test('keep the host bits a route is written with', ({ expect }) => {
    const { topology } = readSound(`fabric f  tenant t { network n { subnet s 10.0.0.0/24 { route 10.9.0.7/16 via 10.0.0.9 } } }`);
    const route = topology.subnets[0]?.routes[0];
    expect([route && printPrefix(route.destination), route?.written && printPrefix(route.written)]).toEqual(['10.9.0.0/16', '10.9.0.7/16']);
  });
});

describe('hosts', () => {
  test('have SR-IOV cards by physical network', ({ expect }) => {
    const { topology } = readSound(`fabric f { physical p  physical q }
host h { roles compute  sriov q { device ens2, ens3 }  sriov p { device ens1 } }`);
    expect(topology.hosts[0]?.sriov).toMatchObject([
      { id: 'sriov:h.p', physicalNetwork: 'p', devices: ['ens1'] },
      { id: 'sriov:h.q', physicalNetwork: 'q', devices: ['ens2', 'ens3'] },
    ]);
  });

  test('have the SR-IOV cards of a physical network in one place', ({ expect }) => {
    const { topology } = checkFindings(`fabric f { physical p }
host h { sriov p { device ens1 }  sriov p { device ens2 }  sriov r }
                                        ^ OST1005 write its devices there
                                                                 ^ OST1004 there is no physical network \`r\`
`);
    expect(topology.hosts[0]?.sriov).toMatchObject([
      { name: 'p', devices: ['ens1'] },
      { name: 'r', physicalNetwork: undefined },
    ]);
  });
});

describe('ports', () => {
  test('have a binding, limits and a mark, and addresses beside their own in the order of the text', ({ expect }) => {
    const { topology } = readSound(`fabric f
host h { roles compute }
tenant t { network n { subnet s 10.0.0.0/24 }
  vm v on h { port n { binding direct  admin-state down  port-security off  local-ip 10.0.0.100, 10.0.0.101
    qos { limit ingress 10mbit  limit egress 2kpps burst 500pps  limit egress 1gbit burst 500kbit  guarantee egress 5mbit  dscp 26 }
    allowed-address 10.9.0.0/16, 10.8.0.1  allowed-address fd00::/64 mac fa:16:3e:00:00:01 } }
  vm w on h { port n { qos } }
}`);
    const [port, plain] = topology.ports;
    expect(port).toMatchObject({
      binding: 'direct',
      adminUp: false,
      portSecurity: false,
      localIps: [
        { version: 4, value: 0x0a000064n },
        { version: 4, value: 0x0a000065n },
      ],
      qos: {
        ingress: { rateKbps: 10_000, burstKbits: undefined },
        egress: { rateKbps: 1_000_000, burstKbits: 500 },
        packets: { ingress: undefined, egress: { ratePps: 2000, burstPackets: 500 } },
        guaranteedKbps: { ingress: undefined, egress: 5000 },
        dscp: 26,
      },
    });
    expect(port?.allowedAddresses.map(({ prefix }) => printPrefix(prefix))).toEqual(['10.9.0.0/16', '10.8.0.1/32', 'fd00::/64']);
    expect(Object.keys(port?.places.properties ?? {}).filter((key) => /^(allowed|qos)/.test(key))).toEqual([
      'allowed-address',
      'allowed-address.2',
      'allowed-address.3',
      'qos',
      'qos.dscp',
      'qos.ingress',
      'qos.ingress.rate',
      'qos.egress',
      'qos.egress.rate',
      'qos.egress.burst',
      'qos.packets.egress',
      'qos.packets.egress.rate',
      'qos.packets.egress.burst',
      'qos.guaranteed.egress',
    ]);
    expect(plain).toMatchObject({ binding: 'normal', adminUp: true, qos: NO_QOS });
  });
});

describe('DHCP options of ports', () => {
  test('have a name or number, and a word or a text as their value', ({ expect }) => {
    const { topology } = readSound(`fabric f
host h { roles compute }
tenant t { network n { subnet s 10.0.0.0/24 }
  vm v-[1..2] on h { port n { dhcp-option router 10.0.0.9  dhcp-option 67 x-[1..2].efi  dhcp-option hostname "web-[1..2], b" ipv6  mac fa:16:3e:00:00:0[1..2] } }
}`);
    expect(topology.ports.map(({ dhcpOptions }) => dhcpOptions)).toEqual(
      ['x-1.efi', 'x-2.efi'].map((file) => [
        { option: 'router', value: '10.0.0.9', version: 4 },
        { option: '67', value: file, version: 4 },
        { option: 'hostname', value: 'web-[1..2], b', version: 6 },
      ]),
    );
    expect(Object.keys(topology.ports[0]?.places.properties ?? {}).filter((key) => key.startsWith('dhcp'))).toEqual([
      'dhcp-option',
      'dhcp-option.value',
      'dhcp-option.2',
      'dhcp-option.value.2',
      'dhcp-option.3',
      'dhcp-option.value.3',
    ]);
  });

  test('are none without a value', ({ expect }) => {
    const { topology } = checkFindings(`fabric f
host h { roles compute }
tenant t { network n  vm v on h { port n { dhcp-option router } } }
                                                              ^ OST1001
`);
    expect(topology.ports[0]?.dhcpOptions).toEqual([]);
  });
});

describe('expectations', () => {
  const model = (expectation: string) => `fabric f
host h-[1..2] { roles compute }
tenant t { network n { subnet s 10.0.0.0/24 }  vm web-[1..3] on h-1 { port n }  vm db-[1..3] on h-1 { port n }  vm box-[1..2] on h-1 { port n } }
${expectation}`;
  const names = (text: string) => readSound(model(text)).topology.expectations.map(({ name }) => name);

  test('with brackets stand for several', ({ expect }) => {
    expect(names('expect web-[1..3] reaches t.box-1 with tcp 80')).toEqual([
      'web-1 reaches t.box-1 with tcp 80',
      'web-2 reaches t.box-1 with tcp 80',
      'web-3 reaches t.box-1 with tcp 80',
    ]);
    expect(names('expect internet never reaches web-[2..3]')).toEqual(['internet never reaches web-2', 'internet never reaches web-3']);
  });

  test('go in step where both ends have brackets, and so do addresses, hosts and ports', ({ expect }) => {
    expect(names('expect web-[1..3] reaches db-[1..3]')).toEqual(['web-1 reaches db-1', 'web-2 reaches db-2', 'web-3 reaches db-3']);
    expect(names('expect web-[2..3] reaches box-[1..2] with tcp [80..81] via h-[1..2]')).toEqual([
      'web-2 reaches box-1 with tcp 80 via h-1',
      'web-3 reaches box-2 with tcp 81 via h-2',
    ]);
    expect(names('expect web-[1..3] reaches 10.0.0.[11..13]')).toEqual([
      'web-1 reaches 10.0.0.11',
      'web-2 reaches 10.0.0.12',
      'web-3 reaches 10.0.0.13',
    ]);
  });

  test('number their label', ({ expect }) => {
    expect(names('expect "up" web-[1..2] reaches box-1')).toEqual(['up', 'up (2)']);
  });

  test('take the turn of a repeated tenant where the brackets are its own', ({ expect }) => {
    const { topology } = readSound(`fabric f
host h { roles compute }
tenant t-[1..2] { network n  vm a on h { port n }  vm b-[1..2] on h { port n }  expect a reaches b-[1..2]  expect b-[2..2] reaches a }`);
    expect(topology.expectations.map(({ id }) => id)).toEqual([
      'expect:t-1.a reaches b-1',
      'expect:t-1.b-2 reaches a',
      'expect:t-2.a reaches b-2',
      'expect:t-2.b-2 reaches a',
    ]);
  });

  test('refuse brackets of another number', () => {
    checkFindings(
      model(`expect web-[1..3] reaches box-[1..2]
                          ^^^^^^^^^^ OST1009 its block is repeated 3 times
expect web-[3..1] reaches box-1
       ^^^^^^^^^^ OST1009 is not a range
`),
    );
  });
});
