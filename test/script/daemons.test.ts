import { describe, expect, it } from 'vitest';
import { elementId, known } from '#core/base';
import { haproxyConfiguration, radvdConfiguration, writeHostScripts } from '#core/compile/script';
import { readFileSync } from 'node:fs';
import type { PlannedSubnet } from '#core/plan';
import { ip, prefix, uuid } from '../netfilter/deployments.ts';
import { compileText } from '../trace/cloud.ts';

const ROUTER = uuid('99999999-0000-0000-0000-000000000000');

function subnet(cidr: string, ipv6Mode: PlannedSubnet['ipv6Mode'], dnsServers: PlannedSubnet['dnsServers'] = []): PlannedSubnet {
  return {
    id: elementId('subnet', cidr), name: cidr, uuid: ROUTER, network: elementId('network', 'n'), prefix: prefix(cidr), gateway: undefined,
    pools: [], dhcpEnabled: true, dnsServers, routes: [], ipv6Mode,
  }; // prettier-ignore
}

function announced(mtuBytes: number, ...subnets: readonly PlannedSubnet[]): string[] {
  const text = radvdConfiguration({ routerUuid: ROUTER, interfaces: [{ device: 'qr-66666666-00', mtuBytes, subnets }] });
  return text.split('\n').map((line) => line.trim());
}

describe('radvd', () => {
  it('has guests make their addresses, and tells them the name servers', () => {
    const servers = ['2001:db8::1', '2001:db8::2', '192.0.2.1', '2001:db8::3', '2001:db8::4'].map(ip);
    const lines = announced(1450, subnet('2001:db8:1::/64', 'slaac', servers));
    expect(lines.slice(0, 12)).toEqual([
      'interface qr-66666666-00', '{', 'AdvSendAdvert on;', 'MinRtrAdvInterval 30;', 'MaxRtrAdvInterval 100;', 'AdvLinkMTU 1450;',
      'RDNSS 2001:db8::1 2001:db8::2 2001:db8::3 {};', 'prefix 2001:db8:1::/64', '{', 'AdvOnLink on;', 'AdvAutonomous on;', '};',
    ]); // prettier-ignore
    expect(lines).toContain('route fe80::a9fe:a9fe/128 {');
  });

  it('sends guests to DHCPv6 for addresses, or for everything else', () => {
    const stateful = announced(1450, subnet('2001:db8:1::/64', 'dhcpv6-stateful'));
    expect(stateful).toEqual(expect.arrayContaining(['AdvManagedFlag on;', 'AdvAutonomous off;']));
    expect(stateful).not.toContain('AdvOtherConfigFlag on;');
    const stateless = announced(1450, subnet('2001:db8:1::/64', 'dhcpv6-stateless', [ip('2001:db8::1')]));
    expect(stateless).toEqual(expect.arrayContaining(['AdvOtherConfigFlag on;', 'AdvAutonomous on;']));
    expect(stateless.some((line) => line.startsWith('RDNSS'))).toBe(false);
  });

  it('announces no MTU that IPv6 does not allow', () => {
    expect(announced(1279, subnet('2001:db8:1::/64', 'slaac')).some((line) => line.startsWith('AdvLinkMTU'))).toBe(false);
  });
});

describe('the metadata proxy', () => {
  it('says whose namespace it is in, whatever the guest says', () => {
    const lines = haproxyConfiguration({ addresses: [], device: undefined, port: 9697, header: 'X-Neutron-Router-ID', id: ROUTER })
      .split('\n')
      .map((line) => line.trim());
    expect(lines).toEqual(
      expect.arrayContaining([
        'bind :::9697 v4v6',
        `http-request set-header X-Neutron-Router-ID ${ROUTER}`,
        'http-request del-header X-Neutron-Network-ID',
      ]),
    );
  });

  it('of a network listens at the metadata addresses alone, of IPv6 on the tap', () => {
    const addresses = [ip('169.254.169.254'), ip('fe80::a9fe:a9fe')];
    const text = haproxyConfiguration({ addresses, device: 'tap1', port: 80, header: 'X-Neutron-Network-ID', id: ROUTER });
    expect(text.split('\n').filter((line) => /bind|-header/.test(line))).toEqual([
      '  bind 169.254.169.254:80',
      '  bind fe80::a9fe:a9fe:80 interface tap1',
      '  http-request del-header X-Neutron-Router-ID',
      `  http-request set-header X-Neutron-Network-ID ${ROUTER}`,
    ]);
  });

  it('is started for every router, with its file beside the scripts', () => {
    const { compiled } = compileText(readFileSync('examples/floating-ips.ostopo', 'utf8'));
    const files = writeHostScripts(compiled);
    const path = known(
      [...files.keys()].find((name) => name.endsWith('.haproxy.conf')),
      'the configuration',
    );
    expect(files.get('net-a/setup.sh')).toContain(` ${path.slice('net-a/'.length)} haproxy -D -f`);
    expect(files.get('net-a/setup.sh')).toMatch(/require_tools .*haproxy/);
  });
});
