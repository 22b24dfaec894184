import { describe, expect, test } from 'vitest';
import { known } from '#core/base';
import { type Network, stackOfPort } from '#core/dataplane';
import { createMac, parseAddress } from '#core/net';
import { IP_PROTOCOL, createEchoRequest, createIpPacket } from '#core/packet';
import { PING, type Trace, printTrace, tracePacket } from '#core/trace';
import { ping, runningCloud, vm } from './cloud.ts';

const CLOUD = `
fabric edge { overlay vxlan { vni 1..1000 }  underlay 192.168.255.0/24 { mtu 1600 }  firewall openvswitch }
host net { roles network, control  tunnel-ip 192.168.255.2 }
host hv { roles compute  tunnel-ip 192.168.255.3 }
host hv-2 { roles compute  tunnel-ip 192.168.255.4 }
tenant demo {
  network inner { vni 22  subnet a 10.0.0.0/24 }
  network outer { vni 23  subnet b 10.1.0.0/24 }
  router r { interface a  interface b }
  security-group web { allow ingress tcp 80  allow ingress icmp  allow ingress udp 53 }
  security-group store { allow ingress tcp 5432 from group web }
  security-group closed { no-default-egress  allow egress tcp 80 }
  vm one on hv { port inner { security web } listens 80 }
  vm two on hv-2 { port inner { security store } listens 5432 }
  vm three on hv { port inner { security store } listens 5432 }
  vm four on hv-2 { port outer { security closed, web } listens 80 }
}`;

const cloud = runningCloud(CLOUD);
const tcp = (destinationPort: number) => ({ spec: { protocol: 'tcp', destinationPort } }) as const;
const udp = (destinationPort: number) => ({ spec: { protocol: 'udp', destinationPort } }) as const;

/** Elements of the steps in a table of br-int. */
function elementsIn(trace: Trace, table: number): readonly unknown[] {
  return trace.request.steps.filter((step) => step.table === table && step.device === 'br-int').map(({ element }) => element);
}

describe('a conversation that the groups allow', () => {
  test('passes between hosts, and each side tells the rule that let it through', () => {
    const trace = ping(cloud, 'one', 'two', tcp(5432));
    expect(trace.verdict).toBe('delivered');
    expect(elementsIn(trace, 72)).toEqual(['security-group:demo.web']);
    expect(elementsIn(trace, 82)).toEqual(['rule:demo.store.ingress-tcp-5432-from-web']);
    const told = printTrace(trace, 'tables');
    expect(told).toContain('allowed by a rule that web has by default');
    expect(told).toContain('allowed by the rule store.ingress-tcp-5432-from-web');
  });

  test('is new on the way there and established on the way back', () => {
    const tracked = ping(cloud, 'one', 'two', tcp(5432));
    const states = (leg: Trace['request'] | undefined) =>
      leg?.steps.filter(({ kind }) => kind === 'conntrack').map(({ after }) => after.ct_state);
    expect(states(tracked.request)).toEqual(['new|trk', 'new|trk']);
    expect(states(tracked.reply)).toEqual(['est|rpl|trk', 'est|rpl|trk']);
  });

  test('passes both sides on one host with one look at the connection', () => {
    const trace = ping(cloud, 'one', 'three', tcp(5432));
    expect(trace.verdict).toBe('delivered');
    expect(trace.request.steps.filter(({ kind }) => kind === 'conntrack')).toHaveLength(1);
  });

  test('passes a router, each network with its own zone', () => {
    expect(ping(cloud, 'two', 'four').verdict).toBe('delivered');
    expect(ping(cloud, 'four', 'one', tcp(80)).verdict).toBe('delivered');
  });

  test('gets its ICMP error back as related to it', () => {
    const trace = ping(cloud, 'two', 'one', udp(53));
    expect(trace.request.verdict).toBe('delivered');
    expect(trace.reply?.steps.at(-1)?.packet).toContain('port-unreachable');
    expect(trace.reply?.steps.filter(({ kind }) => kind === 'conntrack').map(({ after }) => after.ct_state)).toEqual([
      'rel|rpl|trk',
      'rel|rpl|trk',
    ]);
  });
});

describe('a packet that is stopped', () => {
  test('on the way in is told with the groups of the receiver', () => {
    const { verdict, reason } = ping(cloud, 'one', 'two', tcp(80));
    expect(verdict).toBe('dropped');
    expect(reason).toEqual({
      code: 'firewall-drop',
      message: 'the Open vSwitch firewall drops it on the way to two: no rule of security group store lets it in',
      at: 'hv-2 br-int table 82',
    });
  });

  test('by a conjunction, because the sender is not in the group', () => {
    expect(ping(cloud, 'three', 'two', tcp(5432)).reason).toMatchObject({ code: 'firewall-drop', at: 'hv-2 br-int table 82' });
  });

  test('on the way out is told with the groups of the sender', () => {
    const walled = runningCloud(CLOUD.replace('{ security closed, web }', '{ security closed }'));
    const { reason } = ping(walled, 'four', 'one');
    expect(reason?.message).toBe('the Open vSwitch firewall drops it on the way from four: no rule of security group closed lets it out');
    expect(reason?.at).toBe('hv-2 br-int table 72');
  });

  test('because its sender has not that address', () => {
    const trace = sendFrom(cloud, 'one', '10.0.0.77');
    expect(trace.reason?.message).toContain('on the way from one: its addresses are not among those that one may use');
    expect(trace.reason?.at).toBe('hv br-int table 71');
  });

  test('because a guest answers DHCP', () => {
    const { device, address } = nicOf(cloud, 'one');
    const ends = { sourceMac: device.mac, destinationMac: createMac(0xfa163e000002n), source: address, destination: addressOf('10.0.0.9') };
    const offer = createIpPacket(ends, IP_PROTOCOL.udp, { udp_src: 67n, udp_dst: 68n });
    expect(sendFrame(cloud, 'one', offer).reason?.message).toContain('guests may not answer DHCP');
  });

  test('because it belongs to no connection', () => {
    const { device, address } = nicOf(cloud, 'one');
    const ends = {
      sourceMac: device.mac,
      destinationMac: nicOf(cloud, 'three').device.mac,
      source: address,
      destination: addressOf('10.0.0.4'),
    };
    const reset = createIpPacket(ends, IP_PROTOCOL.tcp, { tcp_src: 1n, tcp_dst: 2n }, { tcpFlags: 4 });
    expect(sendFrame(cloud, 'one', reset).reason?.message).toContain('it belongs to no connection and cannot begin one');
  });
});

function addressOf(text: string) {
  return known(parseAddress(text), text);
}

function nicOf(network: Network, name: string) {
  const port = known(network.compiled.deployment.vms.find(({ id }) => id === vm(name))?.ports[0], `a port of ${name}`);
  const { device } = known(stackOfPort(network, port), name);
  return { device, address: known(device.addresses[0], `an address of ${name}`).address };
}

function sendFrom(network: Network, name: string, source: string): Trace {
  const ends = {
    sourceMac: nicOf(network, name).device.mac,
    destinationMac: createMac(0xfa163e000002n),
    source: addressOf(source),
    destination: addressOf('10.0.0.4'),
  };
  return sendFrame(network, name, createEchoRequest(ends, { icmpIdentifier: 1, icmpSequence: 1, data: new Uint8Array(8) }));
}

function sendFrame(network: Network, name: string, frame: ReturnType<typeof createEchoRequest>): Trace {
  return tracePacket(network, { from: { kind: 'vm', id: vm(name) }, to: undefined, packet: PING, frame });
}
