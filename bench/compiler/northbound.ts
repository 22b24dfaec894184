import { printAddress, printMac, printPrefix, type Prefix } from '#core/net';
import type { Deployment, PlannedPort, PlannedSecurityRule } from '#core/plan';
import { groupBy, indexBy } from '#core/base';

/** One operation of an OVSDB transaction (RFC 7047, 5.2). */
export type Operation = Readonly<Record<string, unknown>>;

/**
 * What Neutron's ML2/OVN driver writes to the Northbound database for the same cloud: switches, ports with port security, routers, DHCP options,
 * port groups and ACLs (neutron-dataplane 10). It is what ovn-northd is given in the comparison.
 */
export function northboundOperations(deployment: Deployment): readonly Operation[] {
  return [
    { op: 'insert', table: 'NB_Global', row: { nb_cfg: 1, options: map({ mac_prefix: 'fa:16:3e' }) } },
    ...subnetOptions(deployment),
    ...switches(deployment),
    ...routers(deployment),
    ...portGroups(deployment),
  ];
}

/** One VM's port more: what Neutron writes for it, and the next number of the configuration, by which its arrival is seen. */
export function oneMorePort(deployment: Deployment, configuration: number): readonly Operation[] {
  const model = deployment.ports.find(isGuest);
  if (!model) return [];
  const row = {
    name: 'one-more-port',
    addresses: 'fa:16:3e:ff:ff:fe 10.0.0.253',
    port_security: 'fa:16:3e:ff:ff:fe 10.0.0.253',
    enabled: true,
    external_ids: map({ 'neutron:cidrs': '10.0.0.253/24' }),
  };
  const switchName = `neutron-${networkUuid(deployment, model)}`;
  const joins = model.securityGroups.map(({ uuid }) => portGroupName(uuid));
  return [
    { op: 'insert', table: 'Logical_Switch_Port', 'uuid-name': 'more', row },
    mutateByName('Logical_Switch', switchName, 'more'),
    ...[...joins, DROP_GROUP].map((name) => mutateByName('Port_Group', name, 'more')),
    { op: 'update', table: 'NB_Global', where: [], row: { nb_cfg: configuration } },
  ];
}

function mutateByName(table: string, name: string, port: string): Operation {
  return { op: 'mutate', table, where: [['name', '==', name]], mutations: [['ports', 'insert', set([named(port)])]] };
}

const DROP_GROUP = 'neutron_pg_drop';

function isGuest(port: PlannedPort): boolean {
  return port.owner === 'compute:nova';
}

function networkUuid({ networks }: Deployment, port: PlannedPort): string {
  return networks.find(({ id }) => id === port.network)?.uuid ?? '';
}

function subnetOptions({ networks }: Deployment): readonly Operation[] {
  return networks.flatMap(({ subnets, mtuBytes }) =>
    subnets
      .filter(({ dhcpEnabled, gateway }) => dhcpEnabled && gateway)
      .map(({ uuid, prefix, gateway }) => {
        const router = gateway ? printAddress(gateway) : '';
        const options = map({ server_id: router, router, lease_time: '43200', mtu: String(mtuBytes), server_mac: 'fa:16:3e:00:00:01' });
        const row = { cidr: printPrefix(prefix), options, external_ids: map({ subnet_id: uuid }) };
        return { op: 'insert', table: 'DHCP_Options', 'uuid-name': rowName('dhcp', uuid), row };
      }),
  );
}

function switches({ networks, ports }: Deployment): readonly Operation[] {
  const byNetwork = groupBy(ports, ({ network }) => network);
  return networks.flatMap((network) => {
    const own = (byNetwork.get(network.id) ?? []).filter((port) => isGuest(port) || isInterface(port));
    const subnet = network.subnets[0];
    const row = {
      name: `neutron-${network.uuid}`,
      ports: set(own.map(({ uuid }) => named(rowName('lsp', uuid)))),
      other_config: map({ mcast_snoop: 'false', mcast_flood_unregistered: 'false', 'vlan-passthru': 'false' }),
      external_ids: map({ 'neutron:network_name': network.name, 'neutron:mtu': String(network.mtuBytes) }),
    };
    return [
      ...own.map((port) => (isGuest(port) ? guestPort(port, subnet?.uuid) : routerSide(port))),
      { op: 'insert', table: 'Logical_Switch', 'uuid-name': rowName('ls', network.uuid), row },
    ];
  });
}

function guestPort(port: PlannedPort, subnet: string | undefined): Operation {
  const addresses = [printMac(port.mac), ...port.addresses.map(({ address }) => printAddress(address))].join(' ');
  const row = {
    name: port.uuid,
    addresses,
    port_security: addresses,
    enabled: true,
    ...(subnet === undefined ? {} : { dhcpv4_options: named(rowName('dhcp', subnet)) }),
    external_ids: map({
      'neutron:cidrs': port.addresses.map(({ address, prefixLength }) => `${printAddress(address)}/${String(prefixLength)}`).join(' '),
      'neutron:device_owner': port.owner,
    }),
  };
  return { op: 'insert', table: 'Logical_Switch_Port', 'uuid-name': rowName('lsp', port.uuid), row };
}

