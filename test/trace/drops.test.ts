import { describe, expect, test } from 'vitest';
import { known } from '#core/base';
import { createNetwork, stackOfPort } from '#core/dataplane';
import { createMac, parseAddress } from '#core/net';
import { createArpRequest, createEchoRequest } from '#core/packet';
import { PING, tracePacket } from '#core/trace';
import { articleLab, compileText, ping, vm } from './cloud.ts';

const { compiled } = articleLab();
const address = (text: string) => known(parseAddress(text), text);
const nic = known(
  stackOfPort(createNetwork(compiled), known(compiled.deployment.vms.find(({ id }) => id === vm('vm-1'))?.ports[0], 'a port')),
  'vm-1',
).device;
const stranger = createMac(0xfa163e000001n);

function sendFrame(frame: ReturnType<typeof createEchoRequest>) {
  return tracePacket(compiled, { from: { kind: 'vm', id: vm('vm-1') }, to: { kind: 'vm', id: vm('vm-3') }, packet: PING, frame });
}

test('a frame with a foreign source MAC is dropped in table 25', () => {
  const ends = {
    sourceMac: stranger,
    destinationMac: createMac(0xfa163e83ada4n),
    source: address('10.0.1.85'),
    destination: address('10.0.1.90'),
  };
  // the hybrid plug's iptables look at the MAC first, so ask Open vSwitch itself
  const frame = createEchoRequest(ends, { icmpIdentifier: 1, icmpSequence: 1, data: new Uint8Array(56) });
  const host = compiled.hosts.find(({ plan }) => plan.name === 'compute-0')?.plan;
  const ofport = known(host?.bridges[0]?.ports.find(({ name }) => name === 'qvo95d96a75-a0')?.ofport, 'qvo');
  const trace = tracePacket(compiled, {
    from: { kind: 'switch-port', host: 'compute-0', bridge: 'br-int', ofport },
    to: undefined,
    packet: PING,
    frame,
  });
  expect(trace.verdict).toBe('dropped');
  expect(trace.reason).toMatchObject({ code: 'table-miss', at: 'compute-0 br-int table 25' });
});

test('the spoof chain of the hybrid plug drops a foreign source MAC before Open vSwitch sees it', () => {
  const ends = {
    sourceMac: stranger,
    destinationMac: createMac(0xfa163e83ada4n),
    source: address('10.0.1.85'),
    destination: address('10.0.1.90'),
  };
  const trace = sendFrame(createEchoRequest(ends, { icmpIdentifier: 1, icmpSequence: 1, data: new Uint8Array(56) }));
  expect(trace.reason).toMatchObject({ code: 'iptables-drop', at: 'compute-0 qbr95d96a75-a0' });
  expect(trace.reason?.message).toContain('neutron-openvswi-s95d96a75-a');
});

test('an ARP question with a foreign sender address is dropped in table 24', () => {
  const trace = sendFrame(createArpRequest({ mac: nic.mac, address: address('10.0.1.90') }, address('10.0.1.254')));
  expect(trace.verdict).toBe('dropped');
  expect(trace.reason).toMatchObject({ code: 'flow-drop', at: 'compute-0 br-int table 24' });
  expect(trace.request.steps.find(({ table }) => table === 24)?.element).toBeDefined();
});

test('a ping with TTL 1 ends at the gateway, which says so', () => {
  const trace = ping(compiled, 'vm-1', 'vm-4', { spec: { ttl: 1 } });
  expect(trace.verdict).toBe('dropped');
  expect(trace.reason?.code).toBe('ttl-expired');
  expect(trace.reply?.verdict).toBe('delivered');
  expect(trace.reply?.steps[0]?.packet).toBe('10.0.1.254 > 10.0.1.85 icmp time-exceeded ttl 64');
  expect(trace.reply?.egress?.device).toBe('vm-1');
});

