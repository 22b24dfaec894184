import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { type ElementId, elementId, type Uuid } from '#core/base';
import { dnsmasqArguments, dnsmasqFiles, writeHostScripts } from '#core/compile/script';
import type { DhcpOption } from '#core/model';
import type { DhcpPlan, PlannedSubnet, PortOptions } from '#core/plan';
import { ip, mac, prefix } from '../netfilter/deployments.ts';
import { articleLab } from '../trace/cloud.ts';

const NETWORK = elementId('network', 'demo.net');

function subnet(name: string, cidr: string, more: Partial<PlannedSubnet> = {}): PlannedSubnet {
  // Neutron's listing uses words in place of UUIDs.
  return {
    id: elementId('subnet', name), name, uuid: `${name}-uuid` as Uuid, network: NETWORK, prefix: prefix(cidr), gateway: undefined,
    pools: [], dhcpEnabled: true, dnsServers: [], routes: [], ipv6Mode: undefined, ...more,
  }; // prettier-ignore
}

const S4 = subnet('s4', '10.0.0.0/24', { gateway: ip('10.0.0.1') });
const S6 = subnet('s6', '2001:db8::/64', { ipv6Mode: 'dhcpv6-stateful', dnsServers: [ip('2001:4860:4860::8888')] });
const S7 = subnet('s7', '10.1.0.0/24', {
  dnsServers: [ip('8.8.8.8'), ip('1.1.1.1')],
  routes: [{ destination: prefix('10.99.0.0/16'), nextHop: ip('10.1.0.9') }],
});

function portOf(hardware: string): ElementId {
  return elementId('port', hardware);
}

function options(hardware: string, of: readonly DhcpOption[], more: Partial<PortOptions> = {}): PortOptions {
  return { port: portOf(hardware), uuid: 'p-vm2' as Uuid, clientId: undefined, options: of, versions: [4], ...more }; // a word as in the listing
}

const BOOT: DhcpOption = { option: 'bootfile-name', value: 'pxelinux.0', version: 4 };

function lease(hardware: string, address: string, { id }: PlannedSubnet): DhcpPlan['leases'][number] {
  return { port: portOf(hardware), mac: mac(hardware), address: ip(address), subnet: id };
}

/** The network of Neutron's listing. */
const LISTED: DhcpPlan = {
  network: NETWORK,
  networkUuid: 'net-uuid' as Uuid, // as in the listing
  interface: 'tap1',
  mtuBytes: 1450,
  domain: 'openstacklocal',
  subnets: [S4, S6, S7],
  leases: [
    lease('fa:16:3e:aa:aa:aa', '10.0.0.1', S4),
    lease('fa:16:3e:00:00:05', '10.0.0.5', S4),
    lease('fa:16:3e:00:00:05', '2001:db8::5', S6),
    lease('fa:16:3e:00:00:06', '10.0.0.6', S4),
    lease('fa:16:3e:00:00:07', '10.1.0.7', S7),
  ],
  portOptions: [options('fa:16:3e:00:00:06', [BOOT, { option: '42', value: '10.0.0.99', version: 4 }])],
  serverAddresses: [ip('10.0.0.2')],
  routedSubnets: [S4.id],
  metadataServers: [],
};

const listing = readFileSync(fileURLToPath(new URL('../golden/neutron/dnsmasq.txt', import.meta.url)), 'utf8');

function listed(section: string): string[] {
  const body = listing.split(/^--- (\S+)\n/m);
  return body[body.indexOf(section) + 1]?.split('\n').filter((line) => line !== '') ?? [];
}

function file(plan: DhcpPlan, name: string): string[] {
  return (dnsmasqFiles(plan).get(name) ?? '').split('\n').filter((line) => line !== '');
}

