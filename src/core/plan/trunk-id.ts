import { type ElementId, elementId, qualifiedName } from '#core/base';

/** The id of the trunk whose parent a port is; the trunk has a UUID and the port another. */
export function trunkId(parent: ElementId): ElementId {
  return elementId('trunk', qualifiedName(parent));
}
