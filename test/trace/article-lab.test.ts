import { beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, showFdb, showLearnedFlows, showNeighbours } from '#core/dataplane';
import { decapsulate, decodeFrame, ipLength } from '#core/packet';
import { createAddress, printAddress, printMac } from '#core/net';
import { type Trace, type TraceLeg, traceToPcapng } from '#core/trace';
import { articleLab, ping } from './cloud.ts';
import { hasTshark, readFields } from './tshark.ts';

const { compiled } = articleLab();
const ROUTER = 'qrouter-0a4d2420-4b9c-46bd-aec1-86a1ef299abe';

/** What a capture on the underlay shows of each packet: outer ends, VNI, inner addresses and TTL, outer length. */
function underlayLines(trace: Trace): string[] {
  return trace.frames
    .filter(({ host }) => host === undefined)
    .map(({ bytes, leg }) => {
      const outer = decodeFrame(bytes);
      const opened = decapsulate(outer, 'vxlan');
      const ip = (value = 0n) => printAddress(createAddress(4, value));
      const inner = opened?.inner.headers;
      return `${leg} ${ip(outer.headers.ip_src)} > ${ip(outer.headers.ip_dst)}:${String(outer.headers.udp_dst)} vni ${String(opened?.tunnelId)} | ${ip(inner?.ip_src)} > ${ip(inner?.ip_dst)} ttl ${String(inner?.ip_ttl)} length ${String(ipLength(outer))}`;
    });
}

function bridgesOf(leg: TraceLeg | undefined): string[] {
  const places = (leg?.steps ?? []).filter(({ kind }) => kind === 'bridge').map(({ host, device }) => `${host ?? ''} ${device}`);
  return [...new Set(places)];
}

describe('the walk from vm-1 to vm-3, same host and network', () => {
  const trace = ping(compiled, 'vm-1', 'vm-3');

  test('stays in br-int both ways', () => {
    expect(trace.verdict).toBe('delivered');
    expect(bridgesOf(trace.request)).toEqual(['compute-0 br-int']);
    expect(bridgesOf(trace.reply)).toEqual(['compute-0 br-int']);
    expect(underlayLines(trace)).toEqual([]);
  });

  test('goes from qvo to qvo', () => {
    const inside = trace.request.steps.filter(({ device }) => device === 'br-int');
    expect(inside[0]?.inPort).toBe('qvo95d96a75-a0');
    expect(inside.at(-1)?.outPort).toBe('qvo5bd37136-47');
    expect(trace.request.branches).toEqual([]);
  });
});

describe('the walk from vm-1 to vm-2, another host', () => {
  const trace = ping(compiled, 'vm-1', 'vm-2');

  test('crosses the underlay in VNI 22 with inner TTL 64, 134 bytes outside for 84 inside', () => {
    expect(trace.verdict).toBe('delivered');
    expect(underlayLines(trace)).toEqual([
      'request 192.168.255.19 > 192.168.255.26:4789 vni 22 | 10.0.1.85 > 10.0.1.88 ttl 64 length 134',
      'reply 192.168.255.26 > 192.168.255.19:4789 vni 22 | 10.0.1.88 > 10.0.1.85 ttl 64 length 134',
    ]);
  });

  test('passes br-int, patch-tun, br-tun, and the same way up to the qvo of vm-2', () => {
    expect(bridgesOf(trace.request)).toEqual(['compute-0 br-int', 'compute-0 br-tun', 'compute-1 br-tun', 'compute-1 br-int']);
    const ports = trace.request.steps.filter(({ kind }) => kind === 'bridge').flatMap(({ outPort }) => outPort ?? []);
    expect(ports).toEqual(['patch-tun', 'vxlan-c0a8ff1a', 'patch-int', 'qvoe7e23f1b-07']);
  });

  test('goes out by table 20 and comes in by tables 4 and 10', () => {
    const tables = trace.request.steps.filter(({ device, kind }) => device === 'br-tun' && kind === 'table');
    expect(tables.map(({ host, table }) => `${host ?? ''} ${String(table)}`)).toEqual([
      'compute-0 0',
      'compute-0 2',
      'compute-0 20',
      'compute-1 0',
      'compute-1 4',
      'compute-1 10',
    ]);
    expect(tables[2]?.after).toMatchObject({ tun_id: '22', vlan: 'none' });
    expect(tables[4]?.after).toEqual({ vlan: '1' });
  });
});

