import { describe, expect, test } from 'vitest';
import { compileFabric } from '#core/compile';
import { writeHostScripts } from '#core/compile/script';
import { buildWiringGraph } from '#core/diagram';
import { planDeployment } from '#core/plan';
import { parseOstopo } from '#language';
import { check } from './check.ts';

function plan(text: string) {
  return planDeployment(parseOstopo(text).topology).deployment;
}

describe('the port of the tunnels', () => {
  test.each(['99999', '0', '65536'])('is one there is, which %s is not', (port) => {
    check(`
fabric f { overlay vxlan { port ${port} } }
                                ${'^'.repeat(port.length)} OST3030 UDP port ${port} does not exist
`);
    expect(plan(`fabric f { overlay vxlan { port ${port} } }`).fabric.overlayUdpPort).toBe(4789);
  });

  test('may be any of UDP', () => {
    check('fabric f { overlay geneve { port 65535 } }\n');
    expect(plan('fabric f { overlay geneve { port 1 } }').fabric.overlayUdpPort).toBe(1);
  });

  test('is nothing that GRE has', () => {
    check(`
fabric f { overlay gre { port 4789 } }
                              ^^^^ OST1014 GRE has no ports
`);
    expect(plan('fabric f { overlay gre { port 4789 } }').fabric.overlayUdpPort).toBe(0);
  });

  test("is that of the fabric's own overlay: tunnels of other types go to the usual one", () => {
    const { deployment } = planDeployment(
      parseOstopo(`fabric f { overlay vxlan { port 8472 }  underlay 10.255.0.0/24 { mtu 1600 }  firewall none }
host h-[1..2] { roles compute, network  tunnel-ip 10.255.0.[1..2] }
tenant t { network a { subnet sa 10.0.0.0/24 }  network b { overlay geneve  subnet sb 10.0.1.0/24 }
  vm v-[1..2] on h-1, h-2 { port a  port b } }`).topology,
    );
    const script = [...writeHostScripts(compileFabric(deployment)).values()].join('\n');
    const ports = [...script.matchAll(/set Interface \S+ type=(vxlan|geneve)\b.*?(dst_port=\d+|$)/gm)].map(
      ([, type, port]) => `${type} ${port}`,
    );
    expect([...new Set(ports)].sort()).toEqual(['geneve ', 'vxlan dst_port=8472']);
  });
});

describe('the keys of GRE', () => {
  test('have 32 bits, pinned and in ranges', () => {
    check(`
fabric f { overlay gre { vni 16777000..4294967295 } }
tenant t { network n { vni 4294967295 }  network m }
`);
    expect(plan('fabric f { overlay gre { vni 20000000..20000001 } }  tenant t { network n }').networks[0]?.segment).toEqual({
      kind: 'overlay',
      type: 'gre',
      vni: 20000000,
    });
  });

  test('are called so where they are wrong', () => {
    check(`
fabric f { overlay gre { vni 0..4294967296 } }
                             ^^^^^^^^^^^^^ OST3005 the GRE key range 0..4294967296 of fabric \`f\` reaches beyond 1..4294967295
tenant t { network n { vni 4294967296 }  network m { vni 7 }  network o { vni 7 } }
                           ^^^^^^^^^^ OST3002 GRE key 4294967296 does not exist: gre has 1..4294967295
                                                         ^ OST3001
                                                                              ^ OST3001 Take a free GRE key
`);
    check(`
fabric f { overlay gre { vni 5..6 } }
tenant t { network n { vni 7 }  network m  network o  network p }
                           ^ OST3003 GRE key 7 of network \`t.n\` lies outside
                                                              ^ OST3004 gets no GRE key
`);
  });

  test('are no VNIs: those of VXLAN and Geneve have 24 bits', () => {
    for (const type of ['vxlan', 'geneve'])
      check(`
fabric f { overlay ${type} { vni
  1..16777216 } }
  ^^^^^^^^^^^ OST3005 the VNI range 1..16777216 of fabric \`f\` reaches beyond 1..16777215
tenant t { network n { vni 16777216 } }
                           ^^^^^^^^ OST3002 VNI 16777216 does not exist
`);
  });
});

describe('the VLAN of the underlay', () => {
  const text = (vlan: number) => `fabric f { underlay 10.255.0.0/24 { mtu 1600  vlan ${vlan} } }
host h-[1..2] { roles compute, network  tunnel-ip 10.255.0.[1..2] }
tenant t { network a { subnet sa 10.0.0.0/24 } }
`;

  test.each([0, 4095])('is one there is, which %i is not', (vlan) => {
    const [fabric = '', ...rest] = text(vlan).split('\n');
    const at = fabric.indexOf(`vlan ${vlan}`) + 5;
    check([fabric, `${' '.repeat(at)}${'^'.repeat(String(vlan).length)} OST3015 of the underlay does not exist`, ...rest].join('\n'));
  });

  test('is shown in the wiring', () => {
    check(text(100));
    const graph = buildWiringGraph({ fabric: compileFabric(plan(text(100))), findings: [], placeOf: () => undefined }, { kind: 'wiring' });
    const node = graph.nodes.find(({ kind }) => kind === 'underlay');
    expect(node?.details).toEqual(['MTU 1600', 'VLAN 100']);
    expect(node?.tooltip).toContain('VLAN 100 between the hosts');
  });
});

describe('an MTU', () => {
  test('is not larger than any packet, wherever it is written', () => {
    check(`
fabric f { mtu 65536  underlay 10.255.0.0/24 { mtu 99999 }  physical p { mtu 65536 }  physical q { mtu 65535 } }
               ^^^^^ OST3032 MTU 65536 of fabric \`f\`
                                                   ^^^^^ OST3032 MTU 99999 of fabric \`f\` is more than the 65535 bytes the largest IP packet has
                                                                             ^^^^^ OST3032 MTU 65536 of physical \`p\`
host h { roles compute, network  bridge br-p { physical p } }
tenant t { network n { physical p  vlan 7  mtu 65536 }  network m { physical p  vlan 8  mtu 65535 } }
                                               ^^^^^ OST3032 MTU 65536 of network \`t.n\`
`);
  });

  test('that its carrier does not take is told of that', () => {
    check(`
fabric f
host h { roles compute, network }
tenant t { network n { mtu 99999 } }
                           ^^^^^ OST3011
`);
  });
});
