import { describe, expect, it } from 'vitest';
import { known } from '#core/base';
import { printAddress, printPrefix } from '#core/net';
import { type Deployment, type NamespacePlan, createLock, planDeployment, printLock, printNamespaceRoute, readLock } from '#core/plan';
import { createOstopoReader } from '#language';
import { hostOf, plan } from './plan.ts';

const CLOUD = (inside: string, ha = 'ha on') => `
fabric lab { firewall none  underlay 10.255.0.0/24  overlay vxlan { vni 10..99 }  physical wan  ${ha} }
host net-[1..4] { roles network  tunnel-ip 10.255.0.[1..4] }
host wan-[1..2] { roles network  tunnel-ip 10.255.0.[21..22]  bridge br-ex { physical wan  interface eth1 } }
host hv { roles compute  tunnel-ip 10.255.0.11 }
tenant t {
  network public { external  flat  physical wan  subnet public-v4 203.0.113.0/24 { dhcp off  gateway 198.51.100.1 }  subnet spare-v4 192.0.2.0/24 { dhcp off } }
  network app { subnet app-v4 10.0.0.0/24 }
  vm a on hv { port app }
  ${inside}
}`;
const ROUTER =
  'router r { external public { mac fa:16:3e:00:00:02 }  interface app-v4 { mac fa:16:3e:00:00:01 }  route 172.16.0.0/12 via 10.0.0.9 }';

function namespaceOn(deployment: Deployment, host: string): NamespacePlan {
  return known(
    hostOf(deployment, host).namespaces.find(({ kind }) => kind === 'router'),
    `a namespace of the router on ${host}`,
  );
}

function replicas({ routers }: Deployment): readonly string[] {
  return known(routers[0], 'a router').hosts.map((host) => host.replace('host:', ''));
}

describe('the replicas of a highly available router', () => {
  it('are three, those with a bridge to its external network first', () => {
    const { deployment } = plan(CLOUD(ROUTER));
    expect(replicas(deployment)).toHaveLength(3);
    expect(replicas(deployment).slice(0, 2).sort()).toEqual(['wan-1', 'wan-2']);
    expect(deployment.routers[0]).toMatchObject({ highlyAvailable: true, distributed: false });
  });

  it('are as many as written, on all network hosts with 0, and one with `ha off`', () => {
    expect(replicas(plan(CLOUD(ROUTER, 'ha on { hosts-per-router 2 }')).deployment)).toHaveLength(2);
    expect(replicas(plan(CLOUD(ROUTER, 'ha on { hosts-per-router 0 }')).deployment)).toHaveLength(6);
    expect(replicas(plan(CLOUD(ROUTER.replace('external', 'ha off  external'))).deployment)).toHaveLength(1);
  });

  it('begin with the host written', () => {
    expect(replicas(plan(CLOUD(ROUTER.replace('external', 'host net-3  external'))).deployment)[0]).toBe('net-3');
  });

  it('stay where the lock has them when network hosts come', () => {
    const text = CLOUD('router r { interface app-v4 }');
    const { topology } = createOstopoReader().read(text);
    const before = planDeployment(topology).deployment;
    const lock = known(readLock(printLock(createLock(topology, before)), 'model.ostopo.lock').lock, 'a lock');
    const more = createOstopoReader().read(
      text.replace('net-[1..4] { roles network  tunnel-ip 10.255.0.[1..4] }', 'net-[1..9] { roles network  tunnel-ip 10.255.0.[1..9] }'),
    );
    const [bare, locked] = [planDeployment(more.topology).deployment, planDeployment(more.topology, lock).deployment];
    expect([...replicas(locked)].sort()).toEqual([...replicas(before)].sort());
    expect(replicas(locked)[0]).toBe(replicas(before)[0]);
    expect(replicas(bare)).not.toEqual(replicas(before));
    expect(locked.routers[0]?.virtualRouterId).toBe(before.routers[0]?.virtualRouterId);
    expect(createLock(more.topology, locked, lock).elements.get(known(locked.routers[0], 'a router').id)).toMatchObject({
      host: `host:${known(replicas(before)[0], 'a host')}`,
    });
  });
});

describe('the HA network of a tenant', () => {
  it('has the VNI after those of the networks written, and a port for each replica', () => {
    const { deployment } = plan(CLOUD(ROUTER));
    const network = known(
      deployment.networks.find(({ id }) => id === 'ha-network:t'),
      'the HA network',
    );
    expect(network.name).toMatch(/^HA network project [0-9a-f-]{36}$/);
    expect(network.segment).toEqual({ kind: 'overlay', type: 'vxlan', vni: 11 });
    expect(network.subnets.map(({ prefix, gateway, dhcpEnabled }) => [printPrefix(prefix), gateway, dhcpEnabled])).toEqual([
      ['169.254.192.0/18', undefined, false],
    ]);
    const ports = deployment.ports.filter((port) => port.network === network.id);
    expect(ports.map(({ owner, hosts }) => [owner, hosts])).toEqual(
      [...replicas(deployment)].sort().map((host) => ['network:router_ha_interface', [`host:${host}`]]),
    );
    expect(ports.flatMap(({ addresses }) => addresses.map(({ address }) => printAddress(address))).sort()).toEqual([
      '169.254.192.1',
      '169.254.192.2',
      '169.254.192.3',
    ]);
  });

  it('is not there without such a router', () => {
    expect(plan(CLOUD(ROUTER, '')).deployment.networks.map(({ id }) => id)).toEqual(['network:t.app', 'network:t.public']);
  });

  it('gives each router a VRID of its own, which a router beside it does not move', () => {
    const many = Array.from(
      { length: 60 },
      (_, i) => `network n${String(i)} { subnet s${String(i)} 10.1.${String(i)}.0/24 }  router r${String(i)} { interface s${String(i)} }`,
    );
    const vrids = (inside: string) => plan(CLOUD(inside)).deployment.routers.map((router) => router.virtualRouterId ?? 0);
    const all = vrids(many.join('\n'));
    expect(new Set(all).size).toBe(60);
    expect(Math.min(...all)).toBeGreaterThan(0);
    expect(Math.max(...all)).toBeLessThan(255);
    expect(vrids(ROUTER)).toEqual(vrids(`${ROUTER}  router aaa`).slice(1));
  });
});