describe('the walk from vm-1 to vm-4, routed', () => {
  const trace = ping(compiled, 'vm-1', 'vm-4');

  test('is VNI 22, 99, 99, 22 with inner TTL 64, 63, 64, 63', () => {
    expect(trace.verdict).toBe('delivered');
    expect(underlayLines(trace)).toEqual([
      'request 192.168.255.19 > 192.168.255.15:4789 vni 22 | 10.0.1.85 > 10.0.2.8 ttl 64 length 134',
      'request 192.168.255.15 > 192.168.255.26:4789 vni 99 | 10.0.1.85 > 10.0.2.8 ttl 63 length 134',
      'reply 192.168.255.26 > 192.168.255.15:4789 vni 99 | 10.0.2.8 > 10.0.1.85 ttl 64 length 134',
      'reply 192.168.255.15 > 192.168.255.19:4789 vni 22 | 10.0.2.8 > 10.0.1.85 ttl 63 length 134',
    ]);
  });

  test('gets TTL 63 and new MACs in the router, both ways', () => {
    const routerSteps = (leg: TraceLeg | undefined) => leg?.steps.filter(({ device }) => device === ROUTER) ?? [];
    const change = (leg: TraceLeg | undefined) =>
      Object.assign({}, ...routerSteps(leg).map(({ after }) => after)) as Record<string, string>;
    expect(change(trace.request)).toEqual({ ip_ttl: '63', eth_src: 'fa:16:3e:80:13:72', eth_dst: 'fa:16:3e:6c:ad:9c' });
    expect(change(trace.reply)).toEqual({ ip_ttl: '63', eth_src: 'fa:16:3e:c4:64:70', eth_dst: 'fa:16:3e:44:98:20' });
  });

  test('passes br-ex on the controller, whose tunnel address is there', () => {
    expect(bridgesOf(trace.request)).toEqual([
      'compute-0 br-int',
      'compute-0 br-tun',
      'controller-0 br-ex',
      'controller-0 br-tun',
      'controller-0 br-int',
      'compute-1 br-tun',
      'compute-1 br-int',
    ]);
  });

  test('names for every step inside Neutron the model element it exists for', () => {
    expect(trace.request.steps.filter(({ element }) => element === undefined)).toEqual([]);
    expect(trace.request.steps.find(({ kind }) => kind === 'route')?.element).toBe('interface:demo.router-1.subnet-2');
    expect(trace.request.egress).toEqual({ host: 'compute-1', device: 'vm-4', element: 'vm:demo.vm-4' });
  });

  test('is seen at the taps of both guests', () => {
    const taps = trace.frames.filter(({ host }) => host !== undefined).map(({ host, device, leg }) => `${leg} ${host ?? ''}/${device}`);
    expect(taps).toEqual([
      'request compute-0/tap95d96a75-a0',
      'request compute-1/tap3210e8ec-c0',
      'reply compute-1/tap3210e8ec-c0',
      'reply compute-0/tap95d96a75-a0',
    ]);
  });

  test.skipIf(!hasTshark)(`reads the same in tshark${hasTshark ? '' : ' (skipped: tshark is not installed)'}`, () => {
    const lines = readFields(traceToPcapng(trace), 'vxlan', ['vxlan.vni', 'ip.ttl', 'frame.interface_name', 'ip.len']);
    expect(lines).toEqual([
      ['22', '64,64', 'underlay', '134,84'],
      ['99', '64,63', 'underlay', '134,84'],
      ['99', '64,64', 'underlay', '134,84'],
      ['22', '64,63', 'underlay', '134,84'],
    ]);
  });
});

