import { describe, expect, it } from 'vitest';
import { A, B, BROADCAST, send, tinySwitch } from './tiny-switch.ts';

function bridge(...flows: readonly string[]) {
  return tinySwitch({ name: 'br', ports: ['1 a', '2 b', '3 c', '4 d'], flows });
}

/** Frames from A to B, or from B to A, at port 1: sender and receiver are the dimensions. */
const PARTS = [
  `priority=20,dl_src=${A},actions=conjunction(5,1/2)`,
  `priority=20,dl_src=${B},actions=conjunction(5,1/2)`,
  `priority=20,dl_dst=${B},actions=conjunction(5,2/2)`,
];
const COMPLETE = 'priority=20,conj_id=5,actions=output:2';

// ovs-fields(7), "Conjunctive Match Fields"
describe('a conjunctive match', () => {
  it('holds when every dimension has a flow that matches', () => {
    const target = bridge(...PARTS, COMPLETE);
    expect(send(target)).toEqual(['br 2']);
    expect(send(target, { from: B })).toEqual(['br 2']);
    expect(send(target, { to: BROADCAST })).toEqual([]);
    expect(send(target, { from: BROADCAST })).toEqual([]);
  });

  it('needs its conj_id flow, which may have a match of its own', () => {
    expect(send(bridge(...PARTS))).toEqual([]);
    const picky = bridge(...PARTS, 'priority=20,conj_id=5,in_port=1,actions=output:2');
    expect([send(picky), send(picky, { port: 3 })]).toEqual([['br 2'], []]);
  });

  it('gives way to an ordinary flow of higher or equal priority and beats a lower one', () => {
    expect(send(bridge(...PARTS, COMPLETE, 'priority=30,actions=output:3'))).toEqual(['br 3']);
    expect(send(bridge(...PARTS, COMPLETE, 'priority=20,in_port=1,actions=output:3'))).toEqual(['br 3']);
    expect(send(bridge(...PARTS, COMPLETE, 'priority=10,actions=output:3'))).toEqual(['br 2']);
  });

  it('falls to an ordinary flow below it when it is not complete', () => {
    const target = bridge(...PARTS, COMPLETE, 'priority=10,actions=output:3');
    expect(send(target, { to: BROADCAST })).toEqual(['br 3']);
  });

  it('is not pieced together from flows of different priority', () => {
    const target = bridge(
      `priority=20,dl_src=${A},actions=conjunction(5,1/2)`,
      `priority=19,dl_dst=${B},actions=conjunction(5,2/2)`,
      COMPLETE,
    );
    expect(send(target)).toEqual([]);
  });

  it('of lower priority holds where one above it is not complete, even when a part of both has the same match', () => {
    const target = bridge(
      `priority=20,dl_src=${A},actions=conjunction(5,1/2)`,
      `priority=10,dl_src=${A},actions=conjunction(6,1/2)`,
      `priority=10,dl_dst=${B},actions=conjunction(6,2/2)`,
      COMPLETE,
      'priority=10,conj_id=6,actions=output:3',
    );
    expect(send(target)).toEqual(['br 3']);
  });

  it('uncovers an ordinary flow with the match of one of its parts', () => {
    const target = bridge(`priority=20,dl_src=${A},actions=conjunction(5,1/2)`, `priority=10,dl_src=${A},actions=output:4`);
    expect(send(target)).toEqual(['br 4']);
  });

  it('takes one flow as part of several conjunctions', () => {
    const target = bridge(
      `priority=20,dl_src=${A},actions=conjunction(5,1/2),conjunction(6,1/2)`,
      `priority=20,dl_dst=${B},actions=conjunction(6,2/2)`,
      COMPLETE,
      'priority=20,conj_id=6,actions=output:3',
    );
    expect(send(target)).toEqual(['br 3']);
  });

  it('may have three dimensions', () => {
    const parts = [
      `dl_src=${A},actions=conjunction(5,1/3)`,
      `dl_dst=${B},actions=conjunction(5,2/3)`,
      'in_port=1,actions=conjunction(5,3/3)',
    ];
    const target = bridge(...parts.map((flow) => `priority=20,${flow}`), COMPLETE);
    expect([send(target), send(target, { port: 3 })]).toEqual([['br 2'], []]);
  });

  it('shows the id to nobody afterwards', () => {
    const target = bridge(
      ...PARTS,
      'priority=20,conj_id=5,actions=resubmit(,1)',
      'table=1,priority=2,conj_id=5,actions=output:3',
      'table=1,priority=1,actions=output:4',
    );
    expect(send(target)).toEqual(['br 4']);
  });
});
