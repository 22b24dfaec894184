import { describe, expect, test } from 'vitest';
import { known } from '#core/base';
import { type Network, showNeighbours, stackOfPort } from '#core/dataplane';
import { createMac, linkLocalAddress, parseAddress } from '#core/net';
import { ICMPV6, IP_PROTOCOL, createIpPacket } from '#core/packet';
import { PING, type Trace, printTrace, tracePacket } from '#core/trace';
import { ping, runningCloud, vm } from './cloud.ts';

const cloudWith = (firewall: string, ipv6 = ' ipv6 slaac') => `
fabric edge { overlay vxlan { vni 1..1000 }  underlay 192.168.255.0/24 { mtu 1600 }  firewall ${firewall} }
host net { roles network, control  tunnel-ip 192.168.255.2 }
host hv { roles compute  tunnel-ip 192.168.255.3 }
host hv-2 { roles compute  tunnel-ip 192.168.255.4 }
tenant demo {
  network inner { vni 22  subnet a 2001:db8:a::/64 {${ipv6} } }
  network outer { vni 23  mtu 1400  subnet b 2001:db8:b::/64 {${ipv6} } }
  router r { interface a  interface b }
  security-group web { allow ingress tcp 80 ipv6  allow ingress icmpv6  allow ingress udp 53 ipv6 }
  vm one on hv { port inner { security web }  listens 80 }
  vm two on hv-2 { port inner { security web }  listens 80 }
  vm three on hv-2 { port outer { security web }  listens 80 }
}`;

const tcp = (destinationPort: number) => ({ spec: { protocol: 'tcp', destinationPort } }) as const;

describe.each(['openvswitch', 'iptables-hybrid', 'none'])('behind firewall %s', (firewall) => {
  const cloud = runningCloud(cloudWith(firewall));

  test('guests of one network find each other by neighbour discovery and answer a ping', () => {
    const cold = ping(cloud, 'one', 'two', { cold: true });
    expect(cold.verdict).toBe('delivered');
    expect(cold.preludes.map(({ steps }) => steps[0]?.packet)).toEqual([
      expect.stringMatching(/> ff02::1:ff[0-9a-f:]+ icmpv6 neighbor-solicitation for 2001:db8:a:\S+ ttl 255$/),
      expect.stringMatching(/icmpv6 neighbor-advertisement for 2001:db8:a:\S+ ttl 255$/),
    ]);
    const warm = ping(cloud, 'one', 'two');
    expect([warm.verdict, warm.preludes]).toEqual(['delivered', []]);
    expect(warm.request.steps[0]?.packet).toMatch(/^2001:db8:a:\S+ > 2001:db8:a:\S+ icmpv6 echo-request ttl 64$/);
  });

  test('a router passes packets on with one hop less, towards its link-local address', () => {
    const trace = ping(cloud, 'one', 'three', tcp(80));
    expect(trace.verdict).toBe('delivered');
    const route = trace.request.steps.find(({ kind }) => kind === 'route');
    expect([route?.before.ip_ttl, route?.after.ip_ttl]).toEqual(['64', '63']);
    expect(trace.request.steps[0]?.summary).toMatch(/^one sends it by way of fe80::/);
    expect(trace.reply?.steps.at(-1)?.packet).toContain('tcp syn,ack ttl 63');
  });

  test('a port nobody listens on is answered by an error that finds its way back', () => {
    const trace = ping(cloud, 'one', 'three', { spec: { protocol: 'udp', destinationPort: 53 } });
    expect(trace.reply?.verdict).toBe('delivered');
    expect(trace.reply?.steps.at(-1)?.packet).toMatch(/icmpv6 unreachable/);
  });

  test('a router says where the hop limit ran out and what is too big for the next link', () => {
    const expired = ping(cloud, 'one', 'three', { spec: { ttl: 1 } });
    expect([expired.request.reason?.code, expired.reply?.verdict]).toEqual(['ttl-expired', 'delivered']);
    expect(expired.reply?.steps.at(-1)?.packet).toContain('time-exceeded');
    const big = ping(cloud, 'one', 'three', { spec: { sizeBytes: 1450 } });
    expect([big.request.reason?.code, big.reply?.verdict]).toEqual(['path-mtu', 'delivered']);
    expect(big.reply?.steps.at(-1)?.packet).toContain('packet-too-big');
  });
});

test('a rule for IPv6 is asked by name where it is missing', () => {
  for (const [firewall, code] of [
    ['openvswitch', 'firewall-drop'],
    ['iptables-hybrid', 'iptables-drop'],
  ] as const) {
    const { verdict, reason } = ping(runningCloud(cloudWith(firewall)), 'one', 'two', tcp(22));
    expect([verdict, reason?.code]).toEqual(['dropped', code]);
  }
});

test('an address that nobody has is not found by neighbour discovery', () => {
  const trace = ping(runningCloud(cloudWith('none')), 'one', '2001:db8:a::9');
  expect([trace.verdict, trace.reason?.code]).toEqual(['lost', 'nd-unanswered']);
  const routed = ping(runningCloud(cloudWith('none')), 'one', '2001:db8:b::9');
  expect(routed.reply?.steps.at(-1)?.packet).toContain('icmpv6 unreachable');
});

test('where nobody announces the subnet, the gateway is the one that is written', () => {
  const trace = ping(runningCloud(cloudWith('none', '')), 'one', 'three');
  expect(trace.verdict).toBe('delivered');
  expect(trace.request.steps[0]?.summary).toMatch(/^one sends it by way of 2001:db8:a::/);
});

describe('a guest that asks for routers', () => {
  const solicit = (cloud: Network): Trace => {
    const { device } = guest(cloud, 'one');
    const ends = {
      sourceMac: device.mac,
      destinationMac: createMac(0x333300000002n),
      source: linkLocalAddress(device.mac),
      destination: known(parseAddress('ff02::2'), 'all routers'),
      ttl: 255,
    };
    const frame = createIpPacket(ends, IP_PROTOCOL.icmpv6, { icmpv6_type: ICMPV6.routerSolicitation, icmpv6_code: 0n });
    return tracePacket(cloud, { from: { kind: 'vm', id: vm('one') }, to: undefined, packet: PING, frame });
  };

  test.each(['openvswitch', 'iptables-hybrid'])('is told prefix and route by radvd, through firewall %s', (firewall) => {
    const cloud = runningCloud(cloudWith(firewall));
    const trace = solicit(cloud);
    expect(trace.verdict).toBe('delivered');
    const { device } = guest(cloud, 'one');
    const address = device.addresses[0]?.address;
    expect(printTrace(trace, 'tables')).toContain('announces 2001:db8:a::/64 by radvd');
    expect(printTrace(trace, 'tables')).toMatch(/one learns its default route by way of fe80::\S+, and takes 2001:db8:a:/);
    expect(address?.value).toBe((0x20010db8000an << 80n) | (linkLocalAddress(device.mac).value & 0xffffffffffffffffn));
    expect(showNeighbours(cloud, vm('one')).some(({ address: known }) => known.startsWith('fe80::'))).toBe(true);
  });

  test('hears nothing where no subnet is announced', () => {
    expect(solicit(runningCloud(cloudWith('none', ''))).verdict).toBe('lost');
  });
});

function guest(network: Network, name: string) {
  const port = known(network.compiled.deployment.vms.find(({ id }) => id === vm(name))?.ports[0], `a port of ${name}`);
  return known(stackOfPort(network, port), name);
}
