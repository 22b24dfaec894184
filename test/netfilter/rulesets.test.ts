import { describe, expect, it } from 'vitest';
import { elementId, known } from '#core/base';
import { compileRulesets } from '#core/compile';
import { printAddressSet, printRule } from '#core/netfilter';
import { type Deployment, indexDeployment } from '#core/plan';
import {
  HOST,
  LISTED_RULES,
  deployment,
  emptyHost,
  gatewayNamespace,
  ingress,
  ip,
  mac,
  onePort,
  prefix,
  routerNamespace,
  uuid,
} from './deployments.ts';
import { goldenSections, sectionsOf } from './golden-listing.ts';

const GROUP = { id: known(onePort().ports[0], 'a port').id, uuid: uuid('aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee'), stateless: false };

function compile(model: Deployment) {
  return compileRulesets(model.fabric, indexDeployment(model), known(model.hosts[0], 'a host'));
}

function chain(model: Deployment, version: 4 | 6, name: string): string[] {
  const tables = compile(model).rulesets.find((set) => set.namespace === undefined && set.version === version)?.tables ?? [];
  return tables.flatMap(({ rules }) =>
    rules.filter((rule) => rule.chain.endsWith(name)).map((rule) => printRule(rule, { comments: false }).replace(/^-A \S+ /, '')),
  );
}

