import { describe, expect, it, test } from 'vitest';
import { known } from '#core/base';
import { printAddress, printMac, printPrefix } from '#core/net';
import { type Deployment, type NamespacePlan, createLock, planDeployment, printLock, printNamespaceRoute, readLock } from '#core/plan';
import { createOstopoReader } from '#language';
import { addressesOf, hostOf, plan } from './plan.ts';

const CLOUD = (inside: string, outside = 'subnet public-v4 203.0.113.0/24 { dhcp off  pool 203.0.113.10..203.0.113.99 }') => `
fabric lab { firewall none  physical wan { mtu 1500 } }
host bare { roles network }
host edge-1 { roles network  bridge br-ex { physical wan  interface eth1 } }
host hv { roles compute }
tenant t {
  network public { external  flat  physical wan  ${outside} }
  network app { subnet app-v4 10.0.0.0/24 }
  router r { external public  interface app-v4 }
  vm a on hv { port app }
  ${inside}
}`;

function namespaceOf(deployment: Deployment): NamespacePlan {
  const found = hostOf(deployment, 'edge-1').namespaces.find(({ kind }) => kind === 'router');
  return known(found, 'the namespace of the router');
}

describe('the gateway of a router', () => {
  it('is on a host with a bridge to the external network, with an address of it and a default route out', () => {
    const { deployment } = plan(CLOUD(''));
    const { devices, routes, nat, sysctls } = namespaceOf(deployment);
    const gateway = known(devices.at(-1), 'a device');
    expect(deployment.routers[0]?.hosts).toEqual(['host:edge-1']);
    expect(devices.map(({ prefix, addresses }) => [prefix, ...addresses.map(printPrefix)])).toEqual([
      ['qr-', '10.0.0.1/24'],
      ['qg-', '203.0.113.10/24'],
    ]);
    expect(routes.map(printNamespaceRoute)).toEqual([`0.0.0.0/0 via 203.0.113.1 dev ${gateway.name}`]);
    expect(nat).toMatchObject({ externalDevice: gateway.name, snat: true, floatingIps: [] });
    expect(sysctls).toContainEqual({ key: `net.ipv6.conf.${gateway.name}.accept_ra`, value: '2' });
  });

  it('reaches a next hop outside its subnet by a route to it, and has the other subnets on its link', () => {
    const outside = 'subnet first 203.0.113.0/24 { dhcp off  gateway 198.51.100.1 } subnet more 192.0.2.0/24 { dhcp off }';
    const { devices, routes } = namespaceOf(plan(CLOUD('', outside)).deployment);
    const { name } = known(devices.at(-1), 'a device');
    expect(routes.map(printNamespaceRoute)).toEqual([
      `198.51.100.1/32 dev ${name} scope link`,
      `0.0.0.0/0 via 198.51.100.1 dev ${name}`,
      `192.0.2.0/24 dev ${name} scope link`,
    ]);
  });

  it('keeps its pins', () => {
    const pins = 'ip 203.0.113.77  mac fa:16:3e:00:00:77  id 77777777-0000-4000-8000-000000000077  ofport 77';
    const { deployment } = plan(CLOUD('').replace('external public  interface', `external public { ${pins} }  interface`));
    const [device] = namespaceOf(deployment).devices.slice(-1);
    expect(device).toMatchObject({ name: 'qg-77777777-00' });
    expect(device && printMac(device.mac)).toBe('fa:16:3e:00:00:77');
    expect(device?.addresses.map(printPrefix)).toEqual(['203.0.113.77/24']);
    const port = hostOf(deployment, 'edge-1').bridges[0]?.ports.find(({ ofport }) => ofport === 77);
    expect(port).toMatchObject({ name: 'qg-77777777-00', attachment: 'internal', namespace: namespaceOf(deployment).name });
  });

  it('is not planned on a network that is not external', () => {
    const { deployment } = plan(CLOUD('').replace('external  flat', 'flat'));
    expect(deployment.routers[0]?.gateway).toBeUndefined();
  });
});