describe('sizes', () => {
  test('a packet that fits the network but not the underlay is dropped at the tunnel, with all numbers', () => {
    const trace = ping(compiled, 'vm-1', 'vm-4', { spec: { sizeBytes: 1450, dontFragment: true } });
    expect(trace.verdict).toBe('dropped');
    expect(trace.reason).toMatchObject({ code: 'underlay-mtu', at: 'compute-0 vxlan-c0a8ff0f' });
    expect(trace.reason?.message).toMatch(/1450 bytes .* 1500, the underlay carries 1450/);
  });

  test('the largest packet the underlay carries is 1400 bytes', () => {
    expect(ping(compiled, 'vm-1', 'vm-4', { spec: { sizeBytes: 1400, dontFragment: true } }).verdict).toBe('delivered');
    expect(ping(compiled, 'vm-1', 'vm-4', { spec: { sizeBytes: 1401, dontFragment: true } }).verdict).toBe('dropped');
  });

  test('on one host the underlay does not matter', () => {
    expect(ping(compiled, 'vm-1', 'vm-3', { spec: { sizeBytes: 1450, dontFragment: true } }).verdict).toBe('delivered');
  });

  test('a packet larger than the sender’s own MTU never leaves it', () => {
    const trace = ping(compiled, 'vm-1', 'vm-3', { spec: { sizeBytes: 1451, dontFragment: true } });
    expect(trace.reason).toMatchObject({ code: 'own-mtu', at: 'compute-0 vm-1' });
  });

  test('a packet that would have to be cut up is not decided', () => {
    const trace = ping(compiled, 'vm-1', 'vm-3', { spec: { sizeBytes: 1451 } });
    expect(trace.verdict).toBe('not-modelled');
    expect(trace.reason?.message).toContain('fragmentation of a packet of 1451 bytes for MTU 1450');
  });

  test('a router with a narrower network behind it answers with the MTU to use', () => {
    const lab = articleLab((text) => text.replace('net-2 { vni 99  mtu 1450', 'net-2 { vni 99  mtu 1300'));
    const trace = ping(lab.compiled, 'vm-1', 'vm-4', { spec: { sizeBytes: 1400, dontFragment: true } });
    expect(trace.reason?.code).toBe('path-mtu');
    expect(trace.reply?.steps[0]?.packet).toBe('10.0.1.254 > 10.0.1.85 icmp fragmentation-needed ttl 64');
    const [atTap] = trace.frames.filter(({ leg, host }) => leg === 'reply' && host === 'compute-0');
    expect([...(atTap?.bytes.slice(40, 42) ?? [])]).toEqual([1300 >> 8, 1300 & 0xff]);
  });
});

test('an address nobody has is an unanswered ARP', () => {
  const trace = ping(compiled, 'vm-1', '10.0.1.77');
  expect(trace.verdict).toBe('lost');
  expect(trace.reason).toMatchObject({ code: 'arp-unanswered', at: 'compute-0 vm-1' });
  expect(trace.preludes[0]?.steps[0]?.packet).toBe('arp who-has 10.0.1.77 tell 10.0.1.85');
});

test('an address nobody has behind a router makes the router answer host-unreachable', () => {
  const trace = ping(compiled, 'vm-1', '10.0.2.77');
  expect(trace.verdict).toBe('lost');
  expect(trace.reason?.code).toBe('arp-unanswered');
  expect(trace.reply?.steps[0]?.packet).toBe('10.0.1.254 > 10.0.1.85 icmp host-unreachable ttl 64');
});

test('a destination the router has no route for is said to be unreachable', () => {
  const trace = ping(compiled, 'vm-1', '172.31.0.1');
  expect(trace.verdict).toBe('dropped');
  expect(trace.reason?.code).toBe('no-route');
  expect(trace.reply?.steps[0]?.packet).toBe('10.0.1.254 > 10.0.1.85 icmp net-unreachable ttl 64');
});

test('pinging a gateway is answered by the router itself', () => {
  const trace = ping(compiled, 'vm-1', '10.0.1.254');
  expect(trace.verdict).toBe('delivered');
  expect(trace.request.egress?.element).toBe('interface:demo.router-1.subnet-1');
});

test('pinging oneself never leaves the VM', () => {
  const trace = ping(compiled, 'vm-1', '10.0.1.85');
  expect(trace.verdict).toBe('delivered');
  expect(new Set(trace.request.steps.map(({ device }) => device))).toEqual(new Set(['vm-1']));
});

