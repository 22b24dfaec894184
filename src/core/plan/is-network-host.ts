import type { ElementId } from '#core/base';
import type { Relations } from '#core/model';

/** Whether it is a host where routers and DHCP services run. */
export function isNetworkHost(relations: Relations, id: ElementId | undefined): id is ElementId {
  return id !== undefined && (relations.host(id)?.roles.includes('network') ?? false);
}
