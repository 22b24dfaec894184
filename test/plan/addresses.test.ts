import { expect, test } from 'vitest';
import { printMac } from '#core/net';
import { addressesOf, hostOf, plan } from './plan.ts';

const HOSTS = 'fabric lab { firewall none }\nhost net-a { roles network }\nhost hv { roles compute }\n';

test('gives the lowest free address: pins first, then the gateway, DHCP and VMs in the order of their names', () => {
  const { deployment } = plan(`${HOSTS} tenant t {
    network x { subnet s 10.0.0.0/29 }
    router r { interface s }
    vm c on hv { port x }
    vm a on hv { port x }
    vm b on hv { port x { ip 10.0.0.3 } }
  }`);
  expect(addressesOf(deployment)).toEqual({
    'interface:t.r.s': ['10.0.0.1'],
    'dhcp:t.s': ['10.0.0.2'],
    'port:t.b.x': ['10.0.0.3'],
    'port:t.a.x': ['10.0.0.4'],
    'port:t.c.x': ['10.0.0.5'],
  });
});

test('goes on to the next pool and the next subnet, and leaves out who finds nothing', () => {
  const { deployment, findings } = plan(`${HOSTS} tenant t {
    network x {
      subnet s1 10.0.1.0/24 { dhcp off  pool 10.0.1.20..10.0.1.20, 10.0.1.10..10.0.1.10 }
      subnet s2 10.0.2.0/24 { dhcp off  pool 10.0.2.7..10.0.2.7 }
    }
    vm v-[1..4] on hv { port x }
  }`);
  expect(addressesOf(deployment)).toEqual({ 'port:t.v-1.x': ['10.0.1.10'], 'port:t.v-2.x': ['10.0.1.20'], 'port:t.v-3.x': ['10.0.2.7'] });
  expect(findings.map(({ code, element }) => [code, element])).toEqual([['OST2015', 'port:t.v-4.x']]);
  expect(deployment.vms.map(({ name, ports }) => [name, ports.length])).toContainEqual(['v-4', 0]);
});

test('gives a port one IPv4 and one IPv6 address; the IPv6 gateway is the prefix address as Neutron has it', () => {
  const { deployment } = plan(`${HOSTS} tenant t {
    network x { subnet s4 10.0.0.0/24  subnet s6 fd00:1::/64 { dhcp off } }
    router r { interface s6 }
    vm a on hv { port x }
  }`);
  expect(addressesOf(deployment)).toEqual({
    'dhcp:t.s4': ['10.0.0.2'],
    'interface:t.r.s6': ['fd00:1::'],
    'port:t.a.x': ['10.0.0.3', 'fd00:1::1'],
  });
});

test('keeps the ends of a /31, and plans a port of a network without subnets without address', () => {
  const { deployment, findings } = plan(`${HOSTS} tenant t {
    network p { subnet s 10.0.0.0/31 { dhcp off  gateway none } }
    network bare
    vm a on hv { port p  port bare }
    vm b on hv { port p }
  }`);
  expect(addressesOf(deployment)).toEqual({ 'port:t.a.p': ['10.0.0.0'], 'port:t.b.p': ['10.0.0.1'], 'port:t.a.bare': [] });
  expect(findings).toEqual([]);
});

test('one DHCP port serves all DHCP subnets of a network, with the pins of the first', () => {
  const { deployment } = plan(`${HOSTS} tenant t {
    network x {
      subnet s1 10.0.1.0/24 { dhcp on { mac fa:16:3e:00:00:01 } }
      subnet s2 10.0.2.0/24 { dhcp 10.0.2.9 }
      subnet s3 10.0.3.0/24 { dhcp off }
    }
    vm a on hv { port x { ip 10.0.3.5 } }
    vm b on hv { port x }
  }`);
  const dhcp = deployment.ports.filter(({ owner }) => owner === 'network:dhcp');
  expect(dhcp.map(({ id, mac }) => [id, printMac(mac)])).toEqual([['dhcp:t.s1', 'fa:16:3e:00:00:01']]);
  expect(addressesOf(deployment)['dhcp:t.s1']).toEqual(['10.0.2.9', '10.0.1.2']);
  const service = hostOf(deployment, 'net-a').namespaces[0]?.dhcp;
  expect(service?.subnets.map(({ name }) => name)).toEqual(['s1', 's2']);
  expect(service?.leases.map(({ port }) => port)).toEqual(['port:t.b.x']);
  expect(service?.routedSubnets).toEqual([]);
});

test('an address that lies in no subnet counts as not written', () => {
  const { deployment } = plan(
    `${HOSTS} tenant t { network x { subnet s 10.0.0.0/24 { dhcp off } }  vm a on hv { port x { ip 10.9.9.9 } } }`,
  );
  expect(addressesOf(deployment)).toEqual({ 'port:t.a.x': ['10.0.0.2'] });
});

test('moves a derived MAC on where it is taken', () => {
  const text = (pin: string) => `${HOSTS} tenant t { network x  vm a on hv { port x }  vm b on hv { port x { ${pin} } } }`;
  const macs = (pin: string) => plan(text(pin)).deployment.ports.map(({ mac }) => mac);
  const [derived = 0n] = macs('');
  expect(printMac(derived)).toMatch(/^fa:16:3e:/);
  const [moved = 0n, pinned] = macs(`mac ${printMac(derived)}`);
  expect([moved - derived, pinned]).toEqual([1n, derived]);
});

test('gives two fabrics of equal text different UUIDs, and one fabric always the same', () => {
  const uuids = (fabric: string) =>
    plan(
      `fabric ${fabric} { firewall none }  host hv { roles compute }  tenant t { network x  vm a on hv { port x } }`,
    ).deployment.ports.map(({ uuid }) => uuid);
  expect(uuids('one')).toEqual(uuids('one'));
  expect(uuids('one')).not.toEqual(uuids('two'));
});