describe('floating addresses', () => {
  const FLOATING = 'floating-ip 203.0.113.10 to a';

  it('are on the gateway by themselves, and no port gets them', () => {
    const { deployment } = plan(CLOUD(FLOATING));
    const { devices, nat } = namespaceOf(deployment);
    expect(devices.at(-1)?.addresses.map(printPrefix)).toEqual(['203.0.113.11/24', '203.0.113.10/32']);
    expect(nat?.floatingIps.map(({ address, fixedAddress }) => [printAddress(address), printAddress(fixedAddress)])).toEqual([
      ['203.0.113.10', addressesOf(deployment)['port:t.a.app']?.[0]],
    ]);
    expect(deployment.routers[0]?.floatingIps).toEqual(deployment.floatingIps.map(({ id }) => id));
  });

  it('lead to the fixed address that is named', () => {
    const text = CLOUD(`${FLOATING} { fixed 10.0.0.9 }`).replace('{ port app }', '{ port app { ip 10.0.0.8, 10.0.0.9 } }');
    expect(plan(text).deployment.floatingIps.map(({ fixedAddress }) => printAddress(fixedAddress))).toEqual(['10.0.0.9']);
  });

  it('are planned by no router without a way out', () => {
    expect(plan(CLOUD(FLOATING).replace('external public  ', '')).deployment.floatingIps).toEqual([]);
  });

  it('and gateways keep their values by the lock file', () => {
    const reader = createOstopoReader();
    const text = CLOUD('floating-ip 203.0.113.50 to a');
    const { topology } = reader.read(text);
    const before = planDeployment(topology).deployment;
    const { lock } = readLock(printLock(createLock(topology, before)), 'x.lock');
    const grown = reader.read(text.replace('router r', 'router a-before { external public }\n  router r')).topology;
    const after = planDeployment(grown, lock).deployment;
    const gateway = (deployment: Deployment) => addressesOf(deployment)['gateway:t.r'];
    expect(gateway(before)).toEqual(['203.0.113.10']);
    expect(gateway(after)).toEqual(['203.0.113.10']);
    expect(lock?.elements.get(known(before.floatingIps[0], 'a floating address').id)).toEqual({ uuid: before.floatingIps[0]?.uuid });
  });
});

test('every port but a router’s has the EUI-64 address of each SLAAC and stateless subnet, also one that pins its IPv4 address', () => {
  const { deployment } = plan(`fabric lab { firewall none }
    host net { roles network }
    host hv { roles compute }
    tenant t {
      network x { subnet v4 10.0.0.0/24  subnet s6 2001:db8:1::/64 { ipv6 slaac }  subnet t6 2001:db8:2::/64 { ipv6 dhcpv6-stateless } }
      router r { interface v4  interface s6  interface t6 }
      vm a on hv { port x { mac fa:16:3e:00:00:05 } }
      vm b on hv { port x { ip 10.0.0.9  mac fa:16:3e:00:00:06 } }
    }`);
  const addresses = addressesOf(deployment);
  expect(addresses['port:t.a.x']).toEqual(['10.0.0.3', '2001:db8:1:0:f816:3eff:fe00:5', '2001:db8:2:0:f816:3eff:fe00:5']);
  expect(addresses['port:t.b.x']).toEqual(['10.0.0.9', '2001:db8:1:0:f816:3eff:fe00:6', '2001:db8:2:0:f816:3eff:fe00:6']);
  expect(addresses['interface:t.r.s6']).toEqual(['2001:db8:1::', '2001:db8:2::']);
  expect(addresses['interface:t.r.t6']).toBeUndefined();
  const [{ radvd } = { radvd: undefined }] = deployment.hosts.flatMap(({ namespaces }) =>
    namespaces.filter(({ kind }) => kind === 'router'),
  );
  expect(radvd?.interfaces.map(({ subnets }) => subnets.map(({ ipv6Mode }) => ipv6Mode))).toEqual([['slaac', 'dhcpv6-stateless']]);
});
