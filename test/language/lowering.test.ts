import { describe, test } from 'vitest';
import { indexTopology } from '#core/model';
import { printAddress, printMac, printPrefix } from '#core/net';
import { read, readSound } from './read.ts';

describe('defaults', () => {
  test("gives Neutron's defaults where the text is silent", ({ expect }) => {
    const { topology } = readSound(`fabric lab { underlay 10.0.0.0/24  physical p }
host h { roles compute }
tenant t { network n { subnet s 10.1.0.0/24 }  vm v on h { port n } }`);
    expect(topology.fabric).toMatchObject({
      name: 'lab',
      overlay: { type: 'vxlan', vniRange: undefined, udpPort: undefined },
      underlay: { mtuBytes: 1500, vlan: undefined },
      firewall: 'openvswitch',
      l2Population: false,
      arpResponder: false,
      egressDirect: false,
      bandwidthMeters: false,
      localIpStaticNat: false,
      distributedDhcp: false,
      permittedEthertypes: [],
      isolatedMetadata: false,
      forceMetadata: false,
      dvr: false,
      ha: { enabled: false },
      dnsDomain: 'openstacklocal',
      mtuBytes: undefined,
    });
    expect(topology.networks).toMatchObject([
      {
        segment: { kind: 'overlay', type: 'vxlan', vni: undefined },
        portSecurity: true,
        external: false,
        shared: false,
        mtuBytes: undefined,
      },
    ]);
    expect(topology.subnets).toMatchObject([
      { gateway: { kind: 'default' }, pools: [], dnsServers: [], routes: [], dhcp: { enabled: true, address: undefined } },
    ]);
    expect(topology.ports).toMatchObject([
      {
        addresses: [],
        securityGroups: undefined,
        portSecurity: true,
        allowedAddresses: [],
        uuid: undefined,
        mac: undefined,
        ofport: undefined,
      },
    ]);
  });

  test('makes an empty text a topology without elements and without findings', ({ expect }) => {
    const { topology } = readSound('');
    expect(indexTopology(topology).size).toBe(1);
  });
});

