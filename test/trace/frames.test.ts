import { describe, expect, test } from 'vitest';
import { known } from '#core/base';
import { createNetwork, stackOfPort } from '#core/dataplane';
import { createMac, parseAddress } from '#core/net';
import { IP_PROTOCOL, type Packet, TCP_FLAG, createArpRequest, createEchoRequest, createIpPacket, encapsulate } from '#core/packet';
import { PING, type TraceRequest, findSwitchPort, printTrace, traceInTurn, tracePacket, traceToPcapng } from '#core/trace';
import { articleLab, vm } from './cloud.ts';

const { compiled } = articleLab();
const { deployment } = compiled;
const address = (text: string) => known(parseAddress(text), text);
const macOf = (name: string) => {
  const port = known(deployment.vms.find(({ id }) => id === vm(name))?.ports[0], 'a port');
  return known(stackOfPort(createNetwork(compiled), port), name).device.mac;
};
const layers = { sourceMac: macOf('vm-1'), destinationMac: macOf('vm-2'), source: address('10.0.1.85'), destination: address('10.0.1.88') };
const echo = createEchoRequest(layers, { icmpIdentifier: 1, icmpSequence: 1, data: new Uint8Array(56) });
const tcp = (flags: number, from = 40_000n) =>
  createIpPacket(layers, IP_PROTOCOL.tcp, { tcp_src: from, tcp_dst: 22n }, { tcpFlags: flags, data: new Uint8Array() });

function portNamed(text: string) {
  const port = known(findSwitchPort(deployment, text), text);
  if ('error' in port) throw new Error(port.error);
  return port;
}

const request = (from: TraceRequest['from'], frame: Packet, more: Partial<TraceRequest> = {}): TraceRequest => ({
  from,
  to: undefined,
  packet: PING,
  frame,
  ...more,
});
const fromVm1 = { kind: 'vm', id: vm('vm-1') } as const;

describe("a host's bridge port", () => {
  test('is written by its name or its number, the own port of a bridge as LOCAL or like the bridge', () => {
    const port = { kind: 'switch-port', host: 'compute-0', bridge: 'br-int', ofport: 3 };
    expect(findSwitchPort(deployment, 'compute-0.br-int.qvo95d96a75-a0')).toEqual(port);
    expect(findSwitchPort(deployment, 'compute-0.br-int.3')).toEqual(port);
    for (const own of ['LOCAL', 'br-int', '65534'])
      expect(findSwitchPort(deployment, `compute-0.br-int.${own}`)).toEqual({ ...port, ofport: 65534 });
  });

  test.each([
    ['compute-0.br-int.99', 'br-int of compute-0 has no port `99`: it has int-br-ex (1), patch-tun (2), '],
    ['compute-0.br-int.', 'a port is missing: it has int-br-ex (1), '],
    ['compute-0.br-nat.1', 'its bridges are: br-int, br-tun, br-ex'],
  ])('%s is refused with what there is', (text, message) => {
    const found = findSwitchPort(deployment, text);
    expect(found && 'error' in found && found.error).toContain(message);
  });

  test('is not what a text without a host means', () => {
    expect(findSwitchPort(deployment, 'vm-1.net-1')).toBeUndefined();
  });
});

