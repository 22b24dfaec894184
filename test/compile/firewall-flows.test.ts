import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { known } from '#core/base';
import { compileFabric } from '#core/compile';
import { parseFlow, printFlow } from '#core/openflow';
import { GOLDEN_GROUP, plannedGroup, plannedRule, prefixText, remoteGroup } from './firewall-groups.ts';
import { type ExampleChange, allowedPair, workedExample } from './worked-example.ts';

/** br-int of the worked example under the Open vSwitch firewall. */
function compiled(change: ExampleChange = {}) {
  const deployment = workedExample({ ...change, fabric: { firewall: 'openvswitch', ...change.fabric } });
  const host = known(compileFabric(deployment).hosts[0], 'the tested host');
  return known(
    host.bridges.find(({ plan }) => plan.name === 'br-int'),
    'br-int',
  ).flows;
}

/** The flows of the firewall's tables, and those of table 60 that lead there. */
function firewallFlows(change: ExampleChange = {}): readonly string[] {
  return compiled(change)
    .filter(({ table, priority }) => table > 62 || (table === 60 && priority > 1))
    .map(printFlow)
    .sort();
}

/** Flows of any spelling in the normal form; of several with one table, priority and match the last stays, as in the switch. */
function normal(texts: readonly string[]): readonly string[] {
  const flows = texts.map((text) => {
    const parsed = parseFlow(text);
    if (parsed.kind === 'error') throw new Error(`${text}: ${parsed.problem.message}`);
    return parsed.value;
  });
  return [...new Map(flows.map((flow) => [printFlow({ ...flow, actions: [] }), printFlow(flow)])).values()].sort();
}

const VM1 = { allowedAddresses: [allowedPair('10.0.0.100/32', 'fa:16:3e:00:00:05')], securityGroups: [GOLDEN_GROUP] };
const VM2 = { portSecurity: true, securityGroups: [plannedGroup('empty', [])] };

