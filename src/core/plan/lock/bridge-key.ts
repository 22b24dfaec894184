import { type ElementId, elementId } from '#core/base';

/** The key of a bridge's ports in a lock. */
export function bridgeKey(host: string, bridge: string): ElementId {
  return elementId('bridge', host, bridge);
}
