import { describe, expect, it } from 'vitest';
import { elementId, known } from '#core/base';
import { PIPELINE, compileFabric } from '#core/compile';
import { NO_QOS } from '#core/model';
import { printFlow, printMeter } from '#core/openflow';
import { goldenFlows as golden, goldenMeters, normalFlows as normal } from './golden-flows.ts';
import { type ExampleChange, allowedPair, workedExample } from './worked-example.ts';

function compiled(bridge: string, change: ExampleChange = {}) {
  const host = known(compileFabric(workedExample(change)).hosts[0], 'the tested host');
  return known(
    host.bridges.find(({ plan }) => plan.name === bridge),
    bridge,
  );
}

function flowsOf(bridge: string, change: ExampleChange = {}): readonly string[] {
  return compiled(bridge, change).flows.map(printFlow);
}

const POPULATED = { l2Population: true, arpResponder: true } as const;

describe('br-tun', () => {
  it('has the flows of Neutron without l2-population, one dispatch for each tunnel', () => {
    const second = normal('priority=1,in_port=3,actions=goto_table:4');
    expect([...flowsOf('br-tun')].sort()).toEqual([...golden('br-tun no l2pop, no dvr'), ...second].sort());
  });

  it('has the flows of Neutron with l2-population and ARP responder', () => {
    const provision = normal(
      'priority=1,in_port=2,actions=goto_table:4',
      'priority=1,in_port=3,actions=goto_table:4',
      'table=4,priority=1,tun_id=0x3e9,actions=push_vlan:0x8100,set_field:4103->vlan_vid,goto_table:10',
    );
    // the example's remote port is …:09 at 10.0.0.9 where the printed one was …:05 at 10.0.0.5
    const printed = golden('br-tun l2pop + arp responder').map((line) =>
      line.replaceAll('fa:16:3e:00:00:05', 'fa:16:3e:00:00:09').replaceAll('10.0.0.5', '10.0.0.9'),
    );
    expect([...flowsOf('br-tun', { fabric: POPULATED })].sort()).toEqual([...printed, ...provision].sort());
  });

  it('answers no ARP when only l2-population is on', () => {
    const flows = flowsOf('br-tun', { fabric: { l2Population: true } });
    expect(flows.filter((flow) => flow.includes('table=21') || flow.includes('goto_table:21'))).toEqual([]);
    expect(flows).toContain('table=20, priority=2,dl_vlan=7,dl_dst=fa:16:3e:00:00:09 actions=pop_vlan,set_field:0x3e9->tun_id,output:2');
  });

  it('floods to nobody while there is no tunnel', () => {
    expect(flowsOf('br-tun', { tunnels: [] }).filter((flow) => flow.startsWith('table=22'))).toEqual(['table=22, priority=0 actions=drop']);
  });

  it.each([
    ['gre', 3],
    ['vxlan', 4],
    ['geneve', 6],
  ] as const)('receives %s in table %i', (overlay, table) => {
    const flows = flowsOf('br-tun', { overlay });
    expect(flows).toContain(`priority=1,in_port=2 actions=goto_table:${table}`);
    expect(flows).toContain(`table=${table}, priority=1,tun_id=0x3e9 actions=push_vlan:0x8100,set_field:4103->vlan_vid,goto_table:10`);
  });
});

