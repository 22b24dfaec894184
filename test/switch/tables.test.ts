import { describe, expect, it } from 'vitest';
import { learnedFlows, receive, rehearse } from '#core/dataplane';
import { printFlow } from '#core/openflow';
import { A, B, address, dropsOf, frameInput, placesOf, send, tinySwitch } from './tiny-switch.ts';

function bridge(...flows: readonly string[]) {
  return { name: 'br', ports: ['1 a', '2 b', '3 c'], flows };
}

describe('a table', () => {
  it('lets the flow of the highest priority win, whatever its mask', () => {
    const target = tinySwitch(
      bridge('priority=1,actions=output:2', `priority=5,dl_dst=${B},actions=output:3`, 'priority=3,in_port=1,actions=drop'),
    );
    expect(send(target)).toEqual(['br 3']);
    expect(dropsOf(receive(target, frameInput({ to: A }), 0))).toEqual(['flow-drop']);
    expect(send(target, { to: A, port: 3 })).toEqual(['br 2']);
  });

  it('drops what no flow matches', () => {
    const result = receive(tinySwitch(bridge('in_port=2,actions=output:3')), frameInput(), 0);
    expect(result.events.map(({ kind }) => kind)).toEqual(['bridge', 'table', 'drop']);
    expect(dropsOf(result)).toEqual(['table-miss']);
  });

  it("shows each table with the frame before and after the flow's own actions", () => {
    const target = tinySwitch(bridge(`actions=set_field:${A}->eth_dst,goto_table:1`, `table=1,actions=set_field:${B}->eth_dst,output:2`));
    const tables = receive(target, frameInput(), 0).events.flatMap((event) => (event.kind === 'table' ? [event] : []));
    const destinations = tables.map(({ before, after }) => [before, after].map(({ packet }) => packet.headers.eth_dst?.toString(16)));
    expect(destinations).toEqual([
      ['fa163e00000b', 'fa163e00000a'],
      ['fa163e00000a', 'fa163e00000b'],
    ]);
    expect(tables.map(({ id, parent }) => [id, parent])).toEqual([
      [1, 0],
      [2, 1],
    ]);
  });

  it('looks a resubmitted frame up as from the port named, and still knows its own', () => {
    const target = tinySwitch(
      bridge('actions=resubmit(2,1)', 'table=1,in_port=2,actions=IN_PORT,output:2', 'table=1,in_port=1,actions=drop'),
    );
    expect(send(target)).toEqual(['br 1', 'br 2']);
  });

  it('goes on after a resubmit with what it changed', () => {
    const target = tinySwitch(bridge('actions=resubmit(,1),output:2', 'table=1,actions=push_vlan:0x8100,set_field:4103->vlan_vid'));
    expect(send(target)).toEqual(['br 2 vlan 7']);
  });

  it('does not send a frame back to the port it came from', () => {
    expect(dropsOf(receive(tinySwitch(bridge('actions=output:1')), frameInput(), 0))).toEqual(['port-is-input']);
  });

  it('leaves fields alone that the packet does not have', () => {
    const target = tinySwitch(
      bridge('arp,actions=drop', 'priority=1,actions=load:5->NXM_OF_ARP_OP[],load:7->OXM_OF_VLAN_VID[0..11],output:2'),
    );
    const { outputs } = receive(target, frameInput(), 0);
    expect(outputs[0]?.packet.headers).toEqual(frameInput().packet.headers);
  });

  it('does not follow an action it does not know, and says so', () => {
    const { events, outputs } = receive(tinySwitch(bridge('actions=output:2,ct(table=1,nat),output:3')), frameInput(), 0);
    expect(events.flatMap((event) => (event.kind === 'not-modelled' ? [event.detail] : []))).toEqual(['ct(table=1,nat)']);
    expect(outputs.map(({ ofport }) => ofport)).toEqual([2]);
  });
});

