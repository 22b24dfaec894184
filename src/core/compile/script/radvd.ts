import { printAddress, printPrefix } from '#core/net';
import type { PlannedSubnet, RadvdPlan } from '#core/plan';
import { oneLine } from './shell-quote.ts';

type RadvdInterface = RadvdPlan['interfaces'][number];

/** IPv6's smallest MTU (RFC 8200); a smaller one is not announced. */
const LEAST_MTU = 1280;
/** radvd.conf(5) takes more, Neutron gives three (`MAX_RDNSS_ENTRIES`). */
const MOST_SERVERS = 3;

/** radvd's configuration of a router: each interface announces its MTU, its prefixes and how guests get addresses of them (neutron-dataplane 7.5). */
export function radvdConfiguration({ interfaces }: RadvdPlan): string {
  return interfaces.map(interfaceBlock).join('');
}

function interfaceBlock({ device, mtuBytes, subnets }: RadvdInterface): string {
  const modes = new Set(subnets.map(({ ipv6Mode }) => ipv6Mode));
  const servers = subnets.filter(({ ipv6Mode }) => ipv6Mode === 'slaac').flatMap(({ dnsServers }) => dnsServers);
  const announced = servers.filter(({ version }) => version === 6).slice(0, MOST_SERVERS);
  const lines = [
    'AdvSendAdvert on;',
    'MinRtrAdvInterval 30;',
    'MaxRtrAdvInterval 100;',
    ...(mtuBytes >= LEAST_MTU ? [`AdvLinkMTU ${mtuBytes};`] : []),
    ...(modes.has('dhcpv6-stateless') ? ['AdvOtherConfigFlag on;'] : []),
    ...(modes.has('dhcpv6-stateful') ? ['AdvManagedFlag on;'] : []),
    ...(announced.length > 0 ? [`RDNSS ${announced.map(printAddress).join(' ')} {};`] : []),
    ...subnets.flatMap(prefixLines),
    'route fe80::a9fe:a9fe/128 {',
    '};',
  ];
  return `interface ${oneLine(device)}\n{\n${lines.map((line) => `  ${line}\n`).join('')}};\n`;
}

function prefixLines({ prefix, ipv6Mode }: PlannedSubnet): string[] {
  return [
    `prefix ${printPrefix(prefix)}`,
    '{',
    '  AdvOnLink on;',
    `  AdvAutonomous ${ipv6Mode === 'dhcpv6-stateful' ? 'off' : 'on'};`,
    '};',
  ];
}
