import { expect, test } from 'vitest';
import { known } from '#core/base';
import { printPrefix } from '#core/net';
import type { PlannedPort, PlannedSecurityRule } from '#core/plan';
import { plan } from './plan.ts';

const BASE = 'fabric lab { firewall iptables-hybrid }\nhost hv { roles compute }\n';

function portOf(text: string, id: string): PlannedPort {
  return known(
    plan(BASE + text).deployment.ports.find((port) => port.id === id),
    id,
  );
}

function print({ direction, ethertype, protocol, ports, remotePrefix, remoteGroup, element }: PlannedSecurityRule): string {
  const remote = remotePrefix
    ? printPrefix(remotePrefix)
    : remoteGroup
      ? `${remoteGroup.id}=${remoteGroup.members.map(printPrefix).join()}`
      : 'any';
  return `${direction} ${String(ethertype)} ${String(protocol ?? 'any')} ${ports ? `${String(ports.first)}-${String(ports.last)}` : '-'} ${remote} for ${element}`;
}

const rulesOf = (port: PlannedPort) => port.securityGroups.map(({ id, rules }) => [id, rules.map(print)]);

test("a port that names no group is in its tenant's default group, which lets its members in and everything out", () => {
  const port = portOf(
    'tenant t { network x { subnet s 10.0.0.0/24 { dhcp off } }  vm a on hv { port x { allowed-address 10.9.0.0/16 } }  vm b on hv { port x } }',
    'port:t.b.x',
  );
  const members = '10.0.0.2/32,10.0.0.3/32,10.9.0.0/16';
  expect(rulesOf(port)).toEqual([
    [
      'security-group:t.default',
      [
        `ingress 4 any - security-group:t.default=${members} for tenant:t`,
        `ingress 6 any - security-group:t.default=${members} for tenant:t`,
        'egress 4 any - any for tenant:t',
        'egress 6 any - any for tenant:t',
      ],
    ],
  ]);
});

test('a group has the two egress rules unless it states one or wants none', () => {
  const egress = (body: string) => {
    const port = portOf(
      `tenant t { network x  security-group g { allow ingress tcp 22  ${body} }  vm a on hv { port x { security g } } }`,
      'port:t.a.x',
    );
    return port.securityGroups.flatMap(({ rules }) =>
      rules.filter(({ direction }) => direction === 'egress').map(({ ethertype, protocol }) => [ethertype, protocol]),
    );
  };
  expect(egress('')).toEqual([
    [4, undefined],
    [6, undefined],
  ]);
  expect(egress('allow egress udp 53')).toEqual([[4, 'udp']]);
  expect(egress('no-default-egress')).toEqual([]);
});

test('stores rules as Neutron normalises them', () => {
  const port = portOf(
    `tenant t { network x
    security-group g { no-default-egress
      allow ingress tcp 1..65535  allow ingress icmp ipv6  allow ingress icmpv6  allow ingress udp 53 from fd00::/8  allow ingress proto 89
    }
    vm a on hv { port x { security g } } }`,
    'port:t.a.x',
  );
  expect(port.securityGroups[0]?.rules.map(({ ethertype, protocol, ports }) => [ethertype, protocol, ports])).toEqual([
    [4, 89, undefined],
    [6, 'ipv6-icmp', undefined],
    [6, 'ipv6-icmp', undefined],
    [4, 'tcp', undefined],
    [6, 'udp', { first: 53, last: 53 }],
  ]);
});

test('leaves out a rule that Neutron would refuse, so that a port is never more open than written', () => {
  const port = portOf(
    'tenant t { network x  security-group g { no-default-egress  allow ingress any 80  allow ingress tcp 22 from 10.0.0.0/8 ipv6 }  vm a on hv { port x { security g } } }',
    'port:t.a.x',
  );
  expect(port.securityGroups.map(({ rules }) => rules)).toEqual([[]]);
});

test('ports without port security, by themselves or by their network, and service ports have no groups', () => {
  const { deployment } = plan(`${BASE} host net-a { roles network }
    tenant t { network x { subnet s 10.0.0.0/24 }  network open { port-security off }
      vm a on hv { port x { port-security off }  port open } }`);
  expect(deployment.ports.map(({ id, portSecurity, securityGroups }) => [id, portSecurity, securityGroups])).toEqual([
    ['dhcp:t.s', false, []],
    ['port:t.a.open', false, []],
    ['port:t.a.x', false, []],
  ]);
});