describe('the Open vSwitch firewall', () => {
  it('programs what the real driver programmed for a port with every kind of rule, one without rules and a trusted one', () => {
    const golden = readFileSync(new URL('../openflow/golden/ovs-firewall.flows.txt', import.meta.url), 'utf8').split('\n');
    expect(firewallFlows({ vm1: VM1, vm2: VM2 })).toEqual(normal(golden.filter((line) => line.includes('actions='))));
  });

  it('lets ports without filtering skip the rules, and switches what is for them', () => {
    expect(firewallFlows().filter((flow) => flow.includes('reg5=0x6') || flow.includes('in_port=6'))).toEqual([
      'table=60, priority=100,in_port=6 actions=set_field:0x6->reg5,set_field:0x8->reg6,resubmit(,73)',
      'table=73, priority=80,reg5=0x6 actions=resubmit(,94)',
    ]);
  });

  it('takes frames of a flat network with and without the local VLAN', () => {
    const arrivals = firewallFlows({ vm2: VM2, provider: 'flat' }).filter((flow) => flow.includes('dl_dst=fa:16:3e:00:00:06 '));
    expect(arrivals).toEqual([
      'table=60, priority=90,dl_vlan=8,dl_dst=fa:16:3e:00:00:06 actions=set_field:0x6->reg5,set_field:0x8->reg6,pop_vlan,resubmit(,81)',
      'table=60, priority=90,vlan_tci=0x0000/0x1fff,dl_dst=fa:16:3e:00:00:06 actions=set_field:0x6->reg5,set_field:0x8->reg6,resubmit(,81)',
      'table=73, priority=100,reg6=0x8,dl_dst=fa:16:3e:00:00:06 actions=set_field:0x6->reg5,resubmit(,81)',
    ]);
  });

  it('receives for every MAC of an allowed pair, and lets the guest send any ARP where any address is allowed', () => {
    const flows = firewallFlows({ vm1: { allowedAddresses: [allowedPair('0.0.0.0/0', 'fa:16:3e:00:00:77')] } });
    expect(flows).toContain('table=71, priority=95,arp,reg5=0x5,in_port=5,dl_src=fa:16:3e:00:00:77 actions=resubmit(,94)');
    expect(flows).toContain('table=73, priority=100,reg6=0x7,dl_dst=fa:16:3e:00:00:77 actions=set_field:0x5->reg5,resubmit(,81)');
    expect(flows.filter((flow) => flow.includes('fe80::f816:3eff:fe00:77'))).toEqual([]);
  });

  it('sends what it accepts straight to its port or out of the host with egress-direct, for filtered and other ports alike', () => {
    const [without, direct] = [false, true].map((egressDirect) => firewallFlows({ fabric: { egressDirect } }));
    const ports = [
      { ofport: 4, mac: 'fa:16:3e:00:00:04', vlan: 7, way: 2 },
      { ofport: 5, mac: 'fa:16:3e:00:00:05', vlan: 7, way: 2 },
      { ofport: 6, mac: 'fa:16:3e:00:00:06', vlan: 8, way: 1 },
    ].flatMap(({ ofport, mac, vlan, way }) => [
      `table=94,priority=12,dl_dst=${mac},reg6=${vlan},actions=output:${ofport}`,
      `table=94,priority=12,dl_dst=${mac},dl_vlan=${vlan},actions=strip_vlan,output:${ofport}`,
      `table=94,priority=10,dl_src=${mac},dl_dst=00:00:00:00:00:00/01:00:00:00:00:00,reg6=${vlan},actions=mod_vlan_vid:${vlan},output:${way}`,
    ]);
    expect(direct?.filter((flow) => !without?.includes(flow))).toEqual(normal(['table=60,priority=2,actions=resubmit(,94)', ...ports]));
  });

  it('lets permitted ethertypes in and out of filtered ports, whatever their sender', () => {
    const [without, permitting] = [[], [0x4788, 0x0806]].map((permittedEthertypes) =>
      firewallFlows({ vm1: VM1, fabric: { permittedEthertypes } }),
    );
    expect(permitting?.filter((flow) => !without?.includes(flow))).toEqual([
      'table=71, priority=95,arp,reg5=0x5 actions=resubmit(,94)',
      'table=71, priority=95,reg5=0x5,dl_type=0x4788 actions=resubmit(,94)',
      'table=81, priority=100,reg5=0x5,dl_type=0x4788 actions=output:5',
    ]);
    expect(new Set(permitting).size).toBe(permitting?.length);
  });

  it('sends nothing straight out of a flat network', () => {
    const flows = firewallFlows({ fabric: { egressDirect: true }, provider: 'flat' });
    expect(flows.filter((flow) => flow.includes('reg6=0x8') && flow.startsWith('table=94'))).toEqual([
      'table=94, priority=12,reg6=0x8,dl_dst=fa:16:3e:00:00:06 actions=output:6',
    ]);
  });

  it('tracks the connections of a stateless group like those of others', () => {
    const rules = [plannedRule({ protocol: 'tcp', ports: { first: 22, last: 22 } })];
    const [stateless, stateful] = [true, false].map((value) =>
      firewallFlows({ vm1: { securityGroups: [plannedGroup('g', rules, value)] } }),
    );
    expect(stateless).toEqual(stateful);
  });

  it('names the rule, group or port of every flow', () => {
    expect(compiled({ vm1: VM1, vm2: VM2 }).filter(({ origin }) => !origin)).toEqual([]);
    const rule = compiled({ vm1: VM1 }).find(({ table, priority }) => table === 82 && priority === 77);
    expect(rule?.origin).toEqual({
      stage: 'br-int/firewall-rule',
      element: 'rule:t.sg1.rule',
      neutron: 'openvswitch_firewall/rules.py create_flows_from_rule_and_port',
    });
  });
});