test('a bridge that does not exist is said, not crashed on', () => {
  const frame = createArpRequest({ mac: nic.mac, address: address('10.0.1.85') }, address('10.0.1.254'));
  for (const place of [
    { host: 'compute-9', bridge: 'br-int' },
    { host: 'compute-0', bridge: 'br-9' },
  ]) {
    const trace = tracePacket(compiled, { from: { kind: 'switch-port', ofport: 1, ...place }, to: undefined, packet: PING, frame });
    expect(trace.verdict).toBe('not-modelled');
    expect(trace.reason?.message).toContain(place.host === 'compute-9' ? 'compute-9' : 'br-9');
  }
});

test('a packet that appears at a switch port gets the MACs its VM would have used', () => {
  const port = { kind: 'switch-port', host: 'compute-0', bridge: 'br-int', ofport: 3 } as const;
  const trace = tracePacket(compiled, { from: port, to: { kind: 'vm', id: vm('vm-4') }, packet: PING });
  expect(trace.verdict).toBe('delivered');
  expect(trace.request.steps[0]).toMatchObject({ kind: 'bridge', inPort: 'qvo95d96a75-a0' });
});

test('IPv6 is not guessed at', () => {
  const ends = {
    sourceMac: nic.mac,
    destinationMac: createMac(0xfa163e83ada4n),
    source: address('fd00::1'),
    destination: address('fd00::2'),
  };
  const trace = sendFrame(createEchoRequest(ends, { icmpIdentifier: 1, icmpSequence: 1, data: new Uint8Array() }));
  expect(trace.verdict).not.toBe('delivered');
  expect(ping(compiled, 'vm-1', 'fd00::2').verdict).toBe('not-modelled');
});

const WALLED = `
fabric lab { overlay vxlan { vni 1..1000 }  underlay 192.168.0.0/24 { mtu 1550 }  firewall iptables-hybrid }
host hv-1 { roles compute, network  tunnel-ip 192.168.0.1 }
host hv-2 { roles compute  tunnel-ip 192.168.0.2 }
tenant demo {
  network app { subnet app-v4 10.0.0.0/24 }
  security-group web { allow ingress tcp 80, 443  allow ingress icmp type 8 from 10.0.0.10/32 }
  vm client on hv-1 { port app { ip 10.0.0.10 } }
  vm other on hv-1 { port app { ip 10.0.0.11 } }
  vm server on hv-2 { port app { ip 10.0.0.20  security web }  listens tcp 80 }
}
`;

describe('a security group', () => {
  const walled = compileText(WALLED).compiled;

  test('lets through what it allows, and the answer by connection state', () => {
    const trace = ping(walled, 'client', 'server', { spec: { protocol: 'tcp', destinationPort: 80 } });
    expect(trace.verdict).toBe('delivered');
    expect(trace.reply?.steps[0]?.packet).toBe('10.0.0.20:80 > 10.0.0.10:40000 tcp syn,ack ttl 64');
    const verdicts = (leg: typeof trace.request | undefined) =>
      leg?.steps.filter(({ kind }) => kind === 'iptables').map(({ flow }) => flow);
    expect(verdicts(trace.request)?.at(-1)).toContain('--dport 80 -j RETURN');
    expect(verdicts(trace.reply)).toEqual([expect.stringContaining('RELATED,ESTABLISHED'), expect.stringContaining('RELATED,ESTABLISHED')]);
  });

  test('drops what it does not allow at the receiver’s bridge, naming the port’s chain', () => {
    const trace = ping(walled, 'client', 'server', { spec: { protocol: 'tcp', destinationPort: 22 } });
    expect(trace.verdict).toBe('dropped');
    expect(trace.reason?.code).toBe('iptables-drop');
    expect(trace.reason?.at).toMatch(/^hv-2 qbr/);
    expect(trace.reason?.message).toMatch(/-A neutron-openvswi-i\S+ -j neutron-openvswi-sg-fallback/);
  });

  test('tells senders apart by address', () => {
    expect(ping(walled, 'client', 'server').verdict).toBe('delivered');
    expect(ping(walled, 'other', 'server').reason?.code).toBe('iptables-drop');
  });

  test('answers a port that is open in the group but not listened on with a reset', () => {
    const trace = ping(walled, 'client', 'server', { spec: { protocol: 'tcp', destinationPort: 443 } });
    expect(trace.verdict).toBe('delivered');
    expect(trace.reply?.steps[0]?.packet).toContain('tcp rst,ack');
  });
});
