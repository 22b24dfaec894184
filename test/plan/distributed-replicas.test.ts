import { describe, expect, it } from 'vitest';
import { known } from '#core/base';
import { printPrefix } from '#core/net';
import { type Deployment, type NamespacePlan, createLock, planDeployment, printLock, printNamespaceRoute, readLock } from '#core/plan';
import { createOstopoReader } from '#language';
import { hostOf, plan } from './plan.ts';

const CLOUD = (router: string, more: { readonly ha?: string; readonly app?: string } = {}) => `
fabric lab { firewall none  l2-population on  underlay 10.255.0.0/24  overlay vxlan { vni 10..99 }  physical wan  dvr on  ${more.ha ?? 'ha on { hosts-per-router 2 }'} }
host net-[1..3] { roles network  tunnel-ip 10.255.0.[1..3]  bridge br-ex { physical wan  interface eth1 } }
host hv-[1..2] { roles compute  tunnel-ip 10.255.0.[11..12] }
tenant t {
  network public { external  flat  physical wan  subnet public-v4 203.0.113.0/24 { dhcp off  gateway 203.0.113.1 }  subnet spare-v4 192.0.2.0/24 { dhcp off } }
  network app { subnet app-v4 10.0.0.0/24 { dhcp off }  ${more.app ?? ''} }
  vm a on hv-1 { port app { ip 10.0.0.5 } }
  floating-ip 203.0.113.50 to a
  ${router}
}`;
const GATEWAY = 'external public { ip 203.0.113.10  mac fa:16:3e:00:00:02 }';
const ROUTER = `router r { ${GATEWAY}  interface app-v4  route 172.16.0.0/12 via 10.0.0.9  host net-2 }`;

/** `HOST KIND` of every namespace of a router, in a host's order. */
function namespaces({ hosts }: Deployment): readonly string[] {
  return hosts.flatMap(({ name, namespaces: own }) => own.filter(({ kind }) => kind !== 'dhcp').map(({ kind }) => `${name} ${kind}`));
}

function namespaceOn(deployment: Deployment, host: string, kind: NamespacePlan['kind']): NamespacePlan {
  return known(
    hostOf(deployment, host).namespaces.find((namespace) => namespace.kind === kind),
    `the ${kind} namespace on ${host}`,
  );
}

/** The network hosts with a replica, the active one first. */
function replicas({ hosts, routers }: Deployment): readonly string[] {
  const active = routers[0]?.hosts[0];
  const all = hosts.filter(({ namespaces: own }) => own.some(({ keepalived }) => keepalived));
  return [...all.filter(({ id }) => id === active), ...all.filter(({ id }) => id !== active)].map(({ name }) => name);
}

