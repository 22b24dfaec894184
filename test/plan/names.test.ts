import { expect, test } from 'vitest';
import { hostOf, plan, portsOf } from './plan.ts';

const HOST = (bridges: string) =>
  `fabric lab { firewall none  physical a  physical b  physical c }\nhost net-a { roles network  ${bridges} }`;

test('keeps int- and phy- names that have 15 characters and shortens longer ones as Neutron does', () => {
  const names = ['br-ex', 'br-physnet1', 'br-provider1', 'br-datacentre', 'br-physnet12'].map((bridge) => {
    const { deployment } = plan(HOST(`bridge ${bridge} { physical a }`));
    return [...portsOf(deployment, 'net-a', 'br-int'), ...portsOf(deployment, 'net-a', bridge)];
  });
  expect(names).toEqual([
    ['1 int-br-ex', '1 phy-br-ex'],
    ['1 int-br-physnet1', '1 phy-br-physnet1'],
    ['1 int-br-prcebb81', '1 phy-br-prcebb81'],
    ['1 int-br-dafddec1', '1 phy-br-dafddec1'],
    ['1 int-br-phc27353', '1 phy-br-phc27353'],
  ]);
});

test('patches only bridges that carry a physical network, and leaves out one named br-int', () => {
  const { deployment } = plan(
    HOST('bridge br-ex { interface eth0 }  bridge br-int { physical a }  bridge br-lan { physical b  interface eth1 }'),
  );
  expect(hostOf(deployment, 'net-a').bridges.map(({ name, kind, physicalNetwork }) => [name, kind, physicalNetwork])).toEqual([
    ['br-int', 'integration', undefined],
    ['br-ex', 'physical', undefined],
    ['br-lan', 'physical', 'b'],
  ]);
  expect(portsOf(deployment, 'net-a', 'br-int')).toEqual(['1 int-br-lan']);
  expect(portsOf(deployment, 'net-a', 'br-ex')).toEqual(['1 eth0']);
  expect(portsOf(deployment, 'net-a', 'br-lan')).toEqual(['1 eth1', '2 phy-br-lan']);
});

const TUNNELS = (fabric: string, body: string) => `
  fabric lab { firewall none  ${fabric} }
  host a { roles compute, network  tunnel-ip 10.255.0.1 }
  host b { roles compute  tunnel-ip 10.255.0.2 }
  host c { roles compute  tunnel-ip 10.255.0.3 }
  tenant t { ${body} }`;

test('meshes all hosts without l2-population, and only those that share a network with it', () => {
  const body =
    'network x  network y { overlay geneve }  vm one on a { port x }  vm two on b { port x }  vm three on c { port y }  vm four on b { port y }';
  const mesh = plan(TUNNELS('underlay 10.255.0.0/24', body)).deployment;
  expect(portsOf(mesh, 'a', 'br-tun')).toEqual([
    '1 patch-int',
    '2 geneve-0aff0003',
    '3 geneve-0aff0002',
    '4 vxlan-0aff0003',
    '5 vxlan-0aff0002',
  ]);
  const lazy = plan(TUNNELS('underlay 10.255.0.0/24  l2-population on', body)).deployment;
  expect(['a', 'b', 'c'].map((host) => portsOf(lazy, host, 'br-tun'))).toEqual([
    ['1 patch-int', '2 vxlan-0aff0002'],
    ['1 patch-int', '2 geneve-0aff0003', '3 vxlan-0aff0001'],
    ['1 patch-int', '2 geneve-0aff0002'],
  ]);
});

test('names tunnels over IPv6 by a digest that fits into 15 characters', () => {
  const { deployment } = plan(`fabric lab { underlay fd00::/64 }
    host a { roles compute  tunnel-ip fd00::1 }
    host b { roles compute  tunnel-ip fd00::2 }`);
  const [, tunnel] = hostOf(deployment, 'a').bridges.find(({ name }) => name === 'br-tun')?.ports ?? [];
  expect(tunnel?.name).toMatch(/^vxlan-[a-z2-7]{9}$/);
});

test('plans no tunnel to the second host with one tunnel address', () => {
  const { deployment } = plan(`fabric lab { underlay 10.255.0.0/24 }
    host a { roles compute  tunnel-ip 10.255.0.1 }
    host b { roles compute  tunnel-ip 10.255.0.1 }
    host c { roles compute  tunnel-ip 10.255.0.3 }`);
  expect(portsOf(deployment, 'c', 'br-tun')).toEqual(['1 patch-int', '2 vxlan-0aff0001']);
  expect(portsOf(deployment, 'b', 'br-tun')).toEqual(['1 patch-int']);
});

test('never gives a pinned port number to another port, not even to a patch', () => {
  const { deployment } = plan(`fabric lab { firewall none  underlay 10.255.0.0/24  physical a }
    host hv { roles compute  tunnel-ip 10.255.0.1  bridge br-ex { physical a } }
    tenant t {
      network x
      vm one on hv { port x { ofport 2  id 11111111-1111-4111-8111-111111111111 } }
      vm two on hv { port x { ofport 2  id 22222222-2222-4222-8222-222222222222 } }
    }`);
  expect(portsOf(deployment, 'hv', 'br-int')).toEqual(['1 int-br-ex', '2 tap11111111-11', '3 patch-tun', '4 tap22222222-22']);
});

test('plugs VMs through a Linux bridge with iptables-hybrid only', () => {
  const attachments = ['iptables-hybrid', 'none', 'openvswitch'].map((firewall) => {
    const { deployment } = plan(
      `fabric lab { firewall ${firewall} }  host hv { roles compute }  tenant t { network x  vm one on hv { port x } }`,
    );
    const hv = hostOf(deployment, 'hv');
    return [hv.bridges[0]?.ports[0]?.name.slice(0, 3), hv.hybridPlugs.length];
  });
  expect(attachments).toEqual([
    ['qvo', 1],
    ['tap', 0],
    ['tap', 0],
  ]);
});