describe('br-int', () => {
  const BASE = [
    'table=23,priority=0,actions=drop',
    'table=0,priority=0,actions=goto_table:58',
    'table=58,priority=0,actions=goto_table:59',
    'table=59,priority=0,actions=goto_table:60',
    'table=60,priority=1,actions=NORMAL',
    'table=24,priority=0,actions=drop',
    'table=0,priority=65535,dl_vlan=4095,actions=drop',
    'table=62,priority=3,actions=NORMAL',
    'table=30,priority=0,actions=goto_table:58',
    'table=31,priority=0,actions=goto_table:58',
    'table=0,priority=2,in_port=1,actions=drop',
    'table=0,priority=3,in_port=1,dl_vlan=101,actions=set_field:4104->vlan_vid,goto_table:58',
  ];
  const DISPATCH = [
    'table=0,priority=10,arp,in_port=5,actions=goto_table:24',
    'table=0,priority=10,icmp6,in_port=5,icmp_type=136,actions=goto_table:24',
  ];
  const MAC = [
    'table=25,priority=2,in_port=5,dl_src=fa:16:3e:00:00:05,actions=goto_table:30',
    'table=0,priority=9,in_port=5,actions=goto_table:25',
  ];
  const ND = ['fe80::f816:3eff:fe00:5', '2001:db8::5'].map(
    (target) => `table=24,priority=2,icmp6,in_port=5,icmp_type=136,nd_target=${target},actions=goto_table:58`,
  );
  const ARP = ['table=24,priority=2,arp,in_port=5,arp_spa=10.0.0.5,actions=goto_table:25'];

  it('guards the port with port security and neither the trusted nor the open one', () => {
    expect([...flowsOf('br-int')].sort()).toEqual(normal(...BASE, ...DISPATCH, ...MAC, ...ND, ...ARP));
  });

  it('guards in the same way without a firewall', () => {
    expect(flowsOf('br-int', { fabric: { firewall: 'none' } })).toEqual(flowsOf('br-int'));
  });

  it('leaves guarding to the Open vSwitch firewall where that is chosen', () => {
    const flows = flowsOf('br-int', { fabric: { firewall: 'openvswitch' } });
    expect(flows).toEqual(expect.arrayContaining([...normal(...BASE)]));
    expect(flows.filter((flow) => /^table=2[45]|goto_table:2[45]/.test(flow))).toEqual(['table=24, priority=0 actions=drop']);
  });

  it('allows address pairs with their MACs and link-local addresses', () => {
    const vm1 = { allowedAddresses: [allowedPair('10.9.0.0/24', 'fa:16:3e:00:00:77')] };
    const pair = [
      'table=24,priority=2,arp,in_port=5,arp_spa=10.9.0.0/24,actions=goto_table:25',
      'table=24,priority=2,icmp6,in_port=5,icmp_type=136,nd_target=fe80::f816:3eff:fe00:77,actions=goto_table:58',
      'table=25,priority=2,in_port=5,dl_src=fa:16:3e:00:00:77,actions=goto_table:30',
    ];
    expect([...flowsOf('br-int', { vm1 })].sort()).toEqual(normal(...BASE, ...DISPATCH, ...MAC, ...ND, ...ARP, ...pair));
  });

  it('guards neither ARP nor neighbour discovery when any IPv4 address is allowed', () => {
    const vm1 = { allowedAddresses: [allowedPair('0.0.0.0/0', 'fa:16:3e:00:00:05')] };
    expect([...flowsOf('br-int', { vm1 })].sort()).toEqual(normal(...BASE, ...MAC));
  });

  it('still guards ARP when any IPv6 address is allowed', () => {
    const vm1 = { allowedAddresses: [allowedPair('::/0', 'fa:16:3e:00:00:05')] };
    const arpOnly = ['table=0,priority=10,arp,in_port=5,actions=goto_table:24'];
    expect([...flowsOf('br-int', { vm1 })].sort()).toEqual(normal(...BASE, ...MAC, ...ARP, ...arpOnly));
  });

  it('drops all ARP of a guarded port without an address', () => {
    const flows = flowsOf('br-int', { vm1: { addresses: [] } });
    expect(flows).toContain('priority=10,arp,in_port=5 actions=goto_table:24');
    expect(flows.filter((flow) => flow.includes('arp_spa'))).toEqual([]);
  });

  it('marks what a port sends, in both versions of IP, and sets the queue of every frame where the cloud has any QoS', () => {
    const [without, marked] = [false, true].map((qosExtension) =>
      flowsOf('br-int', {
        fabric: { qosExtension },
        vm1: { qos: { ...NO_QOS, dscp: qosExtension ? 16 : undefined } },
      }),
    );
    const marks = golden('br-int extra').filter((flow) => flow.includes('ip_dscp'));
    const queue = 'table=0,priority=200,reg3=0,actions=set_queue:0,load:1->NXM_NX_REG3[0],resubmit(,0)';
    expect([...(marked ?? [])].filter((flow) => !without?.includes(flow)).sort()).toEqual([...normal(queue), ...marks].sort());
  });

  it('sends what guests ask by DHCP to the agent where that is distributed, past every firewall', () => {
    const printed = golden('br-int extra').filter((flow) => /table=7[78]|goto_table:7[78]/.test(flow));
    expect(printed).toHaveLength(6);
    const vm2 = ['77 100 udp 68 67', '78 100 udp6 546 547'].map((text) => {
      const [table, priority, protocol, from, to] = text.split(' ');
      return `table=${table},priority=${priority},${protocol},in_port=6,dl_src=fa:16:3e:00:00:06,tp_src=${from},tp_dst=${to},actions=CONTROLLER:0`;
    });
    for (const firewall of ['iptables-hybrid', 'openvswitch'] as const) {
      const without = flowsOf('br-int', { fabric: { firewall } });
      const found = flowsOf('br-int', { fabric: { firewall, distributedDhcp: true } }).filter((flow) => !without.includes(flow));
      expect([...found].sort()).toEqual([...printed, ...normal(...vm2)].sort());
    }
  });

  it('answers no DHCP of ports without an address, as the agent has nothing to tell them', () => {
    const flows = flowsOf('br-int', { fabric: { distributedDhcp: true }, vm1: { addresses: [] } });
    expect(flows.filter((flow) => flow.includes('in_port=5') && flow.includes('CONTROLLER'))).toEqual([]);
  });

  describe('with guaranteed bandwidth', () => {
    const guaranteed: ExampleChange = {
      fabric: { qosExtension: true },
      vm1: { qos: { ...NO_QOS, guaranteedKbps: { egress: 500, ingress: 500 } } },
      vm2: { qos: { ...NO_QOS, guaranteedKbps: { egress: 1000, ingress: 7 } } },
    };
    const added = (bridge: string, change: ExampleChange) => {
      const without = flowsOf(bridge, { fabric: { qosExtension: true } });
      return flowsOf(bridge, change).filter((flow) => !without.includes(flow));
    };

    it('marks what a port of a provider network sends, and no port of a tunnelled one', () => {
      expect(added('br-int', guaranteed)).toEqual(
        normal('table=0,priority=200,in_port=6,reg4=0,actions=set_field:6->pkt_mark,load:1->NXM_NX_REG4[0],resubmit(,0)'),
      );
    });

    it('puts it into the queue of its number where it comes to a physical bridge', () => {
      const expected = normal('table=0,priority=200,in_port=2,pkt_mark=6,reg4=0,actions=set_queue:6,load:1->NXM_NX_REG4[0],resubmit(,0)');
      expect(added('br-ex', guaranteed)).toEqual(expected);
      expect(added('br-tun', guaranteed)).toEqual([]);
      expect(flowsOf('br-ex', { ...guaranteed, distributed: true })).toEqual(expect.arrayContaining([...expected]));
    });
  });

  describe('with limits by meters', () => {
    const qos = {
      ...NO_QOS,
      ingress: { rateKbps: 1000, burstKbits: undefined },
      egress: { rateKbps: 2000, burstKbits: 500 },
      packets: { egress: { ratePps: 1000, burstPackets: 100 }, ingress: { ratePps: 3000, burstPackets: undefined } },
    };
    /** Numbers of meters, which Neutron draws by chance: those of the printed flows. */
    const printed = (texts: readonly string[], numbers: Readonly<Record<number, number>>) =>
      texts.map((text) => text.replace(/meter([:=])(\d+)/, (_, sign: string, id: string) => `meter${sign}${numbers[Number(id)] ?? id}`));
    const change = (bandwidthMeters: boolean): ExampleChange => ({ fabric: { qosExtension: true, bandwidthMeters }, vm1: { qos } });
    const meters = (bandwidthMeters: boolean) => compiled('br-int', change(bandwidthMeters)).meters;
    const metered = (bandwidthMeters: boolean) => flowsOf('br-int', change(bandwidthMeters)).filter((flow) => flow.includes('meter:'));

    it('measures packets as Neutron does: what a port sends by where it enters, what it receives by where it goes', () => {
      const ofPackets = golden('br-int extra').filter((flow) => flow.includes('table=58') && flow.includes('meter:'));
      expect(ofPackets).toHaveLength(2);
      expect(printed(metered(false), { 17: 3, 18: 4 }).sort()).toEqual(ofPackets);
    });

    it('measures bandwidth too where the fabric has it so', () => {
      const ofBandwidth = golden('br-int extra').filter((flow) => flow.includes('table=59') && flow.includes('meter:'));
      expect(ofBandwidth).toHaveLength(1);
      const received = normal('table=59,priority=100,dl_vlan=7,dl_dst=fa:16:3e:00:00:05,actions=meter:20,goto_table:60');
      const found = metered(true).filter((flow) => flow.includes('table=59'));
      expect(printed(found, { 19: 3 }).sort()).toEqual([...received, ...ofBandwidth].sort());
    });

    it('has the meters of Neutron', () => {
      expect(printed(meters(false).map(printMeter), { 17: 3 })[0]).toBe(goldenMeters()[0]);
      expect(printed(meters(true).map(printMeter), { 20: 4 })[3]).toBe(goldenMeters()[1]);
      expect(meters(true).map(printMeter)).toEqual([
        'meter=17 pktps burst bands=type=drop rate=1000 burst_size=100',
        'meter=18 pktps bands=type=drop rate=3000',
        'meter=19 kbps burst bands=type=drop rate=2000 burst_size=500',
        'meter=20 kbps bands=type=drop rate=1000',
      ]);
    });

    it('has no meter for a rate that OpenFlow cannot say', () => {
      const wrong = {
        ...NO_QOS,
        packets: { egress: { ratePps: 0, burstPackets: undefined }, ingress: { ratePps: 2 ** 32, burstPackets: 1 } },
      };
      const { flows, meters: none } = compiled('br-int', { fabric: { qosExtension: true }, vm1: { qos: wrong } });
      expect([none, flows.map(printFlow).filter((flow) => flow.includes('meter:'))]).toEqual([[], []]);
    });
  });

  it('sends unicast of guests straight to its port or out of the host with egress-direct', () => {
    const [without, direct] = [false, true].map((egressDirect) => flowsOf('br-int', { fabric: { egressDirect } }));
    const ports = [
      { ofport: 4, mac: 'fa:16:3e:00:00:04', vlan: 7, way: 2 },
      { ofport: 5, mac: 'fa:16:3e:00:00:05', vlan: 7, way: 2 },
      { ofport: 6, mac: 'fa:16:3e:00:00:06', vlan: 8, way: 1 },
    ].flatMap(({ ofport, mac, vlan, way }) => [
      `table=60,priority=9,in_port=${ofport},dl_src=${mac},actions=set_field:${vlan}->reg6,resubmit(,61)`,
      `table=61,priority=12,dl_vlan=${vlan},dl_dst=${mac},actions=strip_vlan,output:${ofport}`,
      `table=61,priority=12,reg6=${vlan},dl_dst=${mac},actions=output:${ofport}`,
      `table=62,priority=10,in_port=${ofport},dl_src=${mac},dl_dst=00:00:00:00:00:00/01:00:00:00:00:00,actions=mod_vlan_vid:${vlan},output:${way}`,
    ]);
    const arrivals = [1, 2].map((patch) => `table=60,priority=4,in_port=${patch},actions=goto_table:61`);
    expect([...(direct ?? [])].filter((flow) => !without?.includes(flow)).sort()).toEqual(
      normal(...arrivals, 'table=61,priority=0,actions=goto_table:62', ...ports),
    );
  });

  it('gives frames of a flat network the local VLAN', () => {
    expect(flowsOf('br-int', { provider: 'flat' })).toContain(
      'priority=3,in_port=1,vlan_tci=0x0000/0x1fff actions=push_vlan:0x8100,set_field:4104->vlan_vid,goto_table:58',
    );
  });
});