describe('a rule', () => {
  /** What its flow for known connections matches, beside state and port. */
  function matchOf(change: Parameters<typeof plannedRule>[0]): readonly string[] {
    return firewallFlows({ vm1: { securityGroups: [plannedGroup('g', [plannedRule(change)])] } })
      .filter((flow) => /^table=(72|82), priority=7\d,ct_state=\+est-rel-rpl/.test(flow))
      .map((flow) => flow.replace(/^table=\d+, priority=(\d+),ct_state=\+est-rel-rpl,(.*) actions=.*/, '$1 $2').replace(/,?reg5=0x5/, ''));
  }

  it.each([
    ['any protocol', {}, ['74 ip']],
    ['TCP', { protocol: 'tcp' }, ['77 tcp']],
    ['an SCTP port over IPv6', { ethertype: 6, protocol: 'sctp', ports: { first: 5, last: 5 } }, ['77 sctp6,tp_dst=5']],
    ['ICMP', { protocol: 'icmp' }, ['75 icmp']],
    ['ICMP of a type', { protocol: 'icmp', icmp: { type: 8, code: undefined } }, ['76 icmp,icmp_type=8']],
    [
      'ICMPv6 of a type and code',
      { ethertype: 6, protocol: 'ipv6-icmp', icmp: { type: 1, code: 4 } },
      ['77 icmp6,icmp_type=1,icmp_code=4'],
    ],
    ['a protocol by number', { protocol: 112 }, ['77 ip,nw_proto=112']],
    ['a protocol by name', { protocol: 'ospf' }, ['77 ip,nw_proto=89']],
    ['ports this driver does not know', { protocol: 'udplite', ports: { first: 7, last: 9 } }, ['77 ip,nw_proto=136']],
    ['egress to a prefix', { direction: 'egress', remotePrefix: prefixText('10.1.0.0/16') }, ['74 ip,nw_dst=10.1.0.0/16']],
    ['IPv6 from everywhere', { ethertype: 6, remotePrefix: prefixText('::/0') }, ['74 ipv6']],
    [
      'a range of ports',
      { protocol: 'udp', ports: { first: 1024, last: 65535 } },
      ['0x400/0xfc00', '0x800/0xf800', '0x1000/0xf000', '0x2000/0xe000', '0x4000/0xc000', '0x8000/0x8000'].map((m) => `77 udp,tp_dst=${m}`),
    ],
  ] as const)('of %s is matched at its priority', (_what, change, expected) => {
    expect([...matchOf(change)].sort()).toEqual([...expected].sort());
  });
});

describe('a range of ports', () => {
  // what Neutron's port_rule_masking answered
  it.each([
    [22, 22, '22'],
    [80, 90, '0x50/0xfff8 0x58/0xfffe 90'],
    [81, 90, '0x54/0xfffc 0x52/0xfffe 81 0x58/0xfffe 90'],
    [100, 199, '0x70/0xfff0 0x68/0xfff8 0x64/0xfffc 0x80/0xffc0 0xc0/0xfff8'],
    [1, 1023, '0x100/0xff00 0x80/0xff80 0x40/0xffc0 0x20/0xffe0 0x10/0xfff0 0x8/0xfff8 0x4/0xfffc 0x2/0xfffe 1 0x200/0xfe00'],
    [32768, 61000, '0x8000/0xc000 0xc000/0xe000 0xe000/0xf800 0xe800/0xfc00 0xec00/0xfe00 0xee00/0xffc0 0xee40/0xfff8 61000'],
  ])('%i..%i becomes the fewest masks', (first, last, expected) => {
    const rule = plannedRule({ protocol: 'tcp', ports: { first, last } });
    const flows = firewallFlows({ vm1: { securityGroups: [plannedGroup('g', [rule])] } });
    const masks = flows.flatMap((flow) => [...(/\+new-est,tcp,.*tp_dst=(\S+)/.exec(flow)?.slice(1) ?? [])]);
    expect([...masks].sort()).toEqual(expected.split(' ').sort());
  });
});

/** The matches of a range of UDP ports, as a rule without remote group has them. */
function masksOf(first: number, last: number): readonly string[] {
  const flows = firewallFlows({ vm1: { securityGroups: [plannedGroup('g', [plannedRule({ protocol: 'udp', ports: { first, last } })])] } });
  return flows.flatMap((flow) => [...(/\+new-est,udp,reg5=0x5(,tp_dst=\S+)/.exec(flow)?.slice(1) ?? [])]);
}

