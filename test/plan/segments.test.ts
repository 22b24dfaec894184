import { expect, test } from 'vitest';
import { plan } from './plan.ts';

const segments = (text: string) => plan(text).deployment.networks.map(({ name, segment, mtuBytes }) => [name, segment, mtuBytes]);

test('numbers networks from the range in the order of their names, after the pins', () => {
  expect(segments('fabric lab { overlay vxlan { vni 10..12 } }  tenant t { network c { vni 10 }  network b  network a }')).toEqual([
    ['a', { kind: 'overlay', type: 'vxlan', vni: 11 }, 1450],
    ['b', { kind: 'overlay', type: 'vxlan', vni: 12 }, 1450],
    ['c', { kind: 'overlay', type: 'vxlan', vni: 10 }, 1450],
  ]);
});

test('starts at 1 where the fabric has no range, and counts VXLAN and Geneve apart', () => {
  expect(segments('fabric lab  tenant t { network a  network b { overlay geneve } }')).toEqual([
    ['a', { kind: 'overlay', type: 'vxlan', vni: 1 }, 1450],
    ['b', { kind: 'overlay', type: 'geneve', vni: 1 }, 1450],
  ]);
});

test('of two networks with one VNI the first keeps it', () => {
  expect(segments('fabric lab  tenant t { network a { vni 5 }  network b { vni 5 } }').map(([, segment]) => segment)).toEqual([
    { kind: 'overlay', type: 'vxlan', vni: 5 },
    { kind: 'overlay', type: 'vxlan', vni: 1 },
  ]);
});

test('takes the encapsulation from the underlay and nothing from physical networks', () => {
  const text = `fabric lab { underlay 10.0.0.0/24 { mtu 9000 }  physical p { mtu 2000  vlan 100..199 } }
    tenant t { network v4  network gre { overlay gre }  network lan { physical p }  network flat { physical p  flat }  network own { local }  network small { mtu 1300 } }`;
  expect(segments(text)).toEqual([
    ['flat', { kind: 'flat', physicalNetwork: 'p' }, 2000],
    ['gre', { kind: 'overlay', type: 'gre', vni: 1 }, 8958],
    ['lan', { kind: 'vlan', physicalNetwork: 'p', vlan: 100 }, 2000],
    ['own', { kind: 'local' }, 1500],
    ['small', { kind: 'overlay', type: 'vxlan', vni: 1 }, 1300],
    ['v4', { kind: 'overlay', type: 'vxlan', vni: 2 }, 8950],
  ]);
  expect(segments('fabric lab { underlay fd00::/64 { mtu 9000 } }  tenant t { network v6 }')[0]?.[2]).toBe(8930);
  expect(segments('fabric lab { mtu 1500  underlay 10.0.0.0/24 { mtu 9000 } }  tenant t { network limited }')[0]?.[2]).toBe(1450);
});
