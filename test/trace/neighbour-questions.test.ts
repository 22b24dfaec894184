import { expect, test } from 'vitest';
import { known } from '#core/base';
import { stackOfPort } from '#core/dataplane';
import { createMac, parseAddress } from '#core/net';
import { ICMPV6, IP_PROTOCOL, createIpPacket } from '#core/packet';
import { PING, tracePacket } from '#core/trace';
import { articleLab, ping, runningCloud, vm } from './cloud.ts';

const { compiled } = articleLab();
const ARP = { spec: { protocol: 'arp' } } as const;

test.each(['vm-4', '10.0.1.77'])('ARP for %s, which nobody on the network has, is a question that nobody answered', (to) => {
  const trace = ping(compiled, 'vm-1', to, ARP);
  expect(trace.verdict).toBe('lost');
  expect(trace.reason).toMatchObject({ code: 'arp-unanswered', at: 'compute-0 vm-1' });
  expect(trace.reason?.message).toMatch(/^nobody answered ARP for 10\.0\.[12]\.\d+ on eth0 of vm-1$/);
  expect(trace.request.steps.map(({ device }) => device)).toEqual(expect.arrayContaining(['vm-1', 'br-int']));
  expect(new Set(trace.request.steps.map(({ host }) => host))).toEqual(new Set(['compute-0']));
  expect(trace.request.branches.length).toBeGreaterThan(5);
  expect(trace.request.steps.some(({ kind }) => kind === 'drop')).toBe(false);
});

test('ARP that is answered is delivered, by its owner or by the ARP responder', () => {
  expect(ping(compiled, 'vm-1', 'vm-2', ARP)).toMatchObject({ verdict: 'delivered', reply: { verdict: 'delivered' } });
  const responder = articleLab((text) => text.replace('l2-population off', 'l2-population on\n  arp-responder on')).compiled;
  const trace = ping(responder, 'vm-1', 'vm-2', ARP);
  expect(trace).toMatchObject({ verdict: 'delivered', request: { egress: { device: 'vm-1' } }, reply: undefined });
});

test('neighbour discovery for an address nobody has says so', () => {
  const cloud = runningCloud(`
fabric f { underlay 172.16.0.0/24 { mtu 1600 }  firewall none }
host hv-1 { roles compute, network  tunnel-ip 172.16.0.11 }
host hv-2 { roles compute  tunnel-ip 172.16.0.12 }
tenant demo {
  network n { subnet s fd00:1::/64 { ipv6 slaac } }
  vm a on hv-1 { port n }
  vm b on hv-2 { port n }
}`);
  const port = known(cloud.compiled.deployment.vms.find(({ id }) => id === vm('a'))?.ports[0], 'a port');
  const { device } = known(stackOfPort(cloud, port), 'a');
  const target = known(parseAddress('fd00:1::77'), 'an address');
  const ends = {
    sourceMac: device.mac,
    destinationMac: createMac(0x3333ff000077n),
    source: known(device.addresses[0], 'an address').address,
    destination: known(parseAddress('ff02::1:ff00:77'), 'a group'),
    ttl: 255,
  };
  const headers = { icmpv6_type: ICMPV6.neighborSolicitation, icmpv6_code: 0n, nd_target: target.value, nd_sll: device.mac };
  const frame = createIpPacket(ends, IP_PROTOCOL.icmpv6, headers);
  const trace = tracePacket(cloud, { from: { kind: 'vm', id: vm('a') }, to: undefined, packet: PING, frame });
  expect(trace).toMatchObject({
    verdict: 'lost',
    reason: { code: 'nd-unanswered', message: 'nobody answered neighbour discovery for fd00:1::77 on eth0 of a' },
  });
});

test('ARP is also a question that nobody answered behind the Open vSwitch firewall', () => {
  const walled = articleLab((text) => text.replace('firewall iptables-hybrid', 'firewall openvswitch')).compiled;
  expect(ping(walled, 'vm-1', 'vm-4', ARP).reason?.code).toBe('arp-unanswered');
});
