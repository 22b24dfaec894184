import type { Topology } from '#core/model';
import { type Deployment, analyse } from '#core/plan';
import { parseOstopo } from '#language';

/** What a model describes and its plan lacks. */
export function missingFromPlan(text: string): readonly string[] {
  const { topology, findings } = parseOstopo(text);
  const { deployment } = analyse(topology, findings);
  return [
    ...missingElements(topology, deployment),
    ...missingRules(topology, deployment),
    ...missingTunnels(topology, deployment),
    ...missingKeepalived(deployment),
    ...missingClientIds(topology, deployment),
    ...(topology.fabric.permittedEthertypes.length > deployment.fabric.permittedEthertypes.length ? ['an ethertype'] : []),
  ];
}

/** By id. Where there is no network host at all nothing can be planned, whatever else is wrong. */
function missingElements(topology: Topology, { networks, ports, routers, floatingIps, vms, hosts }: Deployment): readonly string[] {
  if (!topology.hosts.some(({ roles }) => roles.includes('network'))) return [];
  const planned = new Set<string>([...networks, ...ports, ...routers, ...floatingIps, ...vms, ...hosts].map(({ id }) => id));
  for (const { bridges } of hosts) for (const { element } of bridges) planned.add(element);
  const inRouters = topology.routers.flatMap(({ interfaces, gateway }) => [...interfaces, ...(gateway ? [gateway] : [])]);
  const bridges = topology.hosts.flatMap((host) => host.bridges);
  const { networks: segments, routers: routing, floatingIps: floating, vms: guests, ports: plugs } = topology;
  return [...segments, ...routing, ...inRouters, ...floating, ...guests, ...plugs, ...bridges]
    .map(({ id }) => id)
    .filter((id) => !planned.has(id));
}

/** Groups are planned where a port is in them. */
function missingRules({ securityGroups }: Topology, { ports }: Deployment): readonly string[] {
  const planned = new Map(
    ports.flatMap((port) => port.securityGroups.map((group) => [group.id, group.rules.map(({ element }) => element)])),
  );
  return securityGroups.flatMap(({ id, rules }) => {
    const own = planned.get(id);
    return own ? rules.map((rule) => rule.id).filter((rule) => !own.includes(rule)) : [];
  });
}

/** Without l2-population every host with Open vSwitch has a tunnel to every other, once any has one. */
function missingTunnels({ fabric }: Topology, { hosts }: Deployment): readonly string[] {
  const switched = hosts.filter(({ bridges }) => bridges.length > 0);
  const without = switched.filter(({ bridges }) => !bridges.some(({ ports }) => ports.some(({ kind }) => kind === 'tunnel')));
  const isTunnelled = switched.some(({ tunnel }) => tunnel !== undefined);
  if (fabric.l2Population || !isTunnelled || switched.length < 2) return [];
  return without.map(({ id }) => `tunnels of ${id}`);
}

function missingKeepalived({ routers }: Deployment): readonly string[] {
  return routers
    .filter(({ highlyAvailable, virtualRouterId }) => highlyAvailable && virtualRouterId === undefined)
    .map(({ id }) => `keepalived of ${id}`);
}

/** A guest's line in dnsmasq's file has one identifier. */
function missingClientIds({ ports }: Topology, { hosts }: Deployment): readonly string[] {
  const told = new Map(
    hosts.flatMap(({ namespaces }) => namespaces.flatMap(({ dhcp }) => dhcp?.portOptions ?? [])).map((options) => [options.port, options]),
  );
  return ports
    .filter(({ id, dhcpOptions }) => {
      const options = told.get(id);
      return options && options.options.length + (options.clientId === undefined ? 0 : 1) < dhcpOptions.length;
    })
    .map(({ id }) => `an option of ${id}`);
}