describe('blocks', () => {
  test('reads every property of a fabric', ({ expect }) => {
    const {
      topology: { fabric },
    } = readSound(`fabric f {
  overlay geneve { vni 5..9  port 6082 }  underlay 10.0.0.7/24 { mtu 9000  vlan 12 }
  physical b { flat }  physical a { vlan 100..199  mtu 1600 }
  firewall none  l2-population on  arp-responder on  egress-direct on  bandwidth-meters on  local-ip-static-nat on  distributed-dhcp on  permitted-ethertypes 0x8847, 0x4788, 0x8847  isolated-metadata on  force-metadata on  dvr on  ha on { hosts-per-router 3 }  dns-domain cloud.example  mtu 1600 }`);
    expect(fabric).toMatchObject({
      overlay: { type: 'geneve', vniRange: { first: 5, last: 9 }, udpPort: 6082 },
      firewall: 'none',
      l2Population: true,
      arpResponder: true,
      egressDirect: true,
      bandwidthMeters: true,
      localIpStaticNat: true,
      distributedDhcp: true,
      permittedEthertypes: [0x4788, 0x8847],
      isolatedMetadata: true,
      forceMetadata: true,
      dvr: true,
      ha: { enabled: true, hostsPerRouter: 3 },
      dnsDomain: 'cloud.example',
      mtuBytes: 1600,
      underlay: { mtuBytes: 9000, vlan: 12 },
      physicalNetworks: [
        { id: 'physical:a', vlanRange: { first: 100, last: 199 }, mtuBytes: 1600, flat: false },
        { id: 'physical:b', vlanRange: undefined, flat: true },
      ],
    });
    expect(fabric.underlay && [printPrefix(fabric.underlay.prefix), printPrefix(fabric.underlay.written)]).toEqual([
      '10.0.0.0/24',
      '10.0.0.7/24',
    ]);
  });

  test('reads a host with its bridges and pinned local VLANs', ({ expect }) => {
    const {
      topology: {
        hosts: [host],
      },
    } = readSound(`fabric f { physical p }
host h { roles control, network  tunnel-ip 10.0.0.1  bridge br-x { physical p  interface eth0.7  ip 10.0.0.1/24 }  local-vlan t.n 7  local-vlan m 3 }
tenant t { network n  network m }`);
    expect(host).toMatchObject({
      roles: ['network', 'control'],
      bridges: [{ id: 'bridge:h.br-x', physicalNetwork: 'p', device: 'eth0.7', address: { length: 24 } }],
      localVlans: [
        { network: 'network:t.m', vlan: 3 },
        { network: 'network:t.n', vlan: 7 },
      ],
    });
  });

  test('reads every kind of segment', ({ expect }) => {
    const { topology } = readSound(`fabric f { overlay gre  physical p }
tenant t {
  network a { vni 7 }  network b { overlay vxlan }  network c { vlan 5  physical p }  network d { physical p }  network e { flat  physical p }  network f { local }
}`);
    expect(topology.networks.map((network) => network.segment)).toEqual([
      { kind: 'overlay', type: 'gre', vni: 7 },
      { kind: 'overlay', type: 'vxlan', vni: undefined },
      { kind: 'vlan', physicalNetwork: 'p', vlan: 5 },
      { kind: 'vlan', physicalNetwork: 'p', vlan: undefined },
      { kind: 'flat', physicalNetwork: 'p' },
      { kind: 'local' },
    ]);
  });

  test('reads a subnet with all it can pin', ({ expect }) => {
    const {
      topology: {
        subnets: [subnet],
      },
    } = readSound(`fabric f
tenant t { network n { subnet s 10.0.0.5/24 { gateway none  pool 10.0.0.10..10.0.0.19  pool 10.0.0.30..10.0.0.39  dns 9.9.9.9, 1.1.1.1  route 10.9.0.0/16 via 10.0.0.8
  id 2529AD1A-6b97-49cd-8515-cbdcbe5e3daa  dhcp 10.0.0.2 { mac FA:16:3e:00:00:01  id ca25a97e-6400-4000-8000-000000000001  ofport 3 } } } }`);
    expect(subnet).toMatchObject({
      gateway: { kind: 'none' },
      uuid: '2529ad1a-6b97-49cd-8515-cbdcbe5e3daa',
      network: 'network:t.n',
      dhcp: { id: 'dhcp:t.s', enabled: true, uuid: 'ca25a97e-6400-4000-8000-000000000001', ofport: 3 },
    });
    expect(subnet?.pools.map((pool) => [printAddress(pool.first), printAddress(pool.last)])).toEqual([
      ['10.0.0.10', '10.0.0.19'],
      ['10.0.0.30', '10.0.0.39'],
    ]);
    expect(subnet && printPrefix(subnet.written)).toBe('10.0.0.5/24');
    expect(subnet?.dhcp.mac !== undefined && printMac(subnet.dhcp.mac)).toBe('fa:16:3e:00:00:01');
    expect(subnet?.dnsServers.map(printAddress)).toEqual(['9.9.9.9', '1.1.1.1']);
    expect(Object.keys(subnet?.places.properties ?? {}).sort()).toEqual([
      'cidr',
      'dhcp',
      'dns',
      'gateway',
      'id',
      'pool',
      'pool.2',
      'route',
    ]);
  });

  test('tells dhcp off from dhcp left out', ({ expect }) => {
    const { topology } = readSound(
      'fabric f\ntenant t { network n { subnet a 10.0.0.0/24 { dhcp off }  subnet b 10.0.1.0/24 { dhcp on } } }',
    );
    expect(topology.subnets.map((subnet) => subnet.dhcp.enabled)).toEqual([false, true]);
  });

  test('reads a router with pinned interfaces, routes and host', ({ expect }) => {
    const {
      topology: {
        routers: [router],
      },
    } = readSound(`fabric f
host net { roles network }
tenant t { network n { subnet s 10.0.0.0/24  subnet r 10.0.1.0/24 }
  router edge { host net  interface s { ip 10.0.0.9  mac fa:16:3e:00:00:02  ofport 5 }  interface r  route 0.0.0.0/0 via 10.0.0.1  id 0a4d2420-4b9c-46bd-aec1-86a1ef299abe } }`);
    expect(router).toMatchObject({
      host: 'host:net',
      uuid: '0a4d2420-4b9c-46bd-aec1-86a1ef299abe',
      interfaces: [
        { id: 'interface:t.edge.r', subnet: 'subnet:t.r', address: undefined },
        { id: 'interface:t.edge.s', ofport: 5 },
      ],
    });
    expect(router?.routes).toHaveLength(1);
  });

  test('reads security rules, one for each port of a line, named by what they say', ({ expect }) => {
    const {
      topology: {
        securityGroups: [web],
      },
    } = readSound(`fabric f
tenant t { security-group web { stateless  no-default-egress
  allow ingress tcp 80, 8000..8100 from 10.0.0.0/8
  allow ingress icmp type 8 code 0 from group web ipv4
  allow egress any to any
  allow ingress proto 47
  allow ingress proto vrrp
} }`);
    expect(web).toMatchObject({ stateless: true, noDefaultEgress: true });
    expect(web?.rules.map((rule) => rule.name)).toEqual([
      'egress-any',
      'ingress-47',
      'ingress-icmp-type-8-code-0-from-web-ipv4',
      'ingress-tcp-80-from-10.0.0.0/8',
      'ingress-tcp-8000..8100-from-10.0.0.0/8',
      'ingress-vrrp',
    ]);
    expect(web?.rules.map(({ protocol, ports, remote, ethertype }) => ({ protocol, ports, remote: remote.kind, ethertype }))).toEqual([
      { protocol: undefined, ports: undefined, remote: 'any', ethertype: undefined },
      { protocol: 47, ports: undefined, remote: 'any', ethertype: undefined },
      { protocol: 'icmp', ports: undefined, remote: 'group', ethertype: 4 },
      { protocol: 'tcp', ports: { first: 80, last: 80 }, remote: 'prefix', ethertype: undefined },
      { protocol: 'tcp', ports: { first: 8000, last: 8100 }, remote: 'prefix', ethertype: undefined },
      { protocol: 'vrrp', ports: undefined, remote: 'any', ethertype: undefined },
    ]);
  });

  test('reads vms with several ports, groups and allowed addresses', ({ expect }) => {
    const { topology } = readSound(`fabric f
host h { roles compute }
tenant t { network n  network m { port-security off }  security-group a  security-group b
  vm v on h { listens tcp 443, 80, udp 53
    port n { ip 10.0.0.5, fd00::5  security b, a  allowed-address 10.9.0.0/16, 10.0.0.99 mac fa:16:3e:00:00:09 }
    port n as extra { security none  port-security off } } }`);
    expect(topology.vms).toMatchObject([
      {
        host: 'host:h',
        listens: [
          { protocol: 'tcp', port: 80 },
          { protocol: 'tcp', port: 443 },
          { protocol: 'udp', port: 53 },
        ],
      },
    ]);
    expect(topology.ports).toMatchObject([
      { id: 'port:t.v.extra', network: 'network:t.n', securityGroups: [], portSecurity: false },
      {
        id: 'port:t.v.n',
        securityGroups: ['security-group:t.a', 'security-group:t.b'],
        allowedAddresses: [{ prefix: { length: 16 } }, { prefix: { length: 32 } }],
      },
    ]);
    expect(topology.ports[1]?.addresses.map(printAddress)).toEqual(['10.0.0.5', 'fd00::5']);
  });

  test('reads expectations with every kind of end, packet and way', ({ expect }) => {
    const { topology } = readSound(`fabric f
host h { roles compute }
tenant t { network n  router r  vm a on h { port n }  vm b on h { port n }
  expect a.n reaches b with udp 53 from 40000 ttl 3 via r }
expect "apart" t.* never reaches internet
expect 10.0.0.5 reaches t.b via h`);
    expect(topology.expectations.map(({ id, from, to, never, packet, via }) => ({ id, from, to, never, packet, via }))).toEqual([
      {
        id: 'expect:10.0.0.5 reaches t.b via h',
        from: { kind: 'address', address: { version: 4, value: 0x0a000005n } },
        to: { kind: 'vm', id: 'vm:t.b' },
        never: false,
        packet: undefined,
        via: 'host:h',
      },
      {
        id: 'expect:apart',
        from: { kind: 'tenant', id: 'tenant:t' },
        to: { kind: 'internet' },
        never: true,
        packet: undefined,
        via: undefined,
      },
      {
        id: 'expect:t.a.n reaches b with udp 53 from 40000 ttl 3 via r',
        from: { kind: 'port', id: 'port:t.a.n' },
        to: { kind: 'vm', id: 'vm:t.b' },
        never: false,
        via: 'router:t.r',
        packet: { protocol: 'udp', destinationPort: 53, sourcePort: 40000, ttl: 3, sizeBytes: undefined, dontFragment: false },
      },
    ]);
  });

  test('knows the place of every element, its name and its properties', ({ expect }) => {
    const { topology, ...model } = readSound(`fabric f
host h { roles compute }
tenant t {
  network n { vni 22 }
  vm v on h { port n { ip 10.0.0.5 } }
}
expect v reaches internet`);
    for (const element of indexTopology(topology).values()) {
      expect(element.places.whole.uri).toBe('inmemory:/model.ostopo');
      expect(model.astOf(element.id), element.id).toBeDefined();
    }
    const [port] = topology.ports;
    expect(port?.places).toMatchObject({
      whole: { start: { line: 4, character: 14 }, end: { line: 4, character: 36 } },
      name: { start: { line: 4, character: 19 }, end: { line: 4, character: 20 } },
      properties: { ip: { start: { line: 4, character: 26 }, end: { line: 4, character: 34 } } },
    });
    expect(topology.networks[0]?.places.properties.vni).toMatchObject({
      start: { line: 3, character: 18 },
      end: { line: 3, character: 20 },
    });
  });
});