describe('a frame in place of a packet', () => {
  test('that a guest sends as it is ends with whoever took it, whether or not that answers', () => {
    const trace = tracePacket(compiled, request(fromVm1, echo));
    expect(trace).toMatchObject({ verdict: 'delivered', receivers: ['vm-2 on compute-1'], request: { egress: { device: 'vm-2' } } });
    expect(printTrace(trace, 'story')).toMatch(/delivered to vm-2 on compute-1, and the answer came back\n$/);
    const answer = tracePacket(compiled, request(fromVm1, tcp(TCP_FLAG.rst)));
    expect(answer).toMatchObject({ verdict: 'delivered', reply: undefined });
  });

  test('at a port of br-int goes on from there', () => {
    const trace = tracePacket(compiled, request(portNamed('compute-0.br-int.qvo95d96a75-a0'), echo));
    expect(trace.request.steps[0]).toMatchObject({ kind: 'bridge', device: 'br-int', inPort: 'qvo95d96a75-a0' });
    expect(trace).toMatchObject({ verdict: 'delivered', receivers: ['vm-2 on compute-1'] });
  });

  test('that only many can take names them all, and one for somebody in particular does not', () => {
    const question = createArpRequest({ mac: macOf('vm-1'), address: address('10.0.1.85') }, address('10.0.1.88'));
    expect(tracePacket(compiled, request(fromVm1, question)).receivers).toEqual(['vm-2 on compute-1']);
    expect(tracePacket(compiled, request(fromVm1, question, { to: { kind: 'vm', id: vm('vm-2') } })).receivers).toBeUndefined();
  });

  test('of a tunnel is opened where it leads, put in at the network card as at the own port of the bridge with the tunnel address', () => {
    const tunnelled = (from: string, to: string) =>
      encapsulate(echo, {
        type: 'vxlan',
        tunnelId: 22n,
        udpPort: 4789,
        localIp: address(from),
        remoteIp: address(to),
        localMac: createMac(0x0200n << 32n),
        remoteMac: createMac(0x0200_0000_0000n | address(to).value),
      });
    const arriving = tracePacket(compiled, request(portNamed('controller-0.br-ex.eth0'), tunnelled('192.168.255.19', '192.168.255.15')));
    const steps = [...arriving.request.steps, ...arriving.request.branches.flatMap((branch) => branch.steps)];
    expect(steps.some(({ kind, device }) => kind === 'tunnel' && device === 'vxlan-c0a8ff13')).toBe(true);
    const leaving = tracePacket(compiled, request(portNamed('controller-0.br-ex.LOCAL'), tunnelled('192.168.255.15', '192.168.255.26')));
    expect(leaving).toMatchObject({ verdict: 'delivered', receivers: ['vm-2 on compute-1'] });
  });

  test('at a tunnel port is not followed, for the frame does not tell the key', () => {
    const port = portNamed('compute-0.br-tun.vxlan-c0a8ff0f');
    expect(tracePacket(compiled, request(port, echo)).reason?.message).toContain('tunnel port vxlan-c0a8ff0f');
    expect(tracePacket(compiled, request(port, echo)).verdict).toBe('not-modelled');
  });

  test('with what no flow would see ends not modelled, with the feature’s name', () => {
    expect(tracePacket(compiled, request(fromVm1, echo, { beyond: 'IPv4 options' }))).toMatchObject({
      verdict: 'not-modelled',
      reason: { message: 'IPv4 options' },
    });
  });
});

describe('frames one after the other', () => {
  test('meet the connections that those before them made', () => {
    const walled = articleLab((text) => text.replace('firewall iptables-hybrid', 'firewall openvswitch')).compiled;
    const [alone] = traceInTurn(walled, [request(fromVm1, tcp(TCP_FLAG.ack))]);
    const [, second] = traceInTurn(walled, [request(fromVm1, tcp(TCP_FLAG.syn)), request(fromVm1, tcp(TCP_FLAG.ack))]);
    const states = (trace: typeof alone) => trace?.request.steps.filter(({ kind }) => kind === 'conntrack').map(({ summary }) => summary);
    expect(states(alone)?.join()).toContain('new');
    expect(states(second)?.join()).not.toBe(states(alone)?.join());
  });

  test('are captured with times that count on', () => {
    const traces = traceInTurn(compiled, [request(fromVm1, echo), request(fromVm1, echo)]);
    const times = traces.flatMap(({ frames }) => frames.map(({ timeMicroseconds }) => timeMicroseconds));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(traceToPcapng({ frames: traces.flatMap(({ frames }) => frames) }).length).toBeGreaterThan(1000);
  });
});