describe('dnsmasq of a network', () => {
  it.each(['host', 'addn_hosts', 'opts', 'leases'])('reads the %s file Neutron writes', (name) => {
    expect(file(LISTED, name)).toEqual(listed(name));
  });

  it('is started with the arguments Neutron gives, in their order', () => {
    const ours = dnsmasqArguments(LISTED).map(({ option, file: name }) =>
      name === undefined ? option : `${option}=$state_path/dhcp/net-uuid/${name}`,
    );
    expect(ours).toEqual((listing.split('\n')[0] ?? '').split(' ').slice(1));
  });

  it('counts the addresses it may lease', () => {
    expect(dnsmasqArguments({ ...LISTED, subnets: [S4, S7] }).map(({ option }) => option)).toContain('--dhcp-lease-max=512');
  });

  it('names guests that make their own IPv6 addresses, and leases them nothing', () => {
    const own = subnet('s6', '2001:db8::/64', { ipv6Mode: 'slaac' });
    const plan = { ...LISTED, portOptions: [], subnets: [own], leases: [lease('fa:16:3e:00:00:05', '2001:db8::5', own)] };
    expect(file(plan, 'host')).toEqual([]);
    expect(file(plan, 'addn_hosts')).toEqual(['2001:db8::5\thost-2001-db8--5.openstacklocal host-2001-db8--5']);
    expect(file(plan, 'opts')).toEqual([]);
    expect(dnsmasqArguments(plan).some(({ option }) => option.startsWith('--dhcp-range'))).toBe(false);
  });

  it('tells guests of a stateless subnet what else there is to know', () => {
    const other = { ...S6, ipv6Mode: 'dhcpv6-stateless' } as const;
    const plan = { ...LISTED, portOptions: [], subnets: [other], leases: [lease('fa:16:3e:00:00:05', '2001:db8::5', other)] };
    expect(file(plan, 'host')).toEqual([]);
    expect(file(plan, 'opts')).toEqual([
      'tag:subnet-s6-uuid,option6:dns-server,[2001:4860:4860::8888]',
      'tag:subnet-s6-uuid,option6:domain-search,openstacklocal',
    ]);
  });

  it('has no classless routes where nothing is to be said but the gateway', () => {
    expect(file({ ...LISTED, subnets: [S4], routedSubnets: [], portOptions: [] }, 'opts')).toEqual([
      'tag:subnet-s4-uuid,option:router,10.0.0.1',
    ]);
  });

  it('sends guests to itself for metadata where it serves them, and to their router elsewhere', () => {
    const served = file({ ...LISTED, metadataServers: [{ subnet: S7.id, address: ip('10.1.0.2') }] }, 'opts');
    expect(served).toContain(
      'tag:subnet-s7-uuid,option:classless-static-route,10.0.0.0/24,0.0.0.0,10.99.0.0/16,10.1.0.9,169.254.169.254/32,10.1.0.2',
    );
    expect(served[0]).toContain('169.254.169.254/32,10.0.0.1,');
    const forced = { ...LISTED, metadataServers: [{ subnet: S4.id, address: ip('10.0.0.2') }] };
    expect(file(forced, 'opts')[0]).toBe(
      'tag:subnet-s4-uuid,option:classless-static-route,10.1.0.0/24,0.0.0.0,169.254.169.254/32,10.0.0.2,0.0.0.0/0,10.0.0.1',
    );
  });

  it('names all DHCP servers as name servers when a subnet has none and there are several', () => {
    const plan = { ...LISTED, subnets: [S4], routedSubnets: [], portOptions: [], serverAddresses: [ip('10.0.0.2'), ip('10.0.0.3')] };
    expect(file(plan, 'opts')[0]).toBe('tag:subnet-s4-uuid,option:dns-server,10.0.0.2,10.0.0.3');
  });

  it('announces no name server for 0.0.0.0', () => {
    const quiet = subnet('s4', '10.0.0.0/24', { dnsServers: [ip('0.0.0.0')] });
    expect(file({ ...LISTED, subnets: [quiet], routedSubnets: [] }, 'opts')[0]).toBe('tag:subnet-s4-uuid,option:dns-server');
  });

  it('uses a route to everywhere as the gateway of a subnet without one', () => {
    const routed = subnet('s4', '10.0.0.0/24', { routes: [{ destination: prefix('0.0.0.0/0'), nextHop: ip('10.0.0.9') }] });
    expect(file({ ...LISTED, subnets: [routed], routedSubnets: [], portOptions: [] }, 'opts')).toEqual([
      'tag:subnet-s4-uuid,option:router,10.0.0.9',
    ]);
  });

  it('serves no subnet with DHCP off', () => {
    const off = { ...S4, dhcpEnabled: false };
    expect(dnsmasqArguments({ ...LISTED, subnets: [off] }).some(({ option }) => option.startsWith('--dhcp-range'))).toBe(false);
    expect(file({ ...LISTED, subnets: [off], portOptions: [] }, 'opts')).toEqual([]);
    expect(file({ ...LISTED, subnets: [off] }, 'host')).toEqual([]);
  });
});