describe('keepalived of a replica', () => {
  const { deployment } = plan(CLOUD(ROUTER));
  const [active = '', standby = ''] = replicas(deployment);

  it('puts on every address and route of the router, wherever it runs', () => {
    const namespace = namespaceOn(deployment, active);
    const name = (prefix: string) =>
      known(
        namespace.devices.find((device) => device.prefix === prefix),
        prefix,
      ).name;
    const { keepalived } = namespace;
    const vrid = known(deployment.routers[0]?.virtualRouterId, 'a VRID');
    expect(keepalived).toMatchObject({ virtualRouterId: vrid, interface: name('ha-'), active: true });
    expect(keepalived && printPrefix(keepalived.primaryAddress)).toBe(`169.254.0.${String(vrid)}/24`);
    expect(keepalived?.excludedAddresses.map(({ address, device, linkScope }) => [printPrefix(address), device, linkScope])).toEqual([
      ['10.0.0.1/24', name('qr-'), false],
      ['203.0.113.1/24', name('qg-'), false],
      ['fe80::f816:3eff:fe00:1/64', name('qr-'), true],
      ['fe80::f816:3eff:fe00:2/64', name('qg-'), true],
    ]);
    expect(keepalived?.routes.map(printNamespaceRoute)).toEqual([
      `198.51.100.1/32 dev ${name('qg-')} scope link`,
      `0.0.0.0/0 via 198.51.100.1 dev ${name('qg-')}`,
      '172.16.0.0/12 via 10.0.0.9',
      `192.0.2.0/24 dev ${name('qg-')} scope link`,
    ]);
    const other = namespaceOn(deployment, standby).keepalived;
    expect({ ...other, interface: '', active: true }).toEqual({ ...keepalived, interface: '' });
  });

  it('has the same devices on every host, but for the HA port of its own', () => {
    const devices = (host: string, prefix: string) => namespaceOn(deployment, host).devices.filter((device) => device.prefix === prefix);
    expect(devices(standby, 'qr-')).toEqual(devices(active, 'qr-'));
    expect(devices(standby, 'qg-')).toEqual(devices(active, 'qg-'));
    expect(devices(standby, 'ha-')[0]?.name).not.toBe(devices(active, 'ha-')[0]?.name);
  });

  it('leaves a standby without IPv6 forwarding, advertisements and metadata', () => {
    const value = (host: string, key: string) => namespaceOn(deployment, host).sysctls.find((sysctl) => sysctl.key === key)?.value;
    expect([value(active, 'net.ipv6.conf.all.forwarding'), value(standby, 'net.ipv6.conf.all.forwarding')]).toEqual(['1', '0']);
    expect([value(active, 'net.ipv4.ip_nonlocal_bind'), value(standby, 'net.ipv4.ip_nonlocal_bind')]).toEqual(['1', '1']);
    expect(namespaceOn(deployment, standby)).toMatchObject({ keepalived: { active: false }, radvd: undefined, metadataProxy: undefined });
    expect(namespaceOn(deployment, active).metadataProxy).toBeDefined();
  });
});

describe('guests beside a standby, with egress-direct', () => {
  const cloud = (fabric: string, inside: string) => `
fabric lab { underlay 10.255.0.0/24  overlay vxlan { vni 10..99 }  ${fabric} }
host net-[1..2] { roles network, compute  tunnel-ip 10.255.0.[1..2] }
host hv { roles compute  tunnel-ip 10.255.0.11 }
tenant t {
  network app { subnet app-v4 10.0.0.0/24 }
  network other { subnet other-v4 10.0.1.0/24 }
  router r { interface app-v4  ha on  host net-1 }
  ${inside}
}`;
  const toldOf = (text: string) => {
    const { topology } = createOstopoReader().read(text);
    const { findings } = planDeployment(topology);
    return findings.map(({ code, element, message }) => `${code} ${element ?? ''} ${message.slice(0, message.indexOf(':'))}`);
  };

  it('are told once for each router', () => {
    expect(toldOf(cloud('egress-direct on', 'vm v on net-2 { port app }  vm w on net-2 { port app }'))).toEqual([
      'OST4053 router:t.r vm `v` and 1 more VMs stand beside a standby of router `r`',
    ]);
  });

  it.each([
    ['is switched', '', 'vm v on net-2 { port app }'],
    ['are beside the active host', 'egress-direct on', 'vm v on net-1 { port app }'],
    ['are on hosts of neither', 'egress-direct on', 'vm v on hv { port app }'],
    ['are on a network that the router has no port on', 'egress-direct on', 'vm v on net-2 { port other }'],
    ['are down', 'egress-direct on', 'vm v on net-2 { port app { admin-state down } }'],
  ])('are not, where they %s', (_what, fabric, inside) => {
    expect(toldOf(cloud(fabric, inside))).toEqual([]);
  });
});
