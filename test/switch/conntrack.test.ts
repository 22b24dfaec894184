import { describe, expect, it } from 'vitest';
import { type Switch, receive, rehearse } from '#core/dataplane';
import { A, B, type Frame, dropsOf, frameInput, placesOf, send, tinySwitch } from './tiny-switch.ts';

const UDP = { eth_type: 0x0800n, ip_proto: 17n, ip_src: 0x0a000001n, ip_dst: 0x0a000002n, udp_src: 1000n, udp_dst: 53n };
const THERE: Frame = { headers: UDP };
const BACK: Frame = {
  port: 2,
  from: B,
  to: A,
  headers: { ...UDP, ip_src: UDP.ip_dst, ip_dst: UDP.ip_src, udp_src: 53n, udp_dst: 1000n },
};

/** Lets port 1 begin conversations with port 2, and nothing else. */
function firewall(...more: readonly string[]): Switch {
  const flows = [
    'table=0,ct_state=-trk,ip,actions=ct(table=1,zone=7)',
    'table=1,priority=10,ct_state=+trk+est+rpl,ip,in_port=2,actions=output:1',
    'table=1,priority=10,ct_state=+trk+new,ip,in_port=1,actions=ct(commit,zone=7),output:2',
    'table=1,priority=1,actions=drop',
    ...more,
  ];
  return tinySwitch({ name: 'br', ports: ['1 a', '2 b', '3 c'], flows });
}

describe('ct()', () => {
  it('lets the answer through that belongs to a committed connection, and nothing before it', () => {
    const target = firewall();
    expect(send(target, BACK)).toEqual([]);
    expect(send(target, THERE)).toEqual(['br 2']);
    expect(send(target, BACK)).toEqual(['br 1']);
  });

  it('tells the zone and what was found, and hangs the table it goes on in below that', () => {
    const { events } = receive(firewall(), frameInput(THERE), 0);
    const tracked = events.find((event) => event.kind === 'ct');
    expect(tracked).toMatchObject({ zone: 7, table: 1, state: { metadata: { ct_state: 0x21n, ct_zone: 7n, ct_mark: 0n } } });
    expect(events.flatMap((event) => (event.kind === 'table' ? [[event.table, event.parent]] : []))).toEqual([
      [0, 0],
      [1, tracked?.id],
    ]);
  });

  it('enters nothing in a rehearsal', () => {
    const target = firewall();
    expect(placesOf(rehearse(target, frameInput(THERE), 0))).toEqual(['br 2']);
    expect(target.connections.connections.size).toBe(0);
  });

  it('reads the zone from a register', () => {
    const target = tinySwitch({
      name: 'br',
      ports: ['1 a', '2 b'],
      flows: ['ct_state=-trk,ip,actions=set_field:9->reg6,ct(table=1,zone=NXM_NX_REG6[0..15])', 'table=1,ct_zone=9,actions=output:2'],
    });
    expect(send(target, THERE)).toEqual(['br 2']);
  });

  it('leaves the frame untracked for the actions after it', () => {
    const target = tinySwitch({
      name: 'br',
      ports: ['1 a', '2 b', '3 c'],
      flows: ['ip,actions=ct(commit,zone=7),resubmit(,1)', 'table=1,ct_state=-trk,actions=output:2', 'table=1,priority=1,actions=output:3'],
    });
    expect(send(target, THERE)).toEqual(['br 2']);
  });

  it('marks a connection, which both directions see from then on', () => {
    const target = tinySwitch({
      name: 'br',
      ports: ['1 a', '2 b', '3 c'],
      flows: [
        'ct_state=-trk,ip,actions=ct(table=1,zone=7)',
        'table=1,priority=20,ct_mark=0x1/0x1,ip,actions=output:3',
        'table=1,priority=10,ip,actions=ct(commit,zone=7,exec(set_field:0x1/0x1->ct_mark))',
      ],
    });
    const first = receive(target, frameInput(THERE), 0);
    expect([first.outputs, dropsOf(first)]).toEqual([[], ['flow-drop']]);
    expect([send(target, THERE), send(target, BACK)]).toEqual([['br 3'], ['br 3']]);
  });

  it('makes a reply the first packet of a new connection with force', () => {
    const target = firewall('table=1,priority=20,ct_state=+rpl,udp,in_port=2,actions=ct(commit,force,zone=7),output:1');
    send(target, THERE);
    send(target, BACK);
    expect(dropsOf(receive(target, frameInput(BACK), 0))).toEqual(['flow-drop']);
  });

  it('is gone after ct_clear and behind a patch port', () => {
    const target = tinySwitch(
      {
        name: 'br',
        ports: ['1 a', '2 b', '3 patch peer=far/patch'],
        flows: [
          'ct_state=-trk,in_port=1,ip,actions=ct(table=1,zone=7)',
          'table=1,udp,actions=ct_clear,resubmit(,2)',
          'table=1,tcp,actions=output:3',
          'table=2,ct_state=-trk,actions=output:2',
        ],
      },
      { name: 'far', ports: ['1 patch peer=br/patch', '2 x'], flows: ['ct_state=-trk,actions=output:2'] },
    );
    expect(send(target, THERE)).toEqual(['br 2']);
    const tcp = { eth_type: 0x0800n, ip_proto: 6n, ip_src: 1n, ip_dst: 2n, tcp_src: 3n, tcp_dst: 4n };
    expect(send(target, { headers: tcp })).toEqual(['far 2']);
  });

  it('gives up on a frame that is tracked again and again', () => {
    const target = tinySwitch({ name: 'br', ports: ['1 a'], flows: ['ip,actions=ct(table=0,zone=7)'] });
    expect(dropsOf(receive(target, frameInput(THERE), 0))).toEqual(['tracked-too-often']);
  });

  it('keeps what was sent before, when the tracked frame then goes in a circle', () => {
    const target = tinySwitch({
      name: 'br',
      ports: ['1 a', '2 b'],
      flows: ['ip,actions=output:2,ct(table=1)', 'table=1,actions=resubmit(,1)'],
    });
    expect(send(target, THERE)).toEqual(['br 2']);
  });
});

describe('other actions', () => {
  it('pass a meter and a queue', () => {
    const target = tinySwitch({ name: 'br', ports: ['1 a', '2 b'], flows: ['actions=meter:3,set_queue:4,output:2'] });
    expect(send(target)).toEqual(['br 2']);
  });

  it('leave what the controller does undecided, and go on', () => {
    const { events, outputs } = receive(
      tinySwitch({ name: 'br', ports: ['1 a', '2 b'], flows: ['actions=CONTROLLER,output:2'] }),
      frameInput(),
      0,
    );
    expect(events.some(({ kind }) => kind === 'not-modelled')).toBe(true);
    expect(outputs.map(({ ofport }) => ofport)).toEqual([2]);
  });

  it('drop a frame for which they do nothing that sends it anywhere', () => {
    const target = tinySwitch({
      name: 'br',
      ports: ['1 a'],
      flows: ['actions=set_field:1->reg0,resubmit(,1)', 'table=1,actions=ct_clear'],
    });
    expect(dropsOf(receive(target, frameInput(), 0))).toEqual(['flow-drop']);
  });
});