describe('the hybrid firewall', () => {
  it('is line for line what Neutron prints for the same port', () => {
    expect(sectionsOf(compile(onePort()).rulesets)).toEqual(goldenSections('iptables-hybrid.txt'));
  });

  it('lists the members of a remote group in a set per family', () => {
    const rules = [...LISTED_RULES, ingress({ ethertype: 6, remoteGroup: known(LISTED_RULES[5]?.remoteGroup, 'a remote group') })];
    expect(compile(onePort({ securityGroups: [{ ...GROUP, rules }] })).addressSets.map(printAddressSet)).toEqual([
      'create NIPv4aaaaaaaa-bbbb-cccc-dddd- hash:net family inet\nadd NIPv4aaaaaaaa-bbbb-cccc-dddd- 10.0.0.5/32\n',
      'create NIPv6aaaaaaaa-bbbb-cccc-dddd- hash:net family inet6\nadd NIPv6aaaaaaaa-bbbb-cccc-dddd- 2001:db8::5/128\n',
    ]);
  });

  it('makes an empty set for a group without members', () => {
    const remoteGroup = { id: GROUP.id, uuid: GROUP.uuid, members: [] };
    expect(
      compile(onePort({ securityGroups: [{ ...GROUP, rules: [ingress({ remoteGroup })] }] })).addressSets.map(printAddressSet),
    ).toEqual(['create NIPv4aaaaaaaa-bbbb-cccc-dddd- hash:net family inet\n']);
  });

  it('stores a member that is everything as two halves', () => {
    const remoteGroup = { id: GROUP.id, uuid: GROUP.uuid, members: [prefix('0.0.0.0/0')] };
    const [set] = compile(onePort({ securityGroups: [{ ...GROUP, rules: [ingress({ remoteGroup })] }] })).addressSets;
    expect(printAddressSet(known(set, 'a set'))).toMatch(/0\.0\.0\.0\/1\n.*128\.0\.0\.0\/1\n$/);
  });

  it('gives an IPv4-only port no source check in ip6tables', () => {
    const model = onePort({ addresses: known(onePort().ports[0], 'a port').addresses.slice(0, 1) });
    expect(chain(model, 6, 's11111111-2')).toEqual([]);
    expect(chain(model, 6, 'o11111111-2')).not.toContain('-j neutron-openvswi-s11111111-2');
    expect(chain(model, 4, 'o11111111-2')).toContain('-j neutron-openvswi-s11111111-2');
  });

  it('checks only the MAC of a port without an address', () => {
    expect(chain(onePort({ addresses: [] }), 4, 's11111111-2')).toEqual(['-m mac --mac-source FA:16:3E:00:00:05 -j RETURN', '-j DROP']);
  });

  it('lets allowed address pairs through before the fixed addresses, each MAC with its link-local address once', () => {
    const pair = { mac: mac('fa:16:3e:00:00:0a') };
    const model = onePort({
      allowedAddresses: [
        { ...pair, prefix: prefix('2001:db8:1::/64') },
        { ...pair, prefix: prefix('2001:db8:2::/64') },
      ],
    });
    expect(chain(model, 6, 's11111111-2').map((line) => line.split(' ')[1])).toEqual([
      '2001:db8:1::/64', 'fe80::f816:3eff:fe00:a/128', '2001:db8:2::/64', '2001:db8::5/128', 'fe80::f816:3eff:fe00:5/128', 'DROP',
    ]); // prettier-ignore
  });

  it('accepts everything at a port without port security and keeps no chain for it', () => {
    const model = onePort({ portSecurity: false });
    expect(chain(model, 4, 'neutron-openvswi-FORWARD')).toEqual([
      '-m physdev --physdev-out tap11111111-22 --physdev-is-bridged -j ACCEPT',
      '-m physdev --physdev-in tap11111111-22 --physdev-is-bridged -j ACCEPT',
    ]);
    expect(chain(model, 4, 'i11111111-2')).toEqual([]);
    expect(chain(model, 4, 'neutron-openvswi-PREROUTING')).toEqual([]);
  });

  it('does not track the packets of a stateless group', () => {
    const model = onePort({ securityGroups: [{ ...GROUP, stateless: true, rules: LISTED_RULES }] });
    expect(chain(model, 4, 'neutron-openvswi-PREROUTING')).toContain('-i qvb11111111-22 -j CT --notrack');
  });

  it.each([
    ['a rule repeated in another group', [ingress({ protocol: 'tcp' }), ingress({ protocol: 'tcp' })], ['-p tcp -j RETURN']],
    ['a remote prefix that is everything', [ingress({ remotePrefix: prefix('0.0.0.0/0') })], ['-j RETURN']],
    ['protocol number 0', [ingress({ protocol: 0 })], ['-j RETURN']],
    ['a protocol number with a name', [ingress({ protocol: 112 })], ['-p vrrp -j RETURN']],
    ['a protocol number without a name', [ingress({ protocol: 200 })], ['-p 200 -j RETURN']],
    [
      'udplite, always multiport',
      [ingress({ protocol: 'udplite', ports: { first: 5, last: 5 } })],
      ['-p udplite -m multiport --dports 5 -j RETURN'],
    ],
    [
      'an ICMP type without a code',
      [ingress({ protocol: 'icmp', icmp: { type: 3, code: undefined } })],
      ['-p icmp -m icmp --icmp-type 3 -j RETURN'],
    ],
  ] as const)('writes %s as Neutron does', (_what, rules, lines) => {
    const known4 = chain(onePort({ securityGroups: [{ ...GROUP, rules }] }), 4, 'i11111111-2');
    expect(known4.slice(3, -2)).toEqual(lines);
  });

  it('writes icmp of an IPv6 rule as ipv6-icmp', () => {
    const rules = [ingress({ ethertype: 6, protocol: 'icmp', icmp: { type: 128, code: undefined } })];
    expect(chain(onePort({ securityGroups: [{ ...GROUP, rules }] }), 6, 'i11111111-2')).toContain(
      '-p ipv6-icmp -m icmp6 --icmpv6-type 128 -j RETURN',
    );
  });

  it('is absent where the fabric has no firewall', () => {
    const model = onePort();
    expect(compile({ ...model, fabric: { ...model.fabric, firewall: 'none' } })).toEqual({ rulesets: [], addressSets: [] });
  });

  it('names the model element of every rule', () => {
    const rules = compile(onePort()).rulesets.flatMap(({ tables }) => tables.flatMap((table) => table.rules));
    expect(rules.filter(({ origin }) => origin.element === HOST).every(({ origin }) => origin.stage === 'hybrid/frame')).toBe(true);
    expect(rules.filter(({ origin }) => origin.element === 'rule:demo.sg.1').length).toBe(LISTED_RULES.length);
  });
});

