import { elementId } from '#core/base';
import type { Finding } from '#core/diagnostics';
import { type DiagramView, type WiringGraph, buildWiringGraph } from '#core/diagram';
import { describe, expect, test } from 'vitest';
import { type CloudSketch, sketchCloud } from './deployment-builder.ts';

const TWO_HOSTS: CloudSketch = { hosts: ['hv-1', 'hv-2'], networks: { net: 22 }, vms: { a: ['hv-1', 'net'], b: ['hv-2', 'net'] } };

describe('the wiring view', () => {
  test('hangs a VM on br-int by its tap where there is no hybrid plug', () => {
    const graph = graphOf({ ...TWO_HOSTS, hybrid: false });
    const [plug] = graph.links.filter(({ kind, from }) => kind === 'plug' && from === 'hv-1/a');
    expect(plug?.to).toMatch(/^hv-1\/br-int\/tap/);
    expect(graph.nodes.some(({ kind }) => kind === 'linux-bridge')).toBe(false);
  });

  test('leads a hybrid-plugged VM through its Linux bridge to br-int', () => {
    const graph = graphOf({ ...TWO_HOSTS, hybrid: true });
    const way = graph.links
      .filter(({ kind, from }) => kind === 'plug' && from.startsWith('hv-1/'))
      .map(({ from, to }) => [from, to].map((id) => id.replace(/[0-9a-f]{8}-[0-9a-f]{2}/g, '*')));
    expect(way).toEqual([
      ['hv-1/a', 'hv-1/qbr*/tap*'],
      ['hv-1/qbr*/qvb*', 'hv-1/br-int/qvo*'],
    ]);
  });

  test('draws one line for the two ends of a tunnel, with the networks both ends have', () => {
    const graph = graphOf({ ...TWO_HOSTS, networks: { net: 22, other: 99 }, vms: { ...TWO_HOSTS.vms, c: ['hv-1', 'other'] } });
    const tunnels = graph.links.filter(({ kind }) => kind === 'tunnel');
    expect(tunnels.map(({ label, networks }) => ({ label, networks }))).toEqual([
      { label: 'vxlan 192.168.255.11 ↔ 192.168.255.12', networks: ['network:demo.net'] },
    ]);
  });

  test('draws every tunnel of five hosts, and one line per host of six', () => {
    const tunnelsOf = (count: number) =>
      graphOf({ hosts: Array.from({ length: count }, (_, i) => `hv-${i}`), networks: {}, vms: {} }).links.filter(
        ({ kind }) => kind === 'tunnel',
      ).length;
    expect([tunnelsOf(5), tunnelsOf(6)]).toEqual([10, 6]);
  });

  test('joins a port in a namespace with its port of br-int', () => {
    const graph = graphOf({ ...TWO_HOSTS, routers: { r: ['hv-1', 'net'] } });
    const [link] = graph.links.filter(({ kind }) => kind === 'internal');
    expect([link?.from, link?.to].map((id) => id?.split('/').at(-1)?.slice(0, 3))).toEqual(['qr-', 'qr-']);
    expect(graph.nodes.find(({ id }) => id === link?.from)?.details[0]).toBe('10.0.22.254/24');
  });

  test('gives a host without bridges a box and no lines', () => {
    const graph = graphOf({ ...TWO_HOSTS, plainHosts: ['disk'] });
    expect(graph.nodes.filter(({ host }) => host === 'disk').map(({ title, details }) => [title, ...details])).toEqual([
      ['disk', 'storage', 'no OVS'],
    ]);
  });

  test('leaves no line without both its boxes', () => {
    const graph = graphOf({ ...TWO_HOSTS, hybrid: true, routers: { r: ['hv-1', 'net'] } });
    const ids = new Set(graph.nodes.map(({ id }) => id));
    expect(graph.links.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([]);
    expect(ids.size).toBe(graph.nodes.length);
  });

  test('survives the way to a page as JSON', () => {
    const graph = graphOf(TWO_HOSTS);
    expect(JSON.parse(JSON.stringify(graph))).toEqual(JSON.parse(JSON.stringify(graph, (_, value: unknown) => value)));
    expect(JSON.stringify(graph)).not.toContain('undefined');
  });
});

describe('findings', () => {
  test("mark the legend's line of a network, for its subnets too", () => {
    const graph = graphOf(TWO_HOSTS, { kind: 'wiring' }, [
      findingAbout(elementId('network', 'demo', 'net')),
      findingAbout(elementId('subnet', 'demo', 'net-v4')),
    ]);
    expect(graph.networks[0]?.marks.map(({ code }) => code)).toEqual(['OST1001', 'OST1001']);
  });

  test('about a port mark its VM, and about the fabric the underlay', () => {
    const graph = graphOf(TWO_HOSTS, { kind: 'wiring' }, [
      findingAbout(elementId('port', 'demo', 'a', 'net')),
      findingAbout(elementId('fabric', 'test')),
    ]);
    expect(graph.nodes.filter(({ marks }) => marks.length > 0).map(({ id }) => id)).toEqual(['hv-1/a', 'underlay']);
  });
});

describe('the logical view', () => {
  test('shows tenants, networks, routers and VMs, and the address of a router on each network', () => {
    const graph = graphOf({ ...TWO_HOSTS, routers: { r: ['hv-1', 'net'] } }, { kind: 'logical' });
    expect(graph.nodes.map(({ kind, title }) => `${kind} ${title}`)).toEqual(['tenant demo', 'network net', 'router r', 'vm a', 'vm b']);
    expect(graph.links.find(({ from }) => from === 'router:demo.r')?.label).toBe('10.0.22.254');
  });
});

describe('the view of one host', () => {
  test('shows that host alone, and the far ends of its tunnels', () => {
    const graph = graphOf(TWO_HOSTS, { kind: 'host', host: elementId('host', 'hv-2') });
    expect(
      graph.nodes.filter(({ kind }) => kind === 'host' || kind === 'remote-host').map(({ kind, title }) => `${kind} ${title}`),
    ).toEqual(['host hv-2', 'remote-host hv-1']);
  });

  test('is empty for a host the model has not', () => {
    expect(graphOf(TWO_HOSTS, { kind: 'host', host: elementId('host', 'gone') }).nodes).toEqual([]);
  });
});

function graphOf(sketch: CloudSketch, view: DiagramView = { kind: 'wiring' }, findings: readonly Finding[] = []): WiringGraph {
  return buildWiringGraph({ fabric: sketchCloud(sketch), findings, placeOf: () => undefined }, view);
}

function findingAbout(element: Finding['element']): Finding {
  const start = { line: 0, character: 0 };
  return {
    code: 'OST1001',
    severity: 'error',
    message: 'wrong',
    place: { uri: 'file:///a', start, end: start },
    related: [],
    element,
    data: {},
  };
}
