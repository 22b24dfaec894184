import { describe, expect, it } from 'vitest';
import { known } from '#core/base';
import { compileFabric } from '#core/compile';
import { parseAddress } from '#core/net';
import { printFlow } from '#core/openflow';
import { goldenFlows as golden, normalFlows as normal } from './golden-flows.ts';
import { type ExampleChange, workedExample } from './worked-example.ts';

function flowsOf(change: ExampleChange): readonly string[] {
  const host = known(compileFabric(workedExample(change)).hosts[0], 'the tested host');
  return known(host.bridges[0], 'br-int').flows.map(printFlow);
}

type Fabric = NonNullable<ExampleChange['fabric']>;

const LOCAL_IP = known(parseAddress('10.0.0.100'), 'a Local IP');

/** What a Local IP of vm1 adds; vm2 is another guest of the host. */
function added(fabric: Fabric): readonly string[] {
  const without = flowsOf({ fabric: { ...fabric, localIpNat: undefined } });
  return [...flowsOf({ fabric, vm1: { localIps: [LOCAL_IP] } })].filter((flow) => !without.includes(flow)).sort();
}

const ON_ITS_WAY = [5, 6].flatMap((ofport) => [
  `table=0,priority=8,in_port=${ofport},actions=goto_table:30`,
  `table=30,priority=10,in_port=${ofport},actions=set_field:${ofport === 5 ? 7 : 8}->reg6,resubmit(${ofport},31)`,
]);
const ARP = [
  'table=31,priority=1,arp,reg6=7,arp_tpa=10.0.0.100,actions=set_field:2->arp_op,move:NXM_NX_ARP_SHA[]->NXM_NX_ARP_THA[],move:NXM_OF_ARP_SPA[]->NXM_OF_ARP_TPA[],set_field:fa:16:3e:00:00:05->arp_sha,set_field:10.0.0.100->arp_spa,move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[],set_field:fa:16:3e:00:00:05->eth_src,IN_PORT',
  'table=0,priority=10,arp,dl_vlan=7,arp_spa=10.0.0.100,actions=drop',
  'table=0,priority=11,arp,dl_vlan=7,arp_spa=10.0.0.100,arp_tpa=10.0.0.5,actions=goto_table:58',
];
const OWNER = 'table=31,priority=11,ip,reg6=7,nw_src=10.0.0.5,nw_dst=10.0.0.100,actions=resubmit(,60)';

const translated = (protocol: string, number: number, table: number) => {
  const ports =
    protocol === 'icmp'
      ? ''
      : ['DST', 'SRC']
          .map((end) => `,NXM_OF_${protocol.toUpperCase()}_${end}[]=NXM_OF_${protocol.toUpperCase()}_${end === 'DST' ? 'SRC' : 'DST'}[]`)
          .join('');
  return (
    `table=31,priority=10,${protocol},reg6=7,nw_dst=10.0.0.100,actions=set_field:fa:16:3e:00:00:05->eth_dst,` +
    `learn(table=${table},idle_timeout=30,hard_timeout=300,priority=20,eth_type=0x800,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],NXM_OF_ETH_SRC[]=NXM_OF_ETH_DST[],` +
    `NXM_OF_IP_DST[]=NXM_OF_IP_SRC[],ip_src=10.0.0.5,NXM_NX_REG6[0..3]=0x7,load:0xa000064->NXM_OF_IP_SRC[],output:OXM_OF_IN_PORT[],nw_proto=${number}${ports}),` +
    'set_field:10.0.0.5->ip_dst,resubmit(,60)'
  );
};

describe('Local IPs', () => {
  it('lead frames of every guest of the host past their tables, as Neutron does', () => {
    const found = added({ localIpNat: 'static' });
    const printed = golden('br-int extra').filter(
      (flow) => flow.includes('table=30, ') || flow.endsWith('in_port=5 actions=goto_table:30'),
    );
    expect(printed).toHaveLength(2);
    for (const flow of [...printed, ...normal(...ON_ITS_WAY)]) expect(found).toContain(flow);
  });

  it('take no ARP in their name from elsewhere, but for the guest that stands for them', () => {
    const printed = golden('br-int extra')
      .filter((flow) => flow.includes('arp_spa=10.0.0.100'))
      .map((flow) => flow.replace('arp_tpa=10.0.0.1 ', 'arp_tpa=10.0.0.5 ')); // the printed ones except the gateway
    expect(printed).toHaveLength(2);
    for (const flow of printed) expect(added({ localIpNat: 'static' })).toContain(flow);
  });

  it('are translated by flows, which learn the way back', () => {
    const protocols = [translated('icmp', 1, 31), translated('tcp', 6, 31), translated('udp', 17, 31)];
    expect(added({ localIpNat: 'static' })).toEqual(normal(...ON_ITS_WAY, ...ARP, OWNER, ...protocols));
  });

  it('are translated after the filters where those are in the switch', () => {
    expect(added({ localIpNat: 'static', firewall: 'openvswitch' })).toEqual(
      expect.arrayContaining([...normal(translated('tcp', 6, 94), OWNER)]),
    );
  });

  it('are translated by connection tracking', () => {
    const tracked = [
      'table=31,priority=10,ip,reg6=7,nw_dst=10.0.0.100,actions=set_field:fa:16:3e:00:00:05->eth_dst,ct(commit,table=60,zone=7,nat(dst=10.0.0.5))',
      'table=31,priority=10,ct_state=-trk,ip,reg6=7,dl_src=fa:16:3e:00:00:05,nw_src=10.0.0.5,actions=ct(table=60,zone=7,nat)',
    ];
    expect(added({ localIpNat: 'conntrack' })).toEqual(normal(...ON_ITS_WAY, ...ARP, OWNER, ...tracked));
  });

  it('of a port without an IPv4 address are none', () => {
    const flows = flowsOf({ fabric: { localIpNat: 'static' }, vm1: { localIps: [LOCAL_IP], addresses: [] } });
    expect(flows.filter((flow) => flow.includes('10.0.0.100'))).toEqual([]);
  });
});
