import { type AstNode, AstUtils, type ReferenceInfo } from 'langium';
import { qualifiedName } from '#core/base';
import { type HostRole, type Topology, mayUse } from '#core/model';
import { ast, expandWord } from '#language';

/** Whether a name that could be referred to also makes sense there: choosing it leads to no finding. */
export function isFitting(topology: Topology, { container }: Pick<ReferenceInfo, 'container'>, name: string): boolean {
  if (ast.isVm(container)) return hasRole(topology, name, 'compute');
  if (ast.isRouterHost(container)) return hasRole(topology, name, 'network');
  if (ast.isVmPort(container)) return !hasPort(container, name) && isUsable(topology, container, name);
  if (ast.isSubportOf(container)) return isTrunkable(container, name);
  if (ast.isRouterInterface(container)) return isJoinable(topology, name);
  if (ast.isRouterExternal(container) || ast.isFloatingIpNetwork(container)) return isExternal(topology, name);
  return true;
}

/** Whether a list of names goes on: a vm stands on one host, and one that stands for several is dealt out over as many. */
export function takesAnother({ container }: Pick<ReferenceInfo, 'container'>, members: number): boolean {
  if (!ast.isVm(container)) return true;
  const names = expandWord((container as Partial<ast.Vm>).name ?? ''); // recovery may leave it out
  return names.kind === 'error' || members < names.value.length;
}

/** The name of a repeated block (`hv-[1..4]`) is that of its first element. */
function hasRole(topology: Topology, name: string, role: HostRole): boolean {
  return topology.hosts.some((host) => host.name === name && host.roles.includes(role));
}

/** Names of other tenants' networks may be qualified; those of the own tenant are not. */
function isExternal(topology: Topology, name: string): boolean {
  return topology.networks.some((network) => network.external && (network.name === name || qualifiedName(network.id) === name));
}

/** A second port on one network needs a name of its own. */
function hasPort({ $container }: AstNode, network: string): boolean {
  if (!ast.isVm($container)) return false;
  // recovery may leave the reference out
  return $container.properties
    .filter(ast.isVmPort)
    .some((port) => port.name === undefined && (port as Partial<ast.VmPort>).network?.$refText === network);
}

/** Another port of the VM that may be the parent of a trunk: no subport itself, and plugged into the switch. */
function isTrunkable({ $container: own }: ast.SubportOf, name: string): boolean {
  const vm = own.$container;
  return vm.properties
    .filter(ast.isVmPort)
    .some(
      (port) =>
        port !== own && portName(port) === name && !port.properties.some((property) => ast.isSubportOf(property) || isDirect(property)),
    );
}

/** A port without a name of its own has its network's; recovery may leave both out. */
function portName(port: ast.VmPort): string | undefined {
  const network = (port as Partial<ast.VmPort>).network?.$refText;
  return port.name ?? network?.slice(network.lastIndexOf('.') + 1);
}

function isDirect(property: AstNode): boolean {
  return ast.isSetting(property) && property.key === 'binding' && property.values[0] !== 'normal';
}

/** A network of the own tenant, or one that is shared with it: Neutron refuses ports on others. */
function isUsable({ networks, tenants }: Topology, port: AstNode, name: string): boolean {
  const own = tenants.find((tenant) => tenant.name === AstUtils.getContainerOfType(port, ast.isTenant)?.name)?.id;
  if (own === undefined || !name.includes('.')) return true;
  const network = networks.find(({ id }) => qualifiedName(id) === name);
  return network === undefined || mayUse(own, network);
}

/** A subnet whose gateway address no router has yet; on any other an interface needs an address of its own. */
function isJoinable({ subnets, routers }: Topology, name: string): boolean {
  const joined = new Set(routers.flatMap(({ interfaces }) => interfaces.map(({ subnet }) => subnet)));
  return subnets.some(
    (subnet) => (subnet.name === name || qualifiedName(subnet.id) === name) && !joined.has(subnet.id) && subnet.gateway.kind !== 'none',
  );
}
