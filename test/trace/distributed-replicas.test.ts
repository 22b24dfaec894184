import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { printFlow } from '#core/openflow';
import { elementId, known } from '#core/base';
import type { Endpoint } from '#core/model';
import { PING, type Trace, tracePacket } from '#core/trace';
import { compileText, vm } from './cloud.ts';

const EXAMPLE = readFileSync(fileURLToPath(new URL('../../examples/distributed-ha.ostopo', import.meta.url)), 'utf8');
const INTERNET: Endpoint = { kind: 'internet' };
const DB: Endpoint = { kind: 'vm', id: vm('shop.db-1') };

function trace(text: string, from: Endpoint, to: Endpoint, cold = false): Trace {
  return tracePacket(compileText(text).compiled, { from, to, packet: PING, cold });
}

/** `HOST NAMESPACE-KIND` of what the packet of the request passed, without its copies. */
function routed({ request }: Trace): readonly string[] {
  return request.steps.flatMap(({ kind, host, device }) => (kind === 'route' ? [`${host} ${device.replace(/-[0-9a-f]{8}-.*/, '')}`] : []));
}

describe('a guest without floating address behind a distributed, highly available router', () => {
  test('is routed on its own host and leaves by the active one', () => {
    const way = trace(EXAMPLE, DB, INTERNET);
    expect(way.verdict).toBe('delivered');
    expect(routed(way)).toEqual(['hv-2 qrouter', 'net-1 snat']);
  });

  test('leaves by the other one where that is the active', () => {
    const way = trace(EXAMPLE.replace('host net-1 }', 'host net-2 }'), DB, INTERNET);
    expect(way.verdict).toBe('delivered');
    expect(routed(way)).toEqual(['hv-2 qrouter', 'net-2 snat']);
  });

  test.each(['openvswitch', 'iptables-hybrid', 'none'])(
    'reaches every replica while nobody has learned which is active, and one answers (firewall %s)',
    (firewall) => {
      const way = trace(EXAMPLE.replace('firewall openvswitch', `firewall ${firewall}`), DB, INTERNET, true);
      expect(way.verdict).toBe('delivered');
      const standby = way.request.branches.filter(({ steps }) =>
        steps.some(({ device, host }) => host === 'net-2' && device.startsWith('snat-')),
      );
      expect(standby).toHaveLength(1);
      expect(standby[0]?.steps.some(({ kind }) => kind === 'route')).toBe(false);
    },
  );

  test('on a host with a standby leaves by the active one, not by the ports of the standby', () => {
    const text = EXAMPLE.replace('host net-[1..2] { roles network', 'host net-[1..2] { roles network, compute').replace(
      'db-1 on hv-2',
      'db-1 on net-2',
    );
    const way = trace(text, DB, INTERNET);
    expect(way.verdict).toBe('delivered');
    expect(routed(way)).toEqual(['net-2 qrouter', 'net-1 snat']);
  });

  test('is answered by a port translated centrally, on the active host', () => {
    const text = EXAMPLE.replace(
      'floating-ip 203.0.113.50 to web-1',
      'floating-ip 203.0.113.50 to web-1  floating-ip 203.0.113.60 to db-1',
    );
    const to: Endpoint = { kind: 'vm', id: vm('shop.db-1') };
    expect(to.id).toBe(elementId('vm', 'shop', 'db-1'));
    const way = trace(text, DB, INTERNET);
    expect(way.request.steps.some(({ summary }) => summary.includes('the source becomes 203.0.113.60'))).toBe(true);
  });

  test('finds its own host, also where the router has no gateway', () => {
    const text = EXAMPLE.replace('  external provider.public  host', '  host')
      .replace('floating-ip 203.0.113.50 to web-1', '')
      .replace(/ {2}expect.*\n/g, '');
    expect(trace(text, { kind: 'vm', id: vm('shop.web-1') }, DB).verdict).toBe('delivered');
  });
});

describe('l2-population', () => {
  test('tells nobody where the MACs of its source NAT are, as it may be on several hosts', () => {
    const { compiled } = compileText(EXAMPLE);
    const macs = compiled.deployment.ports.filter(({ owner }) => owner === 'network:router_centralized_snat');
    expect(macs).toHaveLength(2);
    const host = known(
      compiled.hosts.find(({ plan }) => plan.name === 'hv-2'),
      'hv-2',
    );
    const flows = host.bridges.filter(({ plan }) => plan.kind === 'tunnel').flatMap(({ flows: own }) => own);
    for (const { id } of macs) expect(flows.filter(({ origin }) => origin?.element === id).map(printFlow)).toEqual([]);
    const single = compileText(EXAMPLE.replace('ha on { hosts-per-router 2 }', '')).compiled.hosts.flatMap(({ bridges }) =>
      bridges.flatMap(({ flows: own }) => own),
    );
    for (const { id } of macs)
      expect(single.some(({ origin }) => origin?.element === id && origin.stage === 'br-tun/l2-population')).toBe(true);
  });
});
