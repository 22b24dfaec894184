import { describe, expect, test } from 'vitest';
import { known } from '#core/base';
import type { CompiledFabric } from '#core/compile';
import { createNetwork, runNetwork, showNeighbours, stackKeys, stackOf, startFrame, startPacket, takeLog } from '#core/dataplane';
import { createMac, parseAddress } from '#core/net';
import { type Flow, parseFlow } from '#core/openflow';
import { createEchoRequest, createIpPacket, decodeDhcpMessage, decodeFrame, encodeDhcpMessage } from '#core/packet';
import { articleLab, compileText, ping, vm } from '../trace/cloud.ts';

const { compiled } = articleLab();
const address = (text: string) => known(parseAddress(text), text);

function flow(text: string): Flow {
  const parsed = parseFlow(text);
  if (parsed.kind === 'error') throw new Error(parsed.problem.message);
  return parsed.value;
}

/** The fabric with more flows on br-tun of some hosts. */
function withFlows(fabric: CompiledFabric, extra: Readonly<Record<string, string>>): CompiledFabric {
  const hosts = fabric.hosts.map((host) => {
    const text = extra[host.plan.name];
    const bridges = host.bridges.map((bridge) =>
      bridge.plan.name === 'br-tun' && text ? { ...bridge, flows: [flow(text), ...bridge.flows] } : bridge,
    );
    return { ...host, bridges };
  });
  return { ...fabric, hosts };
}

test('a frame that two hosts send back and forth for ever ends as looping', () => {
  // compute-0: port 2 leads to compute-1; compute-1: port 2 leads to compute-0
  const bounce = 'table=0,priority=100,tun_id=0x16,in_port=2,actions=in_port';
  const ports = (host: string) =>
    compiled.hosts.find(({ plan }) => plan.name === host)?.plan.bridges.find(({ name }) => name === 'br-tun')?.ports ?? [];
  const toCompute0 = ports('compute-1').find(({ name }) => name === 'vxlan-c0a8ff13')?.ofport;
  const looping = withFlows(compiled, { 'compute-0': bounce, 'compute-1': bounce.replace('in_port=2', `in_port=${String(toCompute0)}`) });
  const trace = ping(looping, 'vm-1', 'vm-2', { cold: true });
  expect(trace.verdict).toBe('looping');
  expect(trace.reason?.code).toBe('looping');
});

test('routers that send a packet to each other end it by its TTL', () => {
  const routed = compileText(`
fabric lab { overlay vxlan { vni 1..1000 }  underlay 192.168.0.0/24 { mtu 1550 }  firewall none }
host net { roles network, compute  tunnel-ip 192.168.0.9 }
tenant demo {
  network a { subnet a-v4 10.0.0.0/24 }
  network link { subnet link-v4 10.0.9.0/24 }
  router one { interface a-v4  interface link-v4 { ip 10.0.9.1 }  route 172.16.0.0/12 via 10.0.9.2 }
  router two { interface link-v4 { ip 10.0.9.2 }  route 172.16.0.0/12 via 10.0.9.1 }
  vm c on net { port a }
}`).compiled;
  const trace = ping(routed, 'c', '172.16.0.1');
  expect(trace.verdict).toBe('dropped');
  expect(trace.reason?.code).toBe('ttl-expired');
  expect(trace.request.steps.filter(({ kind }) => kind === 'route')).toHaveLength(63);
});

test('a run stops at its budget and ends what was on its way', () => {
  const network = createNetwork(compiled);
  const guest = stackOf(network, vm('vm-1'));
  const ends = { sourceMac: createMac(0n), destinationMac: createMac(0n), source: address('10.0.1.85'), destination: address('10.0.1.88') };
  startPacket(network, guest, createEchoRequest(ends, { icmpIdentifier: 1, icmpSequence: 1, data: new Uint8Array() }));
  runNetwork(network, 3);
  expect(network.queue.pending).toEqual([]);
});

test('the clock moves on with every hop and never back', () => {
  const network = createNetwork(compiled);
  ping(network, 'vm-1', 'vm-2');
  const first = network.nowMicroseconds;
  expect(first).toBeGreaterThan(0);
  const trace = ping(network, 'vm-1', 'vm-2');
  const times = trace.frames.map(({ timeMicroseconds }) => timeMicroseconds);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(network.nowMicroseconds).toBeGreaterThan(first);
});

test('stacks are the namespaces and the VMs', () => {
  expect(stackKeys(createNetwork(compiled))).toEqual([
    'controller-0/qdhcp-67a3798c-32c0-4c18-8502-2531247e3cc2',
    'controller-0/qdhcp-7d541e74-1c36-4e1d-a7c4-0968c8dbc638',
    'controller-0/qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe',
    vm('vm-1'),
    vm('vm-2'),
    vm('vm-3'),
    vm('vm-4'),
  ]);
});

