import type { ReferenceInfo } from 'langium';
import { qualifiedName } from '#core/base';
import { DEFAULT_GROUP } from '#core/model';
import { ast, expandWord } from '#language';
import type { Analysis } from '../analysis/analysis.ts';
import { canRun } from './carriage.ts';
import { type FittingPlace, findNamed, fittingPlace } from './fitting-place.ts';
import { isSource, isTarget } from './floating-ip-names.ts';
import { isCardFitting, isPhysicalFitting } from './physical-names.ts';
import { isPluggable, isTrunkable } from './port-names.ts';
import { isJoinable, isWayOut } from './router-names.ts';

/** Tells which of the names that could be referred to also make sense: choosing one leads to no finding. */
export function fittingNames(analysis: Analysis, { container }: Pick<ReferenceInfo, 'container'>): (name: string) => boolean {
  const place = fittingPlace(analysis, container);
  if (ast.isVm(container)) return (name) => isHostFitting(place, container, name);
  if (ast.isRouterHost(container))
    return (name) => place.relations.topology.hosts.some((host) => host.name === name && host.roles.includes('network'));
  if (ast.isVmPort(container)) return (name) => isPluggable(analysis, place, container, name);
  if (ast.isSubportOf(container)) return (name) => isTrunkable(container, name);
  if (ast.isRouterInterface(container)) return (name) => isJoinable(place, container, name);
  if (ast.isRouterExternal(container)) return (name) => isWayOut(place, container, name);
  if (ast.isFloatingIpNetwork(container)) return (name) => isSource(place, container.$container, name);
  if (ast.isFloatingIp(container)) return (name) => isTarget(place, container, name);
  if (ast.isPhysicalReference(container)) return (name) => isPhysicalFitting(place, container, name);
  if (ast.isSriov(container)) return (name) => isCardFitting(place, container, name);
  if (ast.isLocalVlan(container)) return (name) => isUnpinned(place, container, name);
  if (ast.isPortSecurity(container)) return (name) => isAlike(place, container, name);
  return () => true;
}

/** Whether a list of names goes on: a vm stands on one host, and one that stands for several is dealt out over as many. */
export function takesAnother({ container }: Pick<ReferenceInfo, 'container'>, members: number): boolean {
  if (!ast.isVm(container)) return true;
  const names = expandWord((container as Partial<ast.Vm>).name ?? ''); // recovery may leave it out
  return names.kind === 'error' || members < names.value.length;
}

/** A compute host that can carry the VM's ports. */
function isHostFitting({ relations, idsOf }: FittingPlace, vm: ast.Vm, name: string): boolean {
  const host = relations.topology.hosts.find((candidate) => candidate.name === name);
  return host !== undefined && host.roles.includes('compute') && idsOf(vm).every((id) => canRun(relations, host, id));
}

/** A host pins the local VLAN of a network once. */
function isUnpinned(place: FittingPlace, { $container }: ast.LocalVlan, name: string): boolean {
  const network = findNamed(place, place.relations.topology.networks, ({ id }) => id, name);
  return !place.idsOf($container).some((id) => place.relations.host(id)?.localVlans.some((pin) => pin.network === network?.id));
}

/** The groups of one port all track connections, or none does; the `default` group that is not written does. */
function isAlike({ relations, own }: FittingPlace, security: ast.PortSecurity, name: string): boolean {
  const isStateless = (text: string) => {
    const group = relations.topology.securityGroups.find((candidate) =>
      text.includes('.') ? qualifiedName(candidate.id) === text : candidate.tenant === own && candidate.name === text,
    );
    return group?.stateless ?? (text === DEFAULT_GROUP ? false : undefined);
  };
  const stateless = isStateless(name);
  const others = security.groups.flatMap(({ $refText }) => ($refText === name ? [] : (isStateless($refText) ?? [])));
  return stateless === undefined || others.every((other) => other === stateless);
}
