import { describe, expect, it } from 'vitest';
import { known } from '#core/base';
import { compileFabric } from '#core/compile';
import { printFlow } from '#core/openflow';
import { parseAddress, parseMac } from '#core/net';
import { goldenFlows, normalFlows } from './golden-flows.ts';
import { type ExampleChange, allowedPair, workedExample } from './worked-example.ts';

function flowsOf(bridge: string, change: ExampleChange = {}): readonly string[] {
  const host = known(compileFabric(workedExample({ distributed: true, ...change })).hosts[0], 'the tested host');
  const compiled = host.bridges.find(({ plan }) => plan.name === bridge);
  return known(compiled, bridge).flows.map(printFlow).sort();
}

/** What distributed routing adds, and what it takes away. */
function changes(bridge: string, change: ExampleChange = {}): { added: readonly string[]; gone: readonly string[] } {
  const [before, after] = [flowsOf(bridge, { ...change, distributed: false }), flowsOf(bridge, change)];
  return { added: after.filter((flow) => !before.includes(flow)), gone: before.filter((flow) => !after.includes(flow)) };
}

const POPULATED = { l2Population: true, arpResponder: true } as const;
const SUBNET = {
  address: known(parseAddress('2001:db8::1'), 'an address'),
  subnet: known(workedExample().ports[0], 'a port').addresses[0]?.subnet,
};

describe('br-tun with distributed routing', () => {
  it('has the flows that Neutron prints, the dispatch of two tunnels and the ports behind them', () => {
    const own = normalFlows(
      'priority=1,in_port=2,actions=goto_table:4',
      'priority=1,in_port=3,actions=goto_table:4',
      'table=22,priority=1,dl_vlan=7,actions=pop_vlan,set_field:0x3e9->tun_id,output:2,output:3',
      'table=20,priority=2,dl_vlan=7,dl_dst=fa:16:3e:00:00:09,actions=pop_vlan,set_field:0x3e9->tun_id,output:2',
    );
    const printed = goldenFlows('br-tun dvr').filter((flow) => !flow.includes('icmp_type=134 actions=drop')); // the example's interface has no IPv6 address
    const responders = flowsOf('br-tun', { fabric: POPULATED }).filter((flow) => flow.startsWith('table=21, priority=1'));
    expect(responders).toHaveLength(1);
    expect(flowsOf('br-tun', { fabric: POPULATED })).toEqual([...printed, ...own, ...responders].sort());
  });

  it('keeps router advertisements of an interface with IPv6 inside, and asks nobody for its IPv4 address', () => {
    const address = {
      address: known(parseAddress('2001:db8::1'), 'an address'),
      subnet: known(SUBNET.subnet, 'a subnet'),
      prefixLength: 64,
    };
    const dropped = flowsOf('br-tun', { gateway: { addresses: [address] } }).filter((flow) => flow.startsWith('table=22, priority=3'));
    expect(dropped).toEqual(goldenFlows('br-tun dvr').filter((flow) => flow.includes('icmp_type=134 actions=drop')));
  });

  it('knows no MAC of an interface that is on every host, and floods to its hosts all the same', () => {
    const flows = flowsOf('br-tun', { fabric: POPULATED });
    expect(flows.filter((flow) => flow.startsWith('table=20') && flow.includes('aa:aa:aa'))).toEqual([]);
    expect(flows).toContain('table=22, priority=1,dl_vlan=7 actions=pop_vlan,set_field:0x3e9->tun_id,output:2,output:3');
  });
});

describe('br-int with distributed routing', () => {
  const PRINTED = goldenFlows('br-int dvr');
  const ENTRY = normalFlows('table=1,priority=1,actions=drop', 'table=2,priority=1,actions=drop');

  it('has the flows of hosts, interface and guest that Neutron prints for a tunnel network', () => {
    const physicalGuests = ['dl_vlan=101', 'vlan_tci', 'table=4'];
    const wanted = PRINTED.filter((flow) => !physicalGuests.some((word) => flow.includes(word)));
    expect(changes('br-int')).toEqual({ added: [...wanted, ...ENTRY].sort(), gone: [] });
  });

  it.each([
    ['vlan', 'dl_vlan=101'],
    ['flat', 'vlan_tci=0x0000/0x1fff'],
  ] as const)('serves guests of a %s network by the tag of the wire', (provider, tag) => {
    const port = known(workedExample({ provider }).ports[1], 'vm2');
    const gateway = {
      network: port.network,
      addresses: port.addresses.map((entry) => ({ ...entry, address: known(parseAddress('203.0.113.1'), 'an address') })),
    };
    const guest = { addresses: port.addresses, mac: known(parseMac('fa:16:3e:00:00:05'), 'a MAC') };
    const { added } = changes('br-int', { provider, gateway, vm2: guest });
    const wanted = PRINTED.filter((flow) => flow.includes(tag) && flow.includes('00:00:05'));
    expect(wanted).toHaveLength(2);
    expect(added.filter((flow) => flow.includes('priority=20')).map((flow) => flow.replace('output:6', 'output:5'))).toEqual(wanted);
    expect(added).toContain(PRINTED.find((flow) => flow.startsWith('table=4'))?.replace('dl_vlan=7', 'dl_vlan=8'));
  });

  it('serves the MACs of allowed addresses inside the subnet', () => {
    const allowedAddresses = [allowedPair('10.0.0.77/32', 'fa:16:3e:00:00:77'), allowedPair('10.9.0.0/24', 'fa:16:3e:00:00:78')];
    const { added } = changes('br-int', { vm1: { allowedAddresses } });
    expect(added.some((flow) => flow.startsWith('table=1, priority=20') && flow.includes('00:00:77'))).toBe(true);
    expect(added.some((flow) => flow.startsWith('table=1, priority=20') && flow.includes('00:00:78'))).toBe(false);
  });
});

describe('a physical bridge with distributed routing', () => {
  it('translates in table 2, after the frames of its own routers got the MAC of the host', () => {
    const port = known(workedExample().ports[1], 'vm2');
    const { added, gone } = changes('br-ex', { gateway: { network: port.network, addresses: port.addresses } });
    expect(gone).toEqual(
      normalFlows(
        'table=0,priority=2,in_port=2,actions=drop',
        'table=0,priority=4,in_port=2,dl_vlan=8,actions=set_field:4197->vlan_vid,NORMAL',
      ),
    );
    expect(added).toEqual(
      normalFlows(
        'table=0,priority=2,in_port=2,actions=goto_table:1',
        'table=0,priority=1,actions=goto_table:3',
        'table=1,priority=0,actions=goto_table:2',
        'table=2,priority=2,in_port=2,actions=drop',
        'table=3,priority=1,actions=NORMAL',
        'table=2,priority=4,in_port=2,dl_vlan=8,actions=set_field:4197->vlan_vid,NORMAL',
        'table=3,priority=2,dl_src=fa:16:3f:00:00:02,actions=output:2',
        'table=1,priority=2,dl_vlan=8,dl_dst=fa:16:3e:aa:aa:aa,actions=drop',
        'table=1,priority=1,dl_vlan=8,dl_src=fa:16:3e:aa:aa:aa,actions=set_field:fa:16:3f:00:00:01->eth_src,goto_table:2',
        'table=22,priority=3,arp,dl_vlan=8,arp_tpa=203.0.113.6,actions=drop',
      ),
    );
  });
});
