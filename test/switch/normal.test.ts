import { describe, expect, it } from 'vitest';
import { type Switch, macEntries, receive, rehearse } from '#core/dataplane';
import { A, B, BROADCAST, type Frame, dropsOf, frameInput, placesOf, send, tinySwitch } from './tiny-switch.ts';

/** Ports 1 and 2 in VLAN 7, port 3 in VLAN 8, port 4 a trunk; 65534 is the bridge's own port, a trunk too. */
function learningSwitch(): Switch {
  return tinySwitch({ name: 'br', ports: ['1 a tag=7', '2 b tag=7', '3 c tag=8', '4 eth0'], flows: ['actions=NORMAL'] });
}

function reasons(frame: Frame): readonly string[] {
  return dropsOf(receive(learningSwitch(), frameInput(frame), 0));
}

describe('NORMAL', () => {
  it('floods an unknown destination within the VLAN, tagged on trunks', () => {
    expect(send(learningSwitch())).toEqual(['br 2', 'br 4 vlan 7', 'br 65534 vlan 7']);
  });

  it('takes the VLAN of a frame from a trunk from its tag', () => {
    expect(send(learningSwitch(), { port: 4, vlan: 8 })).toEqual(['br 3', 'br 65534 vlan 8']);
  });

  it('sends to the port where the destination was seen, and nowhere else', () => {
    const target = learningSwitch();
    send(target, { port: 2, from: B, to: BROADCAST });
    expect(send(target)).toEqual(['br 2']);
  });

  it('knows a MAC in its VLAN only', () => {
    const target = learningSwitch();
    send(target, { port: 2, from: B, to: BROADCAST });
    expect(send(target, { port: 3 })).toEqual(['br 4 vlan 8', 'br 65534 vlan 8']);
  });

  it('follows a MAC that moved', () => {
    const target = learningSwitch();
    send(target, { port: 2, from: B, to: BROADCAST });
    send(target, { port: 4, vlan: 7, from: B, to: BROADCAST });
    expect(send(target)).toEqual(['br 4 vlan 7']);
  });

  it('forgets a MAC 300 seconds after it was last seen', () => {
    const target = learningSwitch();
    send(target, { port: 2, from: B, to: BROADCAST }, 0);
    send(target, { port: 2, from: B, to: BROADCAST }, 200);
    expect(send(target, {}, 499)).toEqual(['br 2']);
    expect(send(target, {}, 500)).toEqual(['br 2', 'br 4 vlan 7', 'br 65534 vlan 7']);
  });

  it('does not learn a sender with the group bit', () => {
    const target = learningSwitch();
    send(target, { from: BROADCAST });
    expect(macEntries(target, 'br', 0)).toEqual([]);
  });

  it('learns nothing when it only rehearses', () => {
    const target = learningSwitch();
    expect(placesOf(rehearse(target, frameInput(), 0))).toEqual(['br 2', 'br 4 vlan 7', 'br 65534 vlan 7']);
    expect(macEntries(target, 'br', 0)).toEqual([]);
  });

  it('takes a priority tag on an access port and leaves the priority on trunks', () => {
    const { outputs } = receive(learningSwitch(), frameInput({ headers: { vlan_tci: 0x7000n } }), 0);
    expect(outputs.map(({ ofport, packet }) => [ofport, packet.headers.vlan_tci])).toEqual([
      [2, 0n],
      [4, 0x7007n],
      [65534, 0x7007n],
    ]);
  });

  it.each<[string, Frame]>([
    ['disallowed-vlan', { vlan: 7 }],
    ['reserved-multicast', { to: '01:80:c2:00:00:0e' }],
    ['learned-port-is-input', { from: A, to: A }],
  ])('drops with the reason %s', (reason, frame) => {
    expect(reasons(frame)).toEqual([reason]);
  });

  it('drops a frame whose VLAN has no other port', () => {
    const lonely = tinySwitch({ name: 'br', ports: ['1 a tag=7'], flows: ['actions=output:LOCAL'] });
    expect(send(lonely)).toEqual(['br 65534']);
    const wired = tinySwitch({ name: 'br', ports: ['1 a tag=7'], flows: ['in_port=1,actions=load:0xfffe->NXM_OF_IN_PORT[],NORMAL'] });
    expect(dropsOf(receive(wired, frameInput({ vlan: 9 }), 0))).toEqual(['no-port-in-vlan']);
  });
});