// what Open vSwitch 3.1 answered to ofproto/trace of the same flows
describe('a circle', () => {
  it('drops the frame everywhere when the bridge it entered gives up', () => {
    const result = receive(tinySwitch(bridge('actions=output:2,resubmit(,0),output:3')), frameInput(), 0);
    expect(result.outputs).toEqual([]);
    expect(dropsOf(result)).toContain('translation-too-deep');
  });

  it('keeps what was sent when only the bridge behind a patch port gives up', () => {
    const target = tinySwitch(
      { name: 'br', ports: ['1 a', '2 b', '3 patch peer=br-2/patch'], flows: ['actions=output:3,output:2'] },
      { name: 'br-2', ports: ['1 patch peer=br/patch'], flows: ['actions=resubmit(,0)'] },
    );
    expect(send(target)).toEqual(['br 2']);
  });
});

const LEARN =
  'learn(table=20,hard_timeout=300,priority=1,NXM_OF_VLAN_TCI[0..11],NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],load:0->NXM_OF_VLAN_TCI[],load:NXM_NX_TUN_ID[]->NXM_NX_TUN_ID[],output:OXM_OF_IN_PORT[])';

describe('learn()', () => {
  const learning = () =>
    tinySwitch(
      bridge(
        'in_port=1,actions=push_vlan:0x8100,set_field:4097->vlan_vid,load:0x16->NXM_NX_TUN_ID[],' + LEARN,
        'in_port=2,actions=goto_table:20',
        'table=20,priority=0,actions=output:3',
      ),
    );

  it('makes the flow that Neutron shows in table 20, and frames follow it', () => {
    const target = learning();
    send(target);
    expect(learnedFlows(target, 'br', 0).map(printFlow)).toEqual([
      'table=20, hard_timeout=300, priority=1,vlan_tci=0x0001/0x0fff,dl_dst=fa:16:3e:00:00:0a actions=load:0->NXM_OF_VLAN_TCI[],load:0x16->NXM_NX_TUN_ID[],output:1',
    ]);
    expect(send(target, { port: 2, to: A, vlan: 1 })).toEqual(['br 1']);
    expect(send(target, { port: 2, to: A, vlan: 2 })).toEqual(['br 3 vlan 2']);
  });

  it('forgets 300 seconds after the sender was last heard', () => {
    const target = learning();
    send(target, {}, 0);
    send(target, {}, 100);
    expect(send(target, { port: 2, to: A, vlan: 1 }, 399)).toEqual(['br 1']);
    expect(send(target, { port: 2, to: A, vlan: 1 }, 400)).toEqual(['br 3 vlan 1']);
    expect(learnedFlows(target, 'br', 400)).toEqual([]);
  });

  it('learns nothing when it only rehearses', () => {
    const target = learning();
    rehearse(target, frameInput(), 0);
    expect(learnedFlows(target, 'br', 0)).toEqual([]);
  });

  it('ends a flow with an idle timeout only when nothing uses it', () => {
    const target = tinySwitch(
      bridge(
        'in_port=1,actions=learn(table=20,idle_timeout=10,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[])',
        'in_port=2,actions=goto_table:20',
      ),
    );
    send(target, {}, 0);
    expect(send(target, { port: 2, to: A }, 9)).toEqual(['br 1']);
    expect(send(target, { port: 2, to: A }, 18)).toEqual(['br 1']);
    expect(send(target, { port: 2, to: A }, 28)).toEqual([]);
  });

  it('shows what it learned only to frames that come in afterwards', () => {
    const target = tinySwitch(
      bridge(
        'actions=learn(table=20,NXM_OF_ETH_DST[]=NXM_OF_ETH_DST[],output:NXM_OF_IN_PORT[]),goto_table:20',
        'table=20,priority=0,actions=output:3',
      ),
    );
    expect(send(target)).toEqual(['br 3']);
    expect(send(target, { port: 2 })).toEqual(['br 1']);
  });

  // as ofproto/trace of Open vSwitch 3.1 with a packet showed it
  it('shows what it learned to a frame that comes back through a patch port', () => {
    const target = tinySwitch(
      {
        name: 'br',
        ports: ['1 a', '2 b', '3 patch peer=br-2/patch'],
        flows: [
          'in_port=1,actions=learn(table=20,NXM_OF_ETH_DST[]=NXM_OF_ETH_DST[],output:NXM_OF_IN_PORT[]),output:3',
          'in_port=3,actions=goto_table:20',
          'table=20,priority=0,actions=output:2',
        ],
      },
      { name: 'br-2', ports: ['1 patch peer=br/patch'], flows: ['actions=IN_PORT'] },
    );
    expect(send(target)).toEqual(['br 1']);
  });
});

