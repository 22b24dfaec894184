import type { AstNode } from 'langium';
import { describe, expect, it } from 'vitest';
import { elementId } from '#core/base';
import { ast, evacuateHost, extractSecurityGroup, moveVms } from '#language';
import { type Given, analysed, errorsOf, given, textAfter } from './refactor.ts';

const top = `fabric f { overlay vxlan { vni 1..100 }  underlay 192.168.0.0/24 { mtu 1550 } }
host net-a { roles network  tunnel-ip 192.168.0.1 }
host hv-[1..3] { roles compute  tunnel-ip 192.168.0.[11..13] }
`;

/** What passes at each port, by what each rule says; which group says it does not matter. */
function allowed(text: string): string[] {
  return analysed(text).deployment.ports.flatMap(({ id, securityGroups }) =>
    [
      ...new Set(
        securityGroups.flatMap(({ rules }) =>
          rules.map(
            ({ element: _, ...rule }) => `${id} ${JSON.stringify(rule, (_key, v: unknown) => (typeof v === 'bigint' ? String(v) : v))}`,
          ),
        ),
      ),
    ].sort(),
  );
}

function rulesOf({ model }: Given, group: string, which: readonly number[]): ast.SecurityRule[] {
  const node: AstNode | undefined = model.astOf(elementId('security-group', 'red', group));
  const rules = node && ast.isSecurityGroup(node) ? node.properties.filter(ast.isSecurityRule) : [];
  return rules.filter((_, i) => which.includes(i));
}

function extract(text: string, group: string, which: readonly number[], name = 'new'): string {
  const input = given(text);
  const after = textAfter(input, extractSecurityGroup(input, rulesOf(input, group, which), name));
  expect(allowed(after)).toEqual(allowed(text));
  expect(errorsOf(after)).toEqual(errorsOf(text));
  return after;
}

describe('extracting a security group', () => {
  const text = `${top}tenant red {
  network app { subnet app-v4 10.0.0.0/24 }
  security-group web {
    allow ingress tcp 80, 443
    allow ingress icmp from group web
    allow ingress tcp 22
  }
  vm a on hv-1 { port app { security web } }
  vm b on hv-2 { port app }
}
`;

  it('moves the rules and names the new group where the old one is named', () => {
    expect(extract(text, 'web', [2], 'ssh')).toBe(
      text
        .replace('    allow ingress tcp 22\n', '')
        .replace('group web\n  }\n', 'group web\n  }\n  security-group ssh {\n    allow ingress tcp 22\n  }\n')
        .replace('security web }', 'security web, ssh }'),
    );
  });

  it('lets out no more than before when the only egress rule moves', () => {
    const after = extract(text.replace('tcp 22', 'tcp 22\n    allow egress udp 53'), 'web', [3]);
    expect(after.match(/no-default-egress/g)).toHaveLength(1);
  });

  it('names the new group at ports that are in the default group without a word', () => {
    const after = extract(
      text
        .replace('security-group web', 'security-group default')
        .replace('group web', 'group default')
        .replace('security web', 'security none'),
      'default',
      [0],
    );
    expect(after).toContain('vm b on hv-2 { port app { security default, new } }');
  });

  it.each([
    ['web', [0], 'my group', /cannot be a name/],
    ['web', [0], 'web', /already a security group/],
    ['web', [], 'x', /Select rules/],
  ])('refuses %s %j as %s', (group, which, name, why) => {
    const input = given(text);
    const result = extractSecurityGroup(input, rulesOf(input, group, which), name);
    expect(result).toMatchObject({ kind: 'refused', message: expect.stringMatching(why) as unknown });
  });
});

describe('moving vms', () => {
  const text = `${top}tenant red {
  network app { subnet app-v4 10.0.0.0/24 }
  vm a on hv-1 { port app }
  vm b-[1..3] on hv-[1..3] { port app }
}
`;
  const hostsAfter = (after: string) => analysed(after).model.topology.vms.map(({ name, host }) => `${name} ${host ?? ''}`);

  it('names the other host and keeps addresses, MACs and ids', () => {
    const input = given(text);
    const after = textAfter(input, moveVms(input, [elementId('vm', 'red', 'a')], 'hv-3'));
    expect(after).toBe(text.replace('a on hv-1', 'a on hv-3'));
    const ports = (of: string) => analysed(of).deployment.ports.map(({ hosts: _, ...port }) => port);
    expect(ports(after)).toEqual(ports(text));
  });

  it('moves a repeated block as a whole', () => {
    const input = given(text);
    const after = textAfter(input, moveVms(input, [elementId('vm', 'red', 'b-2')], 'hv-3'));
    expect(hostsAfter(after)).toEqual(['a host:hv-1', 'b-1 host:hv-3', 'b-2 host:hv-3', 'b-3 host:hv-3']);
  });

  it('empties a host, out of ranges of hosts too', () => {
    const input = given(text);
    const after = textAfter(input, evacuateHost(input, 'hv-1', 'hv-2'));
    expect(hostsAfter(after)).toEqual(['a host:hv-2', 'b-1 host:hv-2', 'b-2 host:hv-2', 'b-3 host:hv-3']);
  });

  it.each([
    ['nowhere', /no host/],
    ['net-a', /not that role/],
  ])('refuses %s', (host, why) => {
    const result = moveVms(given(text), [elementId('vm', 'red', 'a')], host);
    expect(result).toMatchObject({ kind: 'refused', message: expect.stringMatching(why) as unknown });
  });
});