describe('a router that is distributed and highly available', () => {
  const { deployment } = plan(CLOUD(ROUTER));
  const [active = '', standby = ''] = replicas(deployment);

  it('routes on every host with its guests, and has its source NAT on as many network hosts as it has replicas', () => {
    expect([active, replicas(deployment).length]).toEqual(['net-2', 2]);
    const central = [active, standby].sort().flatMap((host) => [`${host} router`, `${host} snat`]);
    expect(namespaces(deployment)).toEqual(['hv-1 router', ...central]);
    expect(deployment.routers[0]).toMatchObject({ distributed: true, highlyAvailable: true });
    expect(deployment.routers[0]?.hosts).toEqual([active, standby, 'hv-1'].map((host) => `host:${host}`));
  });

  it('has a port on the HA network of its tenant for each of them, and none on other hosts', () => {
    const ports = deployment.ports.filter(({ owner }) => owner === 'network:router_ha_interface');
    expect(ports.map(({ hosts, network }) => [hosts, network])).toEqual(
      [active, standby].sort().map((host) => [[`host:${host}`], 'ha-network:t']),
    );
  });

  it('has keepalived in `snat-` alone, which puts on what that has: its ports on the subnets and its gateway', () => {
    const central = namespaceOn(deployment, active, 'snat');
    const { keepalived } = central;
    const device = (prefix: string) =>
      known(
        central.devices.find((candidate) => candidate.prefix === prefix),
        prefix,
      );
    expect(central.devices.map(({ prefix }) => prefix).sort()).toEqual(['ha-', 'qg-', 'sg-']);
    expect(keepalived).toMatchObject({
      interface: device('ha-').name,
      virtualRouterId: deployment.routers[0]?.virtualRouterId,
      active: true,
    });
    expect(keepalived?.excludedAddresses.map((entry) => [printPrefix(entry.address).replace(/^fe80.*/, 'fe80'), entry.device])).toEqual([
      [printPrefix(known(device('sg-').addresses[0], 'an address')), device('sg-').name],
      ['203.0.113.10/24', device('qg-').name],
      ['203.0.113.50/32', device('qg-').name],
      ['fe80', device('qg-').name],
      ['fe80', device('sg-').name],
    ]);
    expect(keepalived?.routes.map(printNamespaceRoute)).toEqual([
      `0.0.0.0/0 via 203.0.113.1 dev ${device('qg-').name}`,
      '172.16.0.0/12 via 10.0.0.9',
      `192.0.2.0/24 dev ${device('qg-').name} scope link`,
    ]);
    const other = namespaceOn(deployment, standby, 'snat');
    expect({ ...other.keepalived, interface: '', active: true }).toEqual({ ...keepalived, interface: '' });
    expect(other.devices.filter(({ prefix }) => prefix !== 'ha-')).toEqual(central.devices.filter(({ prefix }) => prefix !== 'ha-'));
    for (const host of ['hv-1', active, standby]) expect(namespaceOn(deployment, host, 'router').keepalived).toBeUndefined();
  });

  it('sends guests of every host to the one source NAT, wherever it is at work', () => {
    const ways = ['hv-1', active, standby].map((host) => {
      const { policyRules, routes, neighbours } = namespaceOn(deployment, host, 'router');
      return { policyRules, routes, neighbours };
    });
    expect(ways[1]).toEqual(ways[0]);
    expect(ways[2]).toEqual(ways[0]);
    expect(ways[0]?.routes.some(({ table }) => table === 0x0a000001)).toBe(true);
  });

  it('translates centrally on the active host', () => {
    expect(deployment.floatingIps).toMatchObject([{ host: `host:${active}`, centralised: true }]);
  });

  it('takes up no connection in the middle, learns nothing from outside on a standby, and answers for metadata on both', () => {
    const settings = (host: string, kind: NamespacePlan['kind']) =>
      Object.fromEntries(
        namespaceOn(deployment, host, kind).sysctls.map(({ key, value }) => [key.replace(/\.qg-[^.]+/, '.qg'), value] as const),
      );
    for (const host of [active, standby])
      expect(settings(host, 'snat')).toMatchObject({
        'net.netfilter.nf_conntrack_tcp_loose': '0',
        'net.ipv4.ip_nonlocal_bind': '1',
        'net.ipv6.conf.all.forwarding': '1',
      });
    expect(settings(standby, 'snat')).toMatchObject({ 'net.ipv6.conf.qg.forwarding': '0', 'net.ipv6.conf.qg.accept_ra': '0' });
    expect(settings(active, 'snat')).toMatchObject({ 'net.ipv6.conf.qg.accept_ra': '2' });
    expect(settings(active, 'snat')['net.ipv6.conf.qg.forwarding']).toBeUndefined();
    expect(settings('hv-1', 'router')).toMatchObject({ 'net.ipv6.conf.all.forwarding': '1' });
    for (const host of [active, standby]) {
      expect(settings(host, 'router')).toMatchObject({ 'net.ipv6.conf.all.forwarding': '0', 'net.ipv4.ip_nonlocal_bind': '1' });
      expect(namespaceOn(deployment, host, 'router').metadataProxy).toBeDefined();
      expect(namespaceOn(deployment, host, 'snat').metadataProxy).toBeUndefined();
    }
  });

  it('announces IPv6 subnets everywhere but on a standby', () => {
    const six = plan(
      CLOUD(ROUTER.replace('app-v4', 'app-v4  interface app-v6'), { app: 'subnet app-v6 2001:db8::/64 { ipv6 slaac }' }),
    ).deployment;
    const announcing = (host: string) => namespaceOn(six, host, 'router').radvd !== undefined;
    expect(['hv-1', ...replicas(six)].map(announcing)).toEqual([true, true, false]);
  });
});

describe('its replicas', () => {
  it('are there without a gateway too: keepalived with nothing to put on', () => {
    const { deployment } = plan(CLOUD('router r { interface app-v4 }').replace('floating-ip 203.0.113.50 to a', ''));
    const central = replicas(deployment).map((host) => namespaceOn(deployment, host, 'snat'));
    expect(central).toHaveLength(2);
    for (const { devices, nat, routes, keepalived } of central) {
      expect(devices.map(({ prefix }) => prefix)).toEqual(['ha-']);
      expect([nat, routes, keepalived?.excludedAddresses, keepalived?.routes]).toEqual([undefined, [], [], []]);
    }
  });

  it('are one where there is one network host, and none where `ha off` is written', () => {
    const one = CLOUD(ROUTER).replace('net-[1..3]', 'net-[2..2]').replace('10.255.0.[1..3]', '10.255.0.[2..2]');
    expect(namespaces(plan(one).deployment)).toEqual(['hv-1 router', 'net-2 router', 'net-2 snat']);
    expect(replicas(plan(one).deployment)).toEqual(['net-2']);
    expect(replicas(plan(CLOUD(ROUTER.replace('external', 'ha off  external'))).deployment)).toEqual([]);
  });

  it('stay where the lock has them when network hosts come', () => {
    const text = CLOUD(ROUTER.replace('host net-2', ''));
    const { topology } = createOstopoReader().read(text);
    const before = planDeployment(topology).deployment;
    const lock = known(readLock(printLock(createLock(topology, before)), 'model.ostopo.lock').lock, 'a lock');
    const more = createOstopoReader().read(text.replace('net-[1..3]', 'net-[1..9]').replace('10.255.0.[1..3]', '10.255.0.[1..9]'));
    const locked = planDeployment(more.topology, lock).deployment;
    expect(replicas(locked)).toEqual(replicas(before));
    expect(replicas(planDeployment(more.topology).deployment)).not.toEqual(replicas(before));
    const [was, is] = [before, locked].map(({ hosts }) => hosts.find(({ name }) => name === replicas(before)[0])?.bridges[0]?.ports);
    expect(is).toEqual(was);
  });

  it('share the VRIDs of their tenant with routers that are not distributed', () => {
    const { routers } = plan(CLOUD(`${ROUTER}  router s { dvr off }`)).deployment;
    expect(new Set(routers.map(({ virtualRouterId }) => virtualRouterId)).size).toBe(2);
    expect(routers.every(({ virtualRouterId }) => virtualRouterId !== undefined)).toBe(true);
  });
});