describe('what is learnt after all three walks', () => {
  const network = createNetwork(compiled);
  beforeAll(() => {
    for (const to of ['vm-3', 'vm-2', 'vm-4']) expect(ping(network, 'vm-1', to).verdict).toBe('delivered');
  });

  test('table 20 of compute-0 has vm-2 and the gateway behind their tunnels', () => {
    expect(showLearnedFlows(network, 'compute-0', 'br-tun', 20)).toEqual([
      'table=20, hard_timeout=300, priority=1,vlan_tci=0x0001/0x0fff,dl_dst=fa:16:3e:72:ad:53 actions=load:0->NXM_OF_VLAN_TCI[],load:0x16->NXM_NX_TUN_ID[],output:2',
      'table=20, hard_timeout=300, priority=1,vlan_tci=0x0001/0x0fff,dl_dst=fa:16:3e:c4:64:70 actions=load:0->NXM_OF_VLAN_TCI[],load:0x16->NXM_NX_TUN_ID[],output:3',
    ]);
    const ports = compiled.hosts.find(({ plan }) => plan.name === 'compute-0')?.plan.bridges.find(({ name }) => name === 'br-tun')?.ports;
    expect(ports?.map(({ ofport, name }) => `${String(ofport)} ${name}`)).toEqual(['1 patch-int', '2 vxlan-c0a8ff1a', '3 vxlan-c0a8ff0f']);
  });

  test('table 20 of controller-0 has vm-4 with VNI 99', () => {
    expect(showLearnedFlows(network, 'controller-0', 'br-tun', 20)).toContain(
      'table=20, hard_timeout=300, priority=1,vlan_tci=0x0002/0x0fff,dl_dst=fa:16:3e:6c:ad:9c actions=load:0->NXM_OF_VLAN_TCI[],load:0x63->NXM_NX_TUN_ID[],output:2',
    );
  });

  test('the MAC tables of br-int are the article’s', () => {
    const fdb = (host: string) => showFdb(network, host, 'br-int').map(({ port, vlan, mac }) => `${port} ${String(vlan)} ${mac}`);
    expect(fdb('compute-0')).toEqual([
      'qvo95d96a75-a0 1 fa:16:3e:44:98:20',
      'patch-tun 1 fa:16:3e:72:ad:53',
      'qvo5bd37136-47 1 fa:16:3e:83:ad:a4',
      'patch-tun 1 fa:16:3e:c4:64:70',
    ]);
    expect(fdb('controller-0')).toEqual(expect.arrayContaining(['qr-0c52b15f-8f 1 fa:16:3e:c4:64:70', 'patch-tun 2 fa:16:3e:6c:ad:9c']));
    expect(fdb('compute-1')).toContain('qvo3210e8ec-c0 2 fa:16:3e:6c:ad:9c');
  });

  test('the router knows both VMs it routed between', () => {
    expect(showNeighbours(network, `controller-0/${ROUTER}`)).toEqual([
      { device: 'qr-0c52b15f-8f', address: '10.0.1.85', mac: 'fa:16:3e:44:98:20' },
      { device: 'qr-92fa49b5-54', address: '10.0.2.8', mac: 'fa:16:3e:6c:ad:9c' },
    ]);
  });

  test('five minutes later Open vSwitch has forgotten, and traffic teaches it again', () => {
    network.nowMicroseconds += 301_000_000;
    expect(showLearnedFlows(network, 'compute-0', 'br-tun', 20)).toEqual([]);
    expect(showFdb(network, 'compute-0', 'br-int')).toEqual([]);
    expect(ping(network, 'vm-1', 'vm-2').verdict).toBe('delivered');
    expect(showLearnedFlows(network, 'compute-0', 'br-tun', 20)).toHaveLength(1);
  });
});

describe('a cloud that has learnt nothing', () => {
  const trace = ping(compiled, 'vm-1', 'vm-4', { cold: true });

  test('asks and answers ARP on both networks first', () => {
    expect(trace.preludes.map(({ steps, verdict }) => `${verdict} ${steps[0]?.packet ?? ''}`)).toEqual([
      'delivered arp who-has 10.0.1.254 tell 10.0.1.85',
      'delivered arp 10.0.1.254 is-at fa:16:3e:c4:64:70',
      'delivered arp who-has 10.0.2.8 tell 10.0.2.254',
      'delivered arp 10.0.2.8 is-at fa:16:3e:6c:ad:9c',
    ]);
  });

  test('floods the question to every host of the network, and tells where each copy ended', () => {
    const ends = trace.preludes[0]?.branches.map(({ reason }) => reason?.at) ?? [];
    expect(ends).toEqual(
      expect.arrayContaining(['compute-0 vm-3', 'compute-1 vm-2', 'controller-0 qdhcp-67a3798c-32c0-4c18-8502-2531247e3cc2']),
    );
    expect(ends).not.toContain('compute-1 vm-4');
  });

  test('captures the preludes too', () => {
    expect(trace.frames.filter(({ leg }) => leg === 'prelude').length).toBeGreaterThan(4);
    expect(underlayLines(trace).filter((line) => !line.startsWith('prelude'))).toHaveLength(4);
  });
});

test('equal requests give equal traces, byte for byte', () => {
  expect(ping(compiled, 'vm-1', 'vm-4')).toEqual(ping(compiled, 'vm-1', 'vm-4'));
  const network = createNetwork(compiled);
  ping(network, 'vm-1', 'vm-2');
  const first = ping(network, 'vm-1', 'vm-2');
  expect(ping(network, 'vm-1', 'vm-2')).toEqual(first);
});

test('MACs of tunnel endpoints follow from their addresses', () => {
  const [frame] = ping(compiled, 'vm-1', 'vm-2').frames.filter(({ host }) => host === undefined);
  expect(frame && printMac(decodeFrame(frame.bytes).headers.eth_src ?? 0n)).toBe('02:00:c0:a8:ff:13');
});