function isInterface(port: PlannedPort): boolean {
  return port.owner === 'network:router_interface';
}

function routerSide(port: PlannedPort): Operation {
  const row = { name: port.uuid, type: 'router', addresses: 'router', options: map({ 'router-port': `lrp-${port.uuid}` }) };
  return { op: 'insert', table: 'Logical_Switch_Port', 'uuid-name': rowName('lsp', port.uuid), row };
}

function routers({ routers: all, ports }: Deployment): readonly Operation[] {
  const byId = indexBy(ports, ({ id }) => id);
  return all.flatMap((router) => {
    const own = router.interfaces.flatMap((id) => byId.get(id) ?? []);
    const rows = own.map((port) => ({
      op: 'insert',
      table: 'Logical_Router_Port',
      'uuid-name': rowName('lrp', port.uuid),
      row: {
        name: `lrp-${port.uuid}`,
        mac: printMac(port.mac),
        networks: set(port.addresses.map(({ address, prefixLength }) => `${printAddress(address)}/${String(prefixLength)}`)),
      },
    }));
    const row = {
      name: `neutron-${router.uuid}`,
      ports: set(own.map(({ uuid }) => named(rowName('lrp', uuid)))),
      options: map({ always_learn_from_arp_request: 'false', dynamic_neigh_routers: 'true', mac_binding_age_threshold: '300' }),
    };
    return [...rows, { op: 'insert', table: 'Logical_Router', row }];
  });
}

function portGroups({ ports }: Deployment): readonly Operation[] {
  const guests = ports.filter((port) => isGuest(port) && port.portSecurity);
  const members = new Map<string, PlannedPort[]>();
  for (const port of guests) for (const { uuid } of port.securityGroups) members.set(uuid, [...(members.get(uuid) ?? []), port]);
  const groups = indexBy(
    guests.flatMap(({ securityGroups }) => securityGroups),
    ({ uuid }) => uuid,
  );
  const dropAcls = (['from-lport', 'to-lport'] as const).map((direction): Operation => {
    const side = direction === 'from-lport' ? 'inport' : 'outport';
    const row = { priority: 1000, direction, match: `${side} == @${DROP_GROUP} && ip`, action: 'drop' };
    return { op: 'insert', table: 'ACL', 'uuid-name': rowName('drop', direction), row };
  });
  return [
    ...dropAcls,
    portGroup(
      DROP_GROUP,
      guests,
      ['from-lport', 'to-lport'].map((direction) => rowName('drop', direction)),
    ),
    ...[...groups.values()].flatMap(({ uuid, rules }) => {
      const acls = rules.map((rule, i): Operation => {
        const row = { priority: 1002, direction: direction(rule), match: aclMatch(portGroupName(uuid), rule), action: 'allow-related' };
        return { op: 'insert', table: 'ACL', 'uuid-name': rowName(`acl${String(i)}`, uuid), row };
      });
      const names = rules.map((_, i) => rowName(`acl${String(i)}`, uuid));
      return [...acls, portGroup(portGroupName(uuid), members.get(uuid) ?? [], names)];
    }),
  ];
}

function portGroup(name: string, ports: readonly PlannedPort[], acls: readonly string[]): Operation {
  const row = { name, ports: set(ports.map(({ uuid }) => named(rowName('lsp', uuid)))), acls: set(acls.map(named)) };
  return { op: 'insert', table: 'Port_Group', row };
}

function portGroupName(uuid: string): string {
  return `pg_${uuid.replaceAll('-', '_')}`;
}

function direction(rule: PlannedSecurityRule): 'to-lport' | 'from-lport' {
  return rule.direction === 'ingress' ? 'to-lport' : 'from-lport';
}

/** neutron-dataplane 10.7, in its order. */
function aclMatch(group: string, rule: PlannedSecurityRule): string {
  const ip = rule.ethertype === 4 ? 'ip4' : 'ip6';
  const far = `${ip}.${rule.direction === 'ingress' ? 'src' : 'dst'}`;
  const parts = [`${rule.direction === 'ingress' ? 'outport' : 'inport'} == @${group}`, ip];
  if (rule.remotePrefix && !isAnywhere(rule.remotePrefix)) parts.push(`${far} == ${printPrefix(rule.remotePrefix)}`);
  if (rule.remoteGroup) parts.push(`${far} == $${portGroupName(rule.remoteGroup.uuid)}_${ip}`);
  if (rule.protocol === 'icmp') parts.push('icmp4');
  else if (rule.protocol !== undefined) parts.push(String(rule.protocol));
  if (rule.ports) parts.push(`${String(rule.protocol)}.dst == ${String(rule.ports.first)}`);
  return parts.join(' && ');
}

function isAnywhere(prefix: Prefix): boolean {
  return prefix.length === 0;
}

function rowName(kind: string, uuid: string): string {
  return `${kind}_${uuid.replaceAll('-', '_')}`;
}

function named(name: string): readonly [string, string] {
  return ['named-uuid', name];
}

function set(values: readonly unknown[]): readonly [string, readonly unknown[]] {
  return ['set', values];
}

function map(entries: Readonly<Record<string, string>>): readonly [string, readonly (readonly [string, string])[]] {
  return ['map', Object.entries(entries)];
}