describe('rules with remote groups', () => {
  const WEB = { protocol: 'tcp', ports: { first: 80, last: 80 } } as const;

  function conjunctions(...groups: readonly Parameters<typeof plannedGroup>[]): readonly string[] {
    return firewallFlows({ vm1: { securityGroups: groups.map((group) => plannedGroup(...group)) } }).filter((flow) =>
      flow.includes('conj'),
    );
  }

  it('take conjunction ids by group, remote group, direction and version, in the order of the rules', () => {
    const flows = conjunctions(
      ['a', [plannedRule({ remoteGroup: remoteGroup('m') }), plannedRule({ ...WEB, remoteGroup: remoteGroup('m') })]],
      ['b', [plannedRule({ remoteGroup: remoteGroup('m') }), plannedRule({ direction: 'egress', remoteGroup: remoteGroup('m') })]],
    );
    const ids = flows.flatMap((flow) => [...(/conj_id=(\d+).*reg5/.exec(flow)?.slice(1) ?? [])].map(Number)).sort((x, y) => x - y);
    expect(ids).toEqual([16, 17, 22, 23, 24, 25, 32, 33]);
  });

  it('share one flow where two groups let the same ports in', () => {
    const remote = remoteGroup('m', '10.0.0.9/32');
    const flows = conjunctions(
      ['a', [plannedRule({ ...WEB, remoteGroup: remote })]],
      ['b', [plannedRule({ ...WEB, remoteGroup: remote })]],
    );
    expect(flows).toContain(
      'table=82, priority=73,ct_state=+est-rel-rpl,tcp,reg5=0x5,tp_dst=80 actions=conjunction(22,2/2),conjunction(30,2/2)',
    );
    expect(flows).toContain(
      'table=82, priority=73,ct_state=+est-rel-rpl,ip,reg6=0x7,nw_src=10.0.0.9 actions=conjunction(22,1/2),conjunction(30,1/2)',
    );
  });

  it.each([
    ['ranges that overlap', [80, 85], [83, 90], ['80..82 22', '83..85 22 30', '86..90 30']],
    ['a range inside another', [1, 100], [50, 60], ['1..49 22', '50..60 22 30', '61..100 22']],
    ['no ports beside some', undefined, [65535, 65535], ['1..65534 22', '65535 22 30']],
    ['all ports twice', undefined, undefined, ['all 22 30']],
  ] as const)('cut %s into pieces that do not overlap', (_what, first, second, pieces) => {
    const rule = (ports: readonly [number, number] | undefined) =>
      plannedRule({ protocol: 'udp', ports: ports && { first: ports[0], last: ports[1] }, remoteGroup: remoteGroup('m') });
    const flows = conjunctions(['a', [rule(first)]], ['b', [rule(second)]]).filter((flow) => flow.includes('+est') && flow.includes('2/2'));
    const wanted = pieces.flatMap((piece) => {
      const [range = '', ...ids] = piece.split(' ');
      const actions = ids.map((id) => `conjunction(${id},2/2)`).join(',');
      const [from = 1, to = from] = range.split('..').map(Number);
      const masks = range === 'all' ? [''] : masksOf(from, to);
      return masks.map((mask) => `table=82, priority=73,ct_state=+est-rel-rpl,udp,reg5=0x5${mask} actions=${actions}`);
    });
    expect([...flows].sort()).toEqual([...wanted].sort());
  });

  it('look for the members of an egress rule at the destination', () => {
    const rule = plannedRule({ direction: 'egress', ethertype: 6, remoteGroup: remoteGroup('m', '2001:db8::9/128', '10.0.0.9/32') });
    expect(conjunctions(['a', [rule]]).filter((flow) => flow.includes('1/2'))).toEqual([
      'table=72, priority=70,ct_state=+est-rel-rpl,ipv6,reg6=0x7,ipv6_dst=2001:db8::9 actions=conjunction(16,1/2)',
      'table=72, priority=70,ct_state=+new-est,ipv6,reg6=0x7,ipv6_dst=2001:db8::9 actions=conjunction(17,1/2)',
    ]);
  });

  it('of a group without members match no address', () => {
    expect(conjunctions(['a', [plannedRule({ remoteGroup: remoteGroup('m') })]]).filter((flow) => flow.includes('1/2'))).toEqual([]);
  });

  it('write the members once for each network of the host', () => {
    const groups = [plannedGroup('a', [plannedRule({ remoteGroup: remoteGroup('m', '10.0.0.9/32') })])];
    const flows = firewallFlows({ vm1: { securityGroups: groups }, vm2: { portSecurity: true, securityGroups: groups } });
    expect(flows.filter((flow) => /\+new.*nw_src=10.0.0.9/.test(flow))).toEqual([
      'table=82, priority=70,ct_state=+new-est,ip,reg6=0x7,nw_src=10.0.0.9 actions=conjunction(17,1/2)',
      'table=82, priority=70,ct_state=+new-est,ip,reg6=0x8,nw_src=10.0.0.9 actions=conjunction(17,1/2)',
    ]);
  });
});