describe('the tables of a router namespace', () => {
  const compiled = () => sectionsOf(compile(deployment({ ...emptyHost(), namespaces: [routerNamespace('10.0.0.1/24')] })).rulesets);

  it('are what Neutron prints for a legacy router with a gateway and a floating address', () => {
    const floating = { element: elementId('floating-ip', 'demo.203.0.113.50'), address: ip('203.0.113.50'), fixedAddress: ip('10.0.0.5') };
    const namespace = gatewayNamespace('203.0.113.10/24', { floatingIps: [floating] });
    const ours = sectionsOf(compile(deployment({ ...emptyHost(), namespaces: [namespace] })).rulesets);
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(goldenSections('router-legacy-iptables.txt')));
  });

  it('translate nobody where source NAT is off, but those that call a floating address from inside', () => {
    const namespace = gatewayNamespace('203.0.113.10/24', { snat: false });
    const ours = sectionsOf(compile(deployment({ ...emptyHost(), namespaces: [namespace] })).rulesets);
    expect(ours.get('v4 nat')?.filter((line) => line.includes('-j SNAT'))).toEqual([
      '-A neutron-l3-agent-snat -m mark ! --mark 0x2/0xffff -m conntrack --ctstate DNAT -j SNAT --to-source 203.0.113.10 --random-fully',
    ]);
    expect(ours.get('v4 filter')).toContain('-A neutron-l3-agent-scope -o qg-77777777-00 -m mark ! --mark 0x4000000/0xffff0000 -j DROP');
    expect(ours.get('v4 mangle')?.some((line) => line.includes('-A neutron-l3-agent-POSTROUTING'))).toBe(false);
  });

  it('translate nothing at a gateway that has no IPv4 address', () => {
    const namespace = gatewayNamespace('2001:db8:ffff::10/64', { snatAddress: undefined });
    const ours = sectionsOf(compile(deployment({ ...emptyHost(), namespaces: [namespace] })).rulesets);
    expect(ours.get('v4 nat')?.some((line) => line.includes('qg-77777777-00'))).toBe(false);
    expect(ours.get('v6 filter')).toContain('-A neutron-l3-agent-scope -o qg-77777777-00 -m mark ! --mark 0x4000000/0xffff0000 -j DROP');
  });

  it('are those of a router without a gateway, less everything of it', () => {
    const gateway = /qg-|203\.0\.113\./;
    const withoutGateway = new Map(
      [...goldenSections('router-legacy-iptables.txt')].map(([name, lines]) => [name, lines.filter((line) => !gateway.test(line))]),
    );
    const ours = compiled();
    expect([...ours.keys()].sort()).toEqual([...withoutGateway.keys()].sort());
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(withoutGateway));
  });

  it('mark only devices that have an address of the family', () => {
    const both = sectionsOf(
      compile(deployment({ ...emptyHost(), namespaces: [routerNamespace('10.0.0.1/24', '2001:db8::1/64')] })).rulesets,
    );
    const marked = '-A neutron-l3-agent-scope -i qr-66666666-00 -j MARK --set-xmark 0x4000000/0xffff0000';
    expect(both.get('v6 mangle')).toContain(marked);
    expect(compiled().get('v6 mangle')).not.toContain(marked);
  });
});

describe('the tables of a DHCP namespace', () => {
  it('fill the UDP checksum of answers to clients, and nothing else', () => {
    const namespace = { ...routerNamespace(), name: 'qdhcp-x', kind: 'dhcp' as const };
    const sections = sectionsOf(compile(deployment({ ...emptyHost(), namespaces: [namespace] })).rulesets);
    expect(sections.get('v4 mangle')).toContain('-A neutron-dhcp-age-POSTROUTING -p udp -m udp --dport 68 -j CHECKSUM --checksum-fill');
    expect(sections.get('v6 mangle')).toContain('-A neutron-dhcp-age-POSTROUTING -p udp -m udp --dport 546 -j CHECKSUM --checksum-fill');
    expect(sections.get('v4 nat')).toBeUndefined();
  });
});
