import type { ElementId } from '#core/base';
import { type Relations, type VmPort, defaultGroupId } from '#core/model';

/** The security groups a port is in: those it names, else the `default` group of its VM's tenant, which exists whether or not it is written. */
export function groupsOfPort({ vm }: Pick<Relations, 'vm'>, port: VmPort): readonly ElementId[] {
  if (port.securityGroups) return port.securityGroups;
  const tenant = vm(port.vm)?.tenant;
  return tenant === undefined ? [] : [defaultGroupId(tenant)];
}
