import { type AstNode, AstUtils } from 'langium';
import type { ElementId } from '#core/base';
import { countIpv4, isAutoAddressed, routerModes } from '#core/model';
import { physicalNetworkOf } from '#core/rules';
import { ast } from '#language';
import { canPlug } from '../fitting/carriage.ts';
import { type FittingPlace, fittingPlace } from '../fitting/fitting-place.ts';
import { isNamedPlainly } from '../fitting/floating-ip-names.ts';
import { physicalsFor } from '../fitting/physical-names.ts';
import type { ProposalInput } from './proposal.ts';
import { canLimit, openGuarantees, openLimits } from './qos-words.ts';

/** Whether a property can be written in the block at hand so that the model takes it: there is something it can name, and nothing it would break. */
export function isPossible({ analysis, block }: Pick<ProposalInput, 'analysis' | 'block'>, keyword: string): boolean {
  if (!block) return true;
  const place = fittingPlace(analysis, block);
  const { relations, idsOf } = place;
  if (ast.isNetwork(block) && (keyword === 'flat' || keyword === 'vlan'))
    return block.properties.some(ast.isPhysicalReference) || physicalsFor(place, block).length > 0;
  if (ast.isNetwork(block) && keyword === 'physical') return physicalsFor(place, block).length > 0;
  if (ast.isVm(block) && keyword === 'port') return !idsOf(block).some((id) => isNamedPlainly(analysis, id));
  if (ast.isQos(block) && keyword === 'limit') return openLimits(block).length > 0;
  if (ast.isQos(block) && keyword === 'guarantee') return openGuarantees(block).length > 0;
  if (ast.isVmPort(block) && keyword === 'local-ip') return canHaveLocalIp(place, block);
  if (ast.isHost(block) && keyword === 'sriov') return openCards(place, block).length > 0;
  if (ast.isFloatingIp(block) && keyword === 'fixed') return fixedChoices(place, block).length > 0;
  if (ast.isSubnet(block) && keyword === 'ipv6') return !idsOf(block).some((id) => relations.subnet(id)?.dhcp.enabled === false);
  return true;
}

/** The physical networks that a host has no card on yet. */
export function openCards({ relations, idsOf }: FittingPlace, host: ast.Host): readonly string[] {
  const taken = new Set(idsOf(host).flatMap((id) => relations.host(id)?.sriov.map(({ name }) => name) ?? []));
  return relations.topology.fabric.physicalNetworks.map(({ name }) => name).filter((name) => !taken.has(name));
}

/** The pinned IPv4 addresses of the port that a floating address leads to. */
export function fixedChoices({ relations, idsOf }: FittingPlace, node: ast.FloatingIp) {
  const floatingIp = relations.topology.floatingIps.find(({ id }) => id === idsOf(node)[0]);
  const port = floatingIp?.port === undefined ? undefined : relations.port(floatingIp.port);
  return port?.addresses.filter(({ version }) => version === 4) ?? [];
}

/** Whether a value that the language offers as a word is one the model takes where the statement stands. */
export function isChoice(
  { analysis, block }: Pick<ProposalInput, 'analysis' | 'block'>,
  statement: AstNode | undefined,
  rule: string,
  word: string,
): boolean {
  if (!statement) return true;
  const place = fittingPlace(analysis, statement);
  const { relations } = place;
  const setting = AstUtils.getContainerOfType(statement, ast.isSetting);
  const limit = AstUtils.getContainerOfType(statement, ast.isRateLimit);
  const guarantee = AstUtils.getContainerOfType(statement, ast.isGuarantee);
  switch (rule) {
    case 'OverlayType': // GRE has no ports
      return word !== 'gre' || !ast.isOverlay(statement) || !statement.settings.some((item) => ast.isSetting(item) && item.key === 'port');
    case 'Role':
      return !setting || isNeededRole(place, setting, word);
    case 'FirewallDriver': // OST4038
      if (word === 'openvswitch') return relations.topology.fabric.localIpStaticNat || !hasLocalIps(place);
      return word !== 'iptables-hybrid' || !relations.topology.ports.some(({ subport }) => subport !== undefined);
    case 'Binding':
      return word === 'normal' || !ast.isVmPort(block) || isVirtual(place, block, word);
    case 'Ipv6Mode':
      return word === 'dhcpv6-stateful' || !ast.isSubnet(block) || isOfSixtyFour(place, block);
    case 'RateLimit':
      return (word !== 'egress' && word !== 'ingress') || !limit || !ast.isQos(block) || canLimit(block, limit, word);
    case 'Guarantee':
      return !guarantee || !ast.isQos(block) || openGuarantees(block, guarantee).some((direction) => direction === word);
    case 'Switch':
      if (ast.isDhcp(statement)) return word !== 'off' || !hasMode(place, statement.$container);
      if (setting?.key === 'port-security') return word !== 'off' || !isFiltered(place, setting.$container);
      if (setting?.key === 'local-ip-static-nat')
        return word !== 'off' || relations.topology.fabric.firewall !== 'openvswitch' || !hasLocalIps(place);
      if (setting?.key === 'dvr') return word !== 'on' || isDistributable(place);
      return setting?.key !== 'ha' || word !== 'on' || hasStandby(place);
    default:
      return true;
  }
}