test('an ARP question teaches the one who is asked, and nobody else', () => {
  const network = createNetwork(compiled);
  ping(network, 'vm-1', 'vm-2', { cold: true });
  expect(showNeighbours(network, vm('vm-2'))).toEqual([{ device: 'eth0', address: '10.0.1.85', mac: 'fa:16:3e:44:98:20' }]);
  expect(showNeighbours(network, vm('vm-3'))).toEqual([]);
});

describe('DHCP', () => {
  function exchange(change: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes, cloud = compiled) {
    const network = createNetwork(cloud);
    const trace = ping(cloud, 'vm-1', 'vm-2', { spec: { protocol: 'dhcp' }, oneWay: true, cold: true });
    const discover = decodeFrame(known(trace.frames[0], 'the DISCOVER').bytes);
    const guest = stackOf(network, vm('vm-1'));
    const data = change(discover.body.data);
    startFrame(network, guest, known(guest.devices[0], 'a card'), { ...discover, body: { ...discover.body, data } });
    runNetwork(network);
    return takeLog(network)
      .captures.filter(({ device }) => device === 'tap95d96a75-a0')
      .map(({ bytes }) => decodeDhcpMessage(decodeFrame(bytes).body.data));
  }

  test('is DISCOVER, OFFER, REQUEST, ACK', () => {
    expect(exchange().map((message) => message?.options.find(({ code }) => code === 53)?.value)).toEqual([[1], [2], [3], [5]]);
  });

  test('offers mask, router, MTU, server and lease time as dnsmasq is told by Neutron', () => {
    const offer = known(exchange()[1], 'the OFFER');
    const options = new Map(offer.options.map(({ code, value }) => [code, value]));
    expect(offer.yourAddress).toEqual(address('10.0.1.85'));
    expect(options.get(1)).toEqual([255, 255, 255, 0]);
    expect(options.get(3)).toEqual([10, 0, 1, 254]);
    expect(options.get(26)).toEqual([1450 >> 8, 1450 & 0xff]);
    expect(options.get(54)).toEqual([10, 0, 1, 1]);
    expect(options.get(51)).toEqual([0, 1, 0x51, 0x80]);
    // 169.254.169.254/32 by the router, then the default route
    expect(options.get(121)).toEqual([32, 169, 254, 169, 254, 10, 0, 1, 254, 0, 10, 0, 1, 254]);
  });

  test('tells a port’s own options in place of the subnet’s, and leaves out what it does not know', () => {
    const own =
      'dhcp-option mtu 1400  dhcp-option bootfile-name pxelinux.0  dhcp-option 42 "10.0.1.8,10.0.1.9"  dhcp-option router ""  dhcp-option sip-server x';
    const { compiled: cloud } = articleLab((text) => text.replace('net-1 { ip 10.0.1.85 ', `net-1 { ${own}  ip 10.0.1.85 `));
    const options = new Map(known(exchange(undefined, cloud)[1], 'the OFFER').options.map(({ code, value }) => [code, value]));
    expect(options.get(26)).toEqual([1400 >> 8, 1400 & 0xff]);
    expect(String.fromCharCode(...(options.get(67) ?? []))).toBe('pxelinux.0');
    expect(options.get(42)).toEqual([10, 0, 1, 8, 10, 0, 1, 9]);
    expect(options.has(3)).toBe(false);
    expect([...options.keys()]).not.toContain(0);
  });

  test('has no answer for a MAC that Neutron did not list', () => {
    const stranger = exchange((bytes) => {
      const message = known(decodeDhcpMessage(bytes), 'a DHCP message');
      return encodeDhcpMessage({ ...message, clientMac: createMac(0xfa163e999999n) });
    });
    expect(stranger).toHaveLength(1);
  });
});

test('UDP to a port nobody reads is answered with port-unreachable', () => {
  const trace = ping(compiled, 'vm-1', 'vm-2', { spec: { protocol: 'udp', destinationPort: 53 } });
  expect(trace.verdict).toBe('delivered');
  expect(trace.reply?.steps[0]?.packet).toBe('10.0.1.88 > 10.0.1.85 icmp port-unreachable ttl 64');
});

test('a protocol nobody knows is answered with protocol-unreachable', () => {
  const network = createNetwork(compiled);
  const ends = { sourceMac: createMac(0n), destinationMac: createMac(0n), source: address('10.0.1.85'), destination: address('10.0.1.90') };
  const message = startPacket(network, stackOf(network, vm('vm-1')), createIpPacket(ends, 132n));
  runNetwork(network);
  expect(message.ends.map(({ event }) => event.kind)).toEqual(['deliver']);
  const answers = takeLog(network).messages.filter(({ cause }) => cause === message && cause.purpose === 'request');
  expect(answers.some(({ purpose }) => purpose === 'error')).toBe(true);
});
