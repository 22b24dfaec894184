import { printAddress, printPrefix } from '#core/net';
import type { KeepalivedPlan, NamespaceRoute } from '#core/plan';

/** `keepalived.conf` of a replica, byte for byte as Neutron writes it: without a line end after the last brace (keepalived.py `get_config_str`; neutron-dataplane 7.3). */
export function keepalivedConfiguration(plan: KeepalivedPlan): string {
  const { virtualRouterId, interface: heartbeat, excludedAddresses, routes } = plan;
  return [
    'global_defs {',
    '    notification_email_from neutron@openstack.local',
    '    router_id neutron',
    '}',
    `vrrp_instance VR_${virtualRouterId} {`,
    '    state BACKUP',
    `    interface ${heartbeat}`,
    `    virtual_router_id ${virtualRouterId}`,
    '    priority 50',
    '    garp_master_delay 60',
    '    nopreempt',
    '    advert_int 2',
    ...block('track_interface', [heartbeat]),
    ...block('virtual_ipaddress', [`${printPrefix(plan.primaryAddress)} dev ${heartbeat}`]),
    ...(excludedAddresses.length > 0 ? block('virtual_ipaddress_excluded', excludedAddresses.map(excludedAddress)) : []),
    ...(routes.length > 0 ? block('virtual_routes', routes.map(virtualRoute)) : []),
    '}',
  ].join('\n');
}

function block(name: string, lines: readonly string[]): readonly string[] {
  return [`    ${name} {`, ...lines.map((line) => `        ${line}`), '    }'];
}

function excludedAddress({ address, device, linkScope }: KeepalivedPlan['excludedAddresses'][number]): string {
  return `${printPrefix(address)} dev ${device}${linkScope ? ' scope link' : ''} no_track`;
}

function virtualRoute({ destination, nextHop, device }: NamespaceRoute): string {
  const via = nextHop ? ` via ${printAddress(nextHop)}` : '';
  const dev = device === undefined ? '' : ` dev ${device}`;
  return `${printPrefix(destination)}${via}${dev}${nextHop ? '' : ' scope link'} no_track protocol static`;
}