describe('a physical bridge', () => {
  it('translates local VLANs to provider VLANs and drops the rest from br-int', () => {
    expect([...flowsOf('br-ex')].sort()).toEqual(
      normal(
        'priority=0,actions=NORMAL',
        'priority=2,in_port=2,actions=drop',
        'priority=4,in_port=2,dl_vlan=8,actions=set_field:4197->vlan_vid,NORMAL',
      ),
    );
  });

  it('sends frames of a flat network untagged', () => {
    expect(flowsOf('br-ex', { provider: 'flat' })).toContain('priority=4,in_port=2,dl_vlan=8 actions=pop_vlan,NORMAL');
  });
});

describe('compileFabric', () => {
  it('sorts flows by table, then priority from high to low', () => {
    const order = compiled('br-tun', { fabric: POPULATED }).flows.map(({ table, priority }) => [table, -priority] as const);
    expect(order).toEqual([...order].sort((a, b) => a[0] - b[0] || a[1] - b[1]));
  });

  it('names the model element and the stage of every flow', () => {
    const flows = ['br-int', 'br-tun', 'br-ex'].flatMap((bridge) => compiled(bridge, { fabric: POPULATED }).flows);
    expect(flows.filter(({ origin }) => !origin)).toEqual([]);
    const flood = flows.find(({ table, priority }) => table === 22 && priority === 1);
    expect(flood?.origin).toEqual({
      stage: 'br-tun/flood',
      element: elementId('network', 't', 'net-a'),
      neutron: 'br_tun.py install_flood_to_tun',
    });
  });

  it('declares every table that a flow goes to', () => {
    const numbers = new Set(PIPELINE.map(({ bridge, number }) => `${bridge} ${number}`));
    for (const { bridge, next, learnsInto } of PIPELINE)
      for (const number of [...next, ...learnsInto]) expect(numbers).toContain(`${bridge} ${number}`);
  });
});