describe('patch and tunnel ports', () => {
  const pair = (inner: string) =>
    tinySwitch(
      {
        name: 'br',
        ports: ['1 a', '2 patch-tun peer=br-tun/patch-int'],
        flows: ['actions=load:5->NXM_NX_REG1[],load:9->NXM_NX_TUN_ID[],output:2'],
      },
      {
        name: 'br-tun',
        ports: ['1 patch-int peer=br/patch-tun', '2 vxlan-2 remote=10.0.0.2', '3 vxlan-3 remote=10.0.0.3'],
        flows: [inner],
      },
    );

  it('carry a frame on without registers and tunnel id, as from the peer port', () => {
    expect(send(pair('in_port=1,reg1=0,tun_id=0,actions=LOCAL'))).toEqual(['br-tun 65534']);
  });

  it('send into a tunnel with the id and both addresses', () => {
    const { outputs } = receive(pair('actions=set_field:0x16->tun_id,output:2'), frameInput(), 0);
    expect(outputs.map(({ tunnel }) => tunnel)).toEqual([{ tunId: 22, localIp: address('10.0.0.1'), remoteIp: address('10.0.0.2') }]);
  });

  it('know where a frame from a tunnel came from', () => {
    const target = pair('in_port=2,tun_id=22,tun_src=10.0.0.2,actions=output:3');
    const tunnel = { tunId: 22, srcIp: address('10.0.0.2'), dstIp: address('10.0.0.1') };
    expect(send(target, { bridge: 'br-tun', port: 2, tunnel })).toEqual(['br-tun 3 tun 22']);
  });

  it('name the crossing and the bridge behind it', () => {
    const { events } = receive(pair('actions=output:2'), frameInput(), 0);
    expect(events.map(({ kind, bridge: at }) => `${kind} ${at}`)).toEqual([
      'bridge br',
      'table br',
      'patch br',
      'bridge br-tun',
      'table br-tun',
      'output br-tun',
    ]);
    expect(events.map(({ parent }) => parent)).toEqual([undefined, 0, 1, 2, 3, 4]);
  });

  it('hold back a frame with two tags, which no packet here can carry', () => {
    const result = receive(pair('actions=push_vlan:0x8100,set_field:4097->vlan_vid,output:2'), frameInput({ vlan: 5 }), 0);
    expect(placesOf(result)).toEqual([]);
    expect(result.events.at(-1)).toMatchObject({ kind: 'not-modelled', detail: 'a frame with two VLAN tags' });
  });
});

describe('a table of ten thousand flows', () => {
  it('finds the one flow of each MAC', () => {
    const macs = Array.from(
      { length: 10_000 },
      (_, i) => `fa:16:3e:10:${(i >> 8).toString(16).padStart(2, '0')}:${(i & 255).toString(16).padStart(2, '0')}`,
    );
    const target = tinySwitch(
      bridge(
        ...macs.map((to, i) => `priority=2,dl_vlan=${1 + (i % 4000)},dl_dst=${to},actions=output:${2 + (i % 2)}`),
        'priority=0,actions=drop',
      ),
    );
    const answers = macs.filter((_, i) => i % 10 === 0).map((to, i) => send(target, { to, vlan: 1 + ((i * 10) % 4000) })[0]);
    expect(new Set(answers.map((answer) => answer?.split(' ')[1]))).toEqual(new Set(['2']));
  });
});