describe('the options of a port', () => {
  const VM = 'fa:16:3e:00:00:05';
  const DNS: DhcpOption = { option: '23', value: '[2001:db8::53]', version: 6 };

  it('have numbers of their own in DHCPv6', () => {
    const plan = { ...LISTED, portOptions: [options(VM, [BOOT, DNS], { versions: [4, 6] })] };
    expect(file(plan, 'opts').slice(-2)).toEqual([
      'tag:port-p-vm2,option:bootfile-name,pxelinux.0',
      'tag:port-p-vm2,option6:23,[2001:db8::53]',
    ]);
    expect(file(plan, 'host').filter((line) => line.startsWith(VM))).toEqual([
      `${VM},host-10-0-0-5.openstacklocal,10.0.0.5,set:port-p-vm2`,
      `${VM},tag:dhcpv6,host-2001-db8--5.openstacklocal,[2001:db8::5],set:port-p-vm2`,
    ]);
  });

  it('are told only where the port has an address of their version', () => {
    const plan = { ...LISTED, portOptions: [options(VM, [DNS])] };
    expect(file(plan, 'opts').filter((line) => line.startsWith('tag:port-'))).toEqual([]);
  });

  it('name the client in its host line, which has a tag only for further options', () => {
    const first = (of: readonly DhcpOption[]) =>
      file({ ...LISTED, portOptions: [options(VM, of, { clientId: '01:aa' })] }, 'host').find((line) => line.startsWith(VM));
    expect(first([])).toBe(`${VM},id:01:aa,host-10-0-0-5.openstacklocal,10.0.0.5`);
    expect(first([BOOT])).toBe(`${VM},id:01:aa,host-10-0-0-5.openstacklocal,10.0.0.5,set:port-p-vm2`);
  });

  it('reach a guest of a stateless subnet by its MAC', () => {
    const stateless = { ...S6, ipv6Mode: 'dhcpv6-stateless' } as const;
    const plan = { ...LISTED, subnets: [stateless], leases: [lease(VM, '2001:db8::5', stateless)] };
    expect(file({ ...plan, portOptions: [options(VM, [DNS], { versions: [6] })] }, 'host')).toEqual([`${VM},tag:dhcpv6,set:port-p-vm2`]);
  });

  it('may be empty, which says that there is none', () => {
    const plan = { ...LISTED, portOptions: [options(VM, [{ option: 'router', value: '', version: 4 }])] };
    expect(file(plan, 'opts').at(-1)).toBe('tag:port-p-vm2,option:router');
  });

  it('cannot add a line to a file, whatever a model holds', () => {
    const hostile = options(VM, [{ option: 'a\nb', value: 'x\ntag:y,option:router,1\r\u2028\0', version: 4 }], { clientId: '1\n2' });
    const plan = { ...LISTED, portOptions: [hostile] };
    expect(file(plan, 'opts').at(-1)).toBe('tag:port-p-vm2,option:a b,x tag:y,option:router,1 ');
    expect(file(plan, 'host')).toHaveLength(LISTED.leases.length);
  });
});

describe('the leases dnsmasq begins with', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-leases-'));
  const state = path.join(folder, 'state/dhcp/net-uuid');
  const library = writeHostScripts(articleLab().compiled).get('controller-0/lib.sh') ?? '';

  function begin(): string[] {
    const program = 'OSTOPO_OWNER=test; . "$1/lib.sh"; here=$1 OSTOPO_STATE=$1/state; begin_leases net-uuid';
    const { status, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', program, 'leases', folder], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    return readFileSync(path.join(state, 'leases'), 'utf8').split('\n');
  }

  mkdirSync(path.join(folder, 'dhcp/net-uuid'), { recursive: true });
  mkdirSync(state, { recursive: true });
  writeFileSync(path.join(folder, 'lib.sh'), library);
  writeFileSync(path.join(folder, 'dhcp/net-uuid/leases'), file(LISTED, 'leases').join('\n') + '\n');
  writeFileSync(path.join(state, 'host'), file(LISTED, 'host').join('\n') + '\n');
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('end a whole term after they are written, for every guest', () => {
    const earliest = Math.floor(Date.now() / 1000) + 86_400;
    const [first = '', ...others] = begin();
    expect(Number(first.split(' ')[0])).toBeGreaterThanOrEqual(earliest);
    expect(Number(first.split(' ')[0])).toBeLessThan(earliest + 60);
    expect(others.slice(0, -1).map((line) => line.replace(/^\d{10} /, '0 '))).toEqual(listed('leases').slice(1));
  });

  it('are filled in by the commands that a dry run prints', () => {
    const program = 'OSTOPO_OWNER=test; . "$1/lib.sh"; here=$1 OSTOPO_STATE=$1/state mode=dry-run; begin_leases net-uuid';
    const { stdout } = spawnSync('bash', ['-euo', 'pipefail', '-c', program, 'leases', folder], { encoding: 'utf8' });
    spawnSync('bash', ['-euc', stdout]);
    expect(readFileSync(path.join(state, 'leases'), 'utf8').split('\n')[0]).toMatch(/^\d{10} fa:16:3e:aa:aa:aa 10\.0\.0\.1 \* \*$/);
  });

  it('keep the server’s own name and the IPv6 leases of guests that are still there', () => {
    const kept = ['duid 00:01:00:01', '1800000000 7 2001:db8::5 host-5 00:03'];
    writeFileSync(
      path.join(state, 'leases'),
      [...kept, '1800000000 8 2001:db8::99 gone 00:04', '12 fa:16:3e:00:00:99 10.0.0.9 * *', ''].join('\n'),
    );
    const lines = begin();
    expect(lines[0]).toBe(kept[0]);
    expect(lines.at(-2)).toBe(kept[1]);
    expect(lines).toHaveLength(listed('leases').length + 3);
    expect(begin()).toHaveLength(lines.length);
  });
});
