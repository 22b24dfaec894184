import { type ElementId, elementId, qualifiedName } from '#core/base';

/** The name of the security group that every tenant has, written or not; ports that name none are in it. */
export const DEFAULT_GROUP = 'default';

/** The id of a tenant's `default` group. */
export function defaultGroupId(tenant: ElementId): ElementId {
  return elementId('security-group', qualifiedName(tenant), DEFAULT_GROUP);
}
