import { describe, expect, test } from 'vitest';
import { writeHostScripts } from '#core/compile/script';
import { printPrefix } from '#core/net';
import { compileText, ping } from '../trace/cloud.ts';

const cloud = (options: string) =>
  compileText(`
fabric lab { overlay vxlan { vni 1..1000 }  underlay 192.168.255.0/24 { mtu 1600 }  ${options} }
host net { roles network  tunnel-ip 192.168.255.2 }
host hv { roles compute  tunnel-ip 192.168.255.3 }
tenant demo {
  network alone { subnet alone-v4 10.0.2.0/24 { gateway none } }
  network half { subnet half-a 10.0.3.0/24  subnet half-b 10.0.4.0/24 { gateway 10.0.4.254 } }
  network routed { subnet routed-v4 10.0.1.0/24  subnet routed-v6 fd00:1::/64 }
  network dark { subnet dark-v4 10.0.5.0/24 { dhcp off } }
  network six { subnet six-v6 fd00:6::/64 { ipv6 dhcpv6-stateful } }
  router edge { interface half-a  interface routed-v4 }
  vm lonely on hv { port alone { ip 10.0.2.9 } }
  vm behind on hv { port routed { ip 10.0.1.9 } }
}`).compiled;

/** By network: the addresses on the DHCP port beyond its own, the subnets it serves, and whether haproxy runs. */
function metadataOf(options: string) {
  const namespaces = cloud(options).hosts.flatMap(({ plan }) => plan.namespaces.filter(({ kind }) => kind === 'dhcp'));
  return Object.fromEntries(
    namespaces.map(({ element, devices, dhcp, metadataProxy }) => [
      element.replace('network:demo.', ''),
      [
        devices.flatMap(({ addresses }) => addresses.map(printPrefix)).filter((address) => /169|a9fe/.test(address)),
        dhcp?.metadataServers.map(({ subnet }) => subnet.replace('subnet:demo.', '')),
        metadataProxy?.header,
      ],
    ]),
  );
}

const ASK = { spec: { protocol: 'tcp', destinationPort: 80 } } as const;

describe('metadata of DHCP services', () => {
  test('is off unless written', () => {
    expect(Object.values(metadataOf('')).flatMap(([addresses, served, header]) => [addresses, served, header])).toEqual(
      ['alone', 'half', 'routed', 'six'].flatMap(() => [[], [], undefined]),
    );
    expect(ping(cloud(''), 'lonely', '169.254.169.254', ASK).verdict).toBe('lost');
  });

  test('is for subnets without a router at their gateway', () => {
    const [one, both] = [['169.254.169.254/32'], ['169.254.169.254/32', 'fe80::a9fe:a9fe/128']];
    expect(metadataOf('isolated-metadata on')).toEqual({
      alone: [one, ['alone-v4'], 'X-Neutron-Network-ID'],
      half: [one, ['half-b'], 'X-Neutron-Network-ID'],
      routed: [both, [], undefined],
      six: [both, [], undefined],
    });
  });

  test('is for all subnets with DHCP of IPv4 where it is forced', () => {
    const served = Object.entries(metadataOf('force-metadata on')).map(([name, [, subnets]]) => [name, subnets]);
    expect(served).toEqual([
      ['alone', ['alone-v4']],
      ['half', ['half-a', 'half-b']],
      ['routed', ['routed-v4']],
      ['six', []],
    ]);
  });

  test('is traced to the namespace that answers', () => {
    const alone = ping(cloud('isolated-metadata on'), 'lonely', '169.254.169.254', ASK);
    expect(alone.verdict).toBe('delivered');
    expect(alone.request.egress?.element).toBe('dhcp:demo.alone-v4');
    expect(alone.reply?.steps[0]?.packet).toMatch(/^169\.254\.169\.254:80 > 10\.0\.2\.9/);
    const forced = ping(cloud('force-metadata on'), 'behind', '169.254.169.254', ASK);
    expect([forced.verdict, forced.request.egress?.element]).toEqual(['delivered', 'dhcp:demo.routed-v4']);
    const asBefore = ping(cloud('isolated-metadata on'), 'behind', '169.254.169.254', ASK);
    expect([asBefore.verdict, asBefore.request.egress?.element]).toEqual(['delivered', 'interface:demo.edge.routed-v4']);
  });

  test('answers at the metadata addresses alone, of IPv6 too', () => {
    const forced = cloud('force-metadata on');
    expect(ping(forced, 'behind', 'fe80::a9fe:a9fe', ASK).request.steps.at(-1)?.summary).toContain('accepts the connection on TCP port 80');
    expect(ping(forced, 'lonely', '10.0.2.1', ASK).request.steps.at(-1)?.summary).toContain('has nothing that listens on TCP port 80');
  });

  test('has its daemon in the scripts, and guests that are namespaces their route', () => {
    const files = writeHostScripts(cloud('isolated-metadata on'));
    const setup = files.get('net/setup.sh') ?? '';
    expect(setup).toMatch(/namespace_daemon qdhcp-\S+ ns-metadata-proxy\/\S+\.haproxy\.conf haproxy -D -f/);
    expect(setup).toMatch(/namespace_address qdhcp-\S+ tap\S+ 169\.254\.169\.254\/32/);
    expect(files.get('hv/setup.sh')).toContain('guest_metadata vm-demo.lonely 10.0.2.1\n');
    expect(files.get('hv/setup.sh')).not.toContain('guest_metadata vm-demo.behind');
  });
});
