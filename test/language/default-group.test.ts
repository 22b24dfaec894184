import { describe, expect, test } from 'vitest';
import { planDeployment } from '#core/plan';
import { printTopology } from '#language';
import { checkFindings, readSound, withoutPlaces } from './read.ts';

const cloud = (items: string) => `fabric f
host h { roles compute }
tenant t { network n { subnet s 10.0.0.0/24 }
  ${items}
}
tenant u
`;

describe('the security group `default`', () => {
  test('is there unwritten, for ports and for rules', () => {
    const { topology } = readSound(
      cloud('security-group web { allow ingress tcp 22 from group default }  vm v on h { port n { security default, web } }'),
    );
    expect(topology.ports[0]?.securityGroups).toEqual(['security-group:t.default', 'security-group:t.web']);
    expect(topology.securityGroups[0]?.rules[0]?.remote).toEqual({ kind: 'group', group: 'security-group:t.default' });
    expect(topology.securityGroups.map(({ id }) => id)).toEqual(['security-group:t.web']);
  });

  test('is that of a port that names none', () => {
    const groups = (inside: string) =>
      planDeployment(readSound(cloud(`vm v on h { port n${inside} }`)).topology).deployment.ports.map((port) => port.securityGroups);
    expect(groups(' { security default }')).toEqual(groups(''));
  });

  test('is the one that is written, where it is', () => {
    const model = readSound(cloud('security-group default { allow ingress tcp 22 }  vm v on h { port n { security default } }'));
    const [group] = planDeployment(model.topology).deployment.ports.find(({ id }) => id === 'port:t.v.n')?.securityGroups ?? [];
    expect(group?.rules.map(({ direction, ports, remoteGroup }) => [direction, ports?.first, remoteGroup?.id])).toEqual([
      ['ingress', 22, undefined],
      ['ingress', undefined, 'security-group:t.default'],
      ['ingress', undefined, 'security-group:t.default'],
      ['egress', undefined, undefined],
      ['egress', undefined, undefined],
    ]);
  });

  test('is suggested for a name that is near', () => {
    checkFindings(`fabric f
host h { roles compute }
tenant t { network n  vm v on h { port n { security defualt } } }
                                                    ^^^^^^^ OST1004 there is no security group \`defualt\`; did you mean \`default\`?
`);
  });

  test('is printed by its name', () => {
    const { topology } = readSound(
      cloud('security-group web { allow ingress from group default }  vm v on h { port n { security default } }'),
    );
    const printed = printTopology(topology);
    expect(printed).toContain('security default');
    expect(printed).toContain('from group default');
    expect(withoutPlaces(readSound(printed).topology)).toEqual(withoutPlaces(topology));
  });

  test('is of every tenant of a repeated block', () => {
    const { topology } = readSound(`fabric f
host h { roles compute }
tenant t-[1..2] { network n  vm v on h { port n { security default } } }`);
    expect(topology.ports.map(({ securityGroups }) => securityGroups)).toEqual([
      ['security-group:t-1.default'],
      ['security-group:t-2.default'],
    ]);
  });
});
