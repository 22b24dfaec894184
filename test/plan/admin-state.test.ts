import { describe, expect, test } from 'vitest';
import { known } from '#core/base';
import { writeHostScripts } from '#core/compile/script';
import { buildWiringGraph } from '#core/diagram';
import { printFlow } from '#core/openflow';
import { decideExpectation } from '#core/trace';
import { createNetwork } from '#core/dataplane';
import { compileText, ping } from '../trace/cloud.ts';

const cloud = (options = '') =>
  compileText(`
fabric lab { overlay vxlan { vni 1..1000 }  underlay 192.168.255.0/24 { mtu 1600 }  ${options} }
host net { roles network  tunnel-ip 192.168.255.2 }
host hv-[1..2] { roles compute  tunnel-ip 192.168.255.[11..12] }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  network idle { subnet idle-v4 10.0.2.0/24 { dhcp off } }
  network side { subnet side-v4 10.0.3.0/24 }
  router edge { interface app-v4  interface side-v4 }
  security-group open { allow ingress icmp }
  vm up on hv-1 { port app { ip 10.0.1.10  security open } }
  vm down on hv-1 { port app { ip 10.0.1.20  security open  admin-state down  qos { dscp 26 } } }
  vm alone on hv-2 { port idle { ip 10.0.2.30  admin-state down }  port side { ip 10.0.3.30  security open } }
}
expect up reaches down
expect down never reaches up`);

describe.each(['openvswitch', 'iptables-hybrid', 'none'])('a port that is down, with firewall %s', (firewall) => {
  const options = `firewall ${firewall}  l2-population on  arp-responder on  egress-direct on`;
  const { compiled, topology } = cloud(options);
  const host = (name: string) =>
    known(
      compiled.hosts.find(({ plan }) => plan.name === name),
      name,
    );
  const flowsOf = (name: string) => host(name).bridges.flatMap(({ flows }) => flows);
  const isOf = (vm: string) => (element: string | undefined) => element === `port:demo.${vm}`;

  test('is on the dead VLAN, and has one flow', () => {
    const port = host('hv-1').plan.bridges[0]?.ports.find(({ element }) => element === 'port:demo.down.app');
    expect(port).toMatchObject({ kind: 'vif', tag: 4095 });
    const own = flowsOf('hv-1').filter(({ origin }) => isOf('down.app')(origin?.element));
    expect(own.map(printFlow)).toEqual([`priority=2,in_port=${String(port?.ofport)} actions=drop`]);
  });

  test('is unknown to other hosts', () => {
    for (const name of ['net', 'hv-2']) expect(flowsOf(name).map(printFlow).join()).not.toContain('10.0.1.20');
    expect(flowsOf('net').filter(({ origin }) => isOf('down.app')(origin?.element))).toEqual([]);
  });

  test('needs no local VLAN for its network', () => {
    expect(host('hv-2').plan.localVlans.map(({ network }) => network)).toEqual(['network:demo.side']);
  });

  test('is drawn as such', () => {
    const { nodes } = buildWiringGraph({ fabric: compiled, findings: [], placeOf: () => undefined }, { kind: 'wiring' });
    const port = nodes.find(({ element, kind, details }) => kind === 'port' && isOf('down.app')(element) && details.length > 0);
    expect(port?.details[0]).toMatch(/^down · ofport \d+$/);
    expect(port?.tooltip).toContain('down: nothing passes');
  });

  test('is told to DHCP all the same', () => {
    const leases = host('net').plan.namespaces.flatMap(({ dhcp }) => dhcp?.leases ?? []);
    expect(leases.some(({ port }) => port === 'port:demo.down.app')).toBe(true);
  });

  test('is made with the dead VLAN as its tag', () => {
    const setup = writeHostScripts(compiled).get('hv-1/setup.sh') ?? '';
    expect(setup).toMatch(/# .*down: on the dead VLAN\n.*\\\n.*set Port \S+ tag=4095 \\\n/);
  });

  test('sends nothing and gets nothing, and the trace says why', () => {
    const sent = ping(compiled, 'down', 'up');
    expect(sent.verdict).not.toBe('delivered');
    expect([...sent.preludes, sent.request].map(({ reason }) => reason?.message ?? '').join()).toContain(
      'is down (`admin-state down`), so br-int drops what it sends',
    );
    const got = ping(compiled, 'up', 'down');
    expect(got.reason?.message).toContain('down is down (`admin-state down`), so nothing reaches it');
    expect(ping(compiled, 'alone', 'down').reason?.message).toContain('so nothing reaches it');
  });

  test('decides expectations', () => {
    const network = createNetwork(compiled);
    const results = topology.expectations.map((expectation) => [expectation.name, decideExpectation(network, expectation).kind]);
    expect(Object.fromEntries(results)).toEqual({ 'down never reaches up': 'undecided', 'up reaches down': 'fails' });
  });
});