describe('repeated blocks', () => {
  test('deals numbers, addresses and lists out in turn', ({ expect }) => {
    const { topology } = readSound(`fabric f
host hv-[1..4] { roles compute  tunnel-ip 172.16.0.[11..14] }
tenant t { network n
  vm web-[01..03] on hv-1, hv-2 { port n { ip 10.0.0.[21..23] } }
  vm db-[1..4] on hv-[1..4] { port n } }`);
    expect(topology.hosts.map((host) => [host.name, host.tunnelIp && printAddress(host.tunnelIp)])).toEqual([
      ['hv-1', '172.16.0.11'],
      ['hv-2', '172.16.0.12'],
      ['hv-3', '172.16.0.13'],
      ['hv-4', '172.16.0.14'],
    ]);
    expect(topology.vms.map((vm) => [vm.name, vm.host])).toEqual([
      ['db-1', 'host:hv-1'],
      ['db-2', 'host:hv-2'],
      ['db-3', 'host:hv-3'],
      ['db-4', 'host:hv-4'],
      ['web-01', 'host:hv-1'],
      ['web-02', 'host:hv-2'],
      ['web-03', 'host:hv-1'],
    ]);
    expect(topology.ports.flatMap((port) => port.addresses.map((address) => `${port.id} ${printAddress(address)}`))).toEqual([
      'port:t.web-01.n 10.0.0.21',
      'port:t.web-02.n 10.0.0.22',
      'port:t.web-03.n 10.0.0.23',
    ]);
  });

  test('gives the same brackets the same turn, and repeats inside for others', ({ expect }) => {
    const { topology } = readSound(`fabric f
host h { roles compute }
tenant t-[1..2] { network n { subnet s-[1..2] 10.[1..2].0.0/24 }  vm v-[1..3] on h { port n { ip 10.9.0.[1..3] } } }`);
    expect(topology.subnets.map((subnet) => [subnet.id, printPrefix(subnet.prefix)])).toEqual([
      ['subnet:t-1.s-1', '10.1.0.0/24'],
      ['subnet:t-2.s-2', '10.2.0.0/24'],
    ]);
    expect(topology.vms).toHaveLength(6);
    expect(topology.ports.map((port) => port.addresses.map(printAddress).join())).toEqual([
      '10.9.0.1',
      '10.9.0.2',
      '10.9.0.3',
      '10.9.0.1',
      '10.9.0.2',
      '10.9.0.3',
    ]);
  });

  test('refuses ranges that do not go with their block, once', ({ expect }) => {
    const { findings, topology } = read(`fabric f
host hv-[1..3] { tunnel-ip 10.0.0.[1..4] }
host a { tunnel-ip 10.0.0.[1..4] }
host b-[4..1]
host c-[1..99999]`);
    expect(findings.map(({ code, place }) => [code, place.start.line])).toEqual([
      ['OST1009', 1],
      ['OST1009', 2],
      ['OST1009', 3],
      ['OST1009', 4],
    ]);
    expect(topology.hosts).toHaveLength(4);
  });
});