/** What stands on the host already says what it has to be; further roles come after. */
function isNeededRole(place: FittingPlace, { $container, values }: ast.Setting, word: string): boolean {
  const needed = neededRoles(place, $container).filter((role) => !values.includes(role));
  return needed.length === 0 || needed.includes(word);
}

/** The roles that what stands on a host needs. */
export function neededRoles({ relations, idsOf }: FittingPlace, host: AstNode): readonly string[] {
  const { vms, routers } = relations.topology;
  const ids = idsOf(host);
  const isOn = (element: { readonly host: ElementId | undefined }) => element.host !== undefined && ids.includes(element.host);
  return [...(vms.some(isOn) ? ['compute'] : []), ...(routers.some(isOn) ? ['network'] : [])];
}

/** A virtual function of a card: on a provider network that the VM's host has a card on, and in no trunk. */
function isVirtual({ relations, idsOf }: FittingPlace, block: ast.VmPort, word: string): boolean {
  return idsOf(block).every((id) => {
    const port = relations.port(id);
    const network = port && relations.network(port.network);
    const host = port && relations.host(relations.vm(port.vm)?.host ?? port.id);
    if (!port || !network) return true;
    if (port.subport || relations.subportsOf(id).length > 0 || physicalNetworkOf(network) === undefined) return false;
    return !host || canPlug(relations, host, network, word === 'macvtap' ? 'macvtap' : 'direct');
  });
}

function isOfSixtyFour({ relations, idsOf }: FittingPlace, block: ast.Subnet): boolean {
  return idsOf(block).every((id) => relations.subnet(id)?.prefix.length === 64);
}

function hasMode({ relations, idsOf }: FittingPlace, block: AstNode): boolean {
  return idsOf(block).some((id) => {
    const subnet = relations.subnet(id);
    return subnet !== undefined && (isAutoAddressed(subnet) || subnet.ipv6Mode !== undefined);
  });
}

/** Whether ports that follow the block say whom they let in, or which addresses they use besides. */
function isFiltered({ relations, idsOf }: FittingPlace, block: AstNode): boolean {
  const ports = idsOf(block).flatMap((id) => (ast.isNetwork(block) ? relations.portsOn(id) : (relations.port(id) ?? [])));
  return ports.some(({ securityGroups, allowedAddresses }) => (securityGroups?.length ?? 0) > 0 || allowedAddresses.length > 0);
}

function hasLocalIps({ relations }: FittingPlace): boolean {
  return relations.topology.ports.some(({ localIps }) => localIps.length > 0);
}

/** Neutron wants one IPv4 address to translate into, and the Open vSwitch firewall a translation without connection tracking. */
function canHaveLocalIp({ relations, idsOf }: FittingPlace, block: ast.VmPort): boolean {
  const { firewall, localIpStaticNat } = relations.topology.fabric;
  if (firewall === 'openvswitch' && !localIpStaticNat) return false;
  return idsOf(block).every((id) => {
    const port = relations.port(id);
    return !port || countIpv4(relations, port) === 1;
  });
}

/** Distributed routers of overlay networks need l2-population. */
function isDistributable({ relations }: FittingPlace): boolean {
  const { fabric, networks } = relations.topology;
  return fabric.l2Population || !networks.some(({ segment }) => segment.kind === 'overlay');
}

/** Somebody can take over: there are two network hosts, or none at all, which is said otherwise. */
export function hasStandby({ relations }: Pick<FittingPlace, 'relations'>): boolean {
  const { hosts, routers, fabric } = relations.topology;
  const count = hosts.filter(({ roles }) => roles.includes('network')).length;
  return count !== 1 && !(count === 0 && routers.some((router) => routerModes(fabric, router).highlyAvailable));
}
