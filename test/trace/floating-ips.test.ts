import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { elementId, known } from '#core/base';
import { runNetwork, startPacket, stackOf, takeLog } from '#core/dataplane';
import type { Endpoint, PacketSpec } from '#core/model';
import { createMac, parseAddress } from '#core/net';
import { IP_PROTOCOL, TCP_FLAG, createIpPacket } from '#core/packet';
import { PING, type Trace, tracePacket } from '#core/trace';
import { runningCloud, vm } from './cloud.ts';

const EXAMPLE = readFileSync(fileURLToPath(new URL('../../examples/floating-ips.ostopo', import.meta.url)), 'utf8');
const INTERNET: Endpoint = { kind: 'internet' };

function guest(name: string): Endpoint {
  return { kind: 'vm', id: elementId('vm', 'shop', name) };
}

function at(address: string): Endpoint {
  return { kind: 'address', address: known(parseAddress(address), address) };
}

function call(from: Endpoint, to: Endpoint, spec: Partial<PacketSpec> = {}, change: (text: string) => string = (text) => text): Trace {
  return tracePacket(runningCloud(change(EXAMPLE)), { from, to, packet: { ...PING, ...spec } });
}

const TCP_443 = { protocol: 'tcp', destinationPort: 443 } as const;

/** What became of the addresses on the way there and back, in order. */
function translations({ request, reply }: Trace): string[][] {
  return [request, reply].map((leg) =>
    (leg?.steps ?? []).flatMap(({ summary }) => /the (?:source|destination) becomes \S+/.exec(summary) ?? []),
  );
}

describe('a guest without floating address', () => {
  test('goes out under the router’s, and the answer finds back', () => {
    const trace = call(guest('db'), INTERNET, TCP_443);
    expect(trace.verdict).toBe('delivered');
    expect(translations(trace)).toEqual([['the source becomes 203.0.113.10'], ['the destination becomes 10.0.1.3']]);
    expect(trace.request.steps.at(-1)).toMatchObject({ summary: 'the internet accepts the connection on TCP port 443' });
    expect(trace.request.steps.some(({ flow }) => flow?.endsWith('-j SNAT --to-source 203.0.113.10 --random-fully'))).toBe(true);
  });

  test('leaves by the VLAN of the external network', () => {
    const { steps } = call(guest('db'), INTERNET).request;
    expect(steps.some(({ device, flow }) => device === 'br-ex' && flow?.includes('set_field:4396->vlan_vid'))).toBe(true); // 0x1000 and 300
  });

  test('is unknown to the internet', () => {
    const trace = call(INTERNET, guest('db'), { protocol: 'tcp', destinationPort: 5432 });
    expect(trace).toMatchObject({ verdict: 'lost', reason: { code: 'no-route' } });
  });

  test('goes out as itself where source NAT is off, and no answer finds back', () => {
    const trace = call(guest('db'), INTERNET, {}, (text) => text.replace('ip 203.0.113.10', 'ip 203.0.113.10  snat off'));
    expect(trace.request.verdict).toBe('delivered');
    expect(translations(trace)[0]).toEqual([]);
    expect(trace.verdict).not.toBe('delivered');
  });
});

describe('a guest with a floating address', () => {
  test('is reached by it', () => {
    const trace = call(INTERNET, guest('web'), TCP_443);
    expect(trace.verdict).toBe('delivered');
    expect(translations(trace)).toEqual([['the destination becomes 10.0.0.4'], ['the source becomes 203.0.113.50']]);
    expect(trace.request.steps[0]?.packet).toContain('> 203.0.113.50');
  });

  test('goes out under it', () => {
    expect(translations(call(guest('web'), INTERNET))).toEqual([['the source becomes 203.0.113.50'], ['the destination becomes 10.0.0.4']]);
  });

  test('is reached by its neighbour, who seems to be the router', () => {
    const trace = call(guest('cache'), at('203.0.113.50'), TCP_443);
    expect(trace.verdict).toBe('delivered');
    expect(translations(trace)).toEqual([
      ['the destination becomes 10.0.0.4', 'the source becomes 203.0.113.10'],
      ['the destination becomes 10.0.0.3', 'the source becomes 203.0.113.50'],
    ]);
  });

  test('is reached by another of the kind under that one’s floating address', () => {
    const trace = call(guest('cache'), at('203.0.113.50'), TCP_443, (text) =>
      text.replace('floating-ip 203.0.113.50 to web', 'floating-ip 203.0.113.50 to web\n  floating-ip 203.0.113.51 to cache'),
    );
    expect(trace.verdict).toBe('delivered');
    expect(translations(trace)[0]).toEqual(['the destination becomes 10.0.0.4', 'the source becomes 203.0.113.51']);
  });
});

test('two guests that go out from one port to one place get answers of their own', () => {
  const network = runningCloud(EXAMPLE);
  const outside = known(network.outside, 'the outside');
  const zero = createMac(0n);
  for (const name of ['db', 'cache']) {
    const stack = stackOf(network, vm(`shop.${name}`));
    const ends = { sourceMac: zero, destinationMac: zero, source: known(stack.devices[0]?.addresses[0], 'an address').address };
    const ports = { tcp_src: 40_000n, tcp_dst: 443n };
    startPacket(
      network,
      stack,
      createIpPacket({ ...ends, destination: outside.address }, IP_PROTOCOL.tcp, ports, { tcpFlags: TCP_FLAG.syn }),
    );
    runNetwork(network);
  }
  const arrivals = takeLog(network)
    .messages.flatMap(({ ends }) => ends.map(({ event }) => event))
    .filter(({ kind }) => kind === 'deliver');
  const outsideSaw = arrivals.filter(({ device, packet }) => device === 'internet' && packet.headers.tcp_src !== undefined);
  expect(outsideSaw.map(({ packet }) => packet.headers.tcp_src)).toEqual([40_000n, 40_001n]);
  const answered = arrivals.filter(({ device, packet }) => ['db', 'cache'].includes(device) && packet.headers.tcp_src === 443n);
  expect(answered.map(({ device, packet }) => [device, packet.headers.tcp_dst])).toEqual([
    ['db', 40_000n],
    ['cache', 40_000n],
  ]);
});

test('an error about a translated packet comes back in the words of its sender', () => {
  const trace = call(guest('db'), INTERNET, { ttl: 2 });
  expect(trace.request).toMatchObject({ verdict: 'delivered' });
  const refused = call(INTERNET, guest('web'), { protocol: 'udp', destinationPort: 9 }, (text) =>
    text.replace('allow ingress icmp }', 'allow ingress icmp  allow ingress udp 9 }'),
  );
  const last = refused.reply?.steps.at(-1);
  expect(last?.packet).toMatch(/^203\.0\.113\.50 > 198\.51\.100\.1 icmp/);
});

test('metadata is answered by the proxy of the router', () => {
  const trace = call(guest('db'), at('169.254.169.254'), { protocol: 'tcp', destinationPort: 80 });
  expect(translations(trace)).toEqual([['the destination becomes 10.0.1.1'], ['the source becomes 169.254.169.254']]);
  expect(trace.verdict).toBe('delivered');
});
