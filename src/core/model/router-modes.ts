import type { Fabric } from './fabric.ts';
import type { Router } from './tenant.ts';

/** What kind of router the L3 agents make of a router. */
export interface RouterModes {
  readonly distributed: boolean;
  readonly highlyAvailable: boolean;
}

/** The kind of a router: as it says, else as the fabric (`router_distributed`, `l3_ha`). */
export function routerModes({ dvr, ha }: Pick<Fabric, 'dvr' | 'ha'>, router: Pick<Router, 'dvr' | 'ha'>): RouterModes {
  return { distributed: router.dvr ?? dvr, highlyAvailable: router.ha ?? ha.enabled };
}

/** Whether the router as a whole has replicas on several network hosts: a distributed one has not, for it is on every host it serves. */
export function isReplicated(fabric: Pick<Fabric, 'dvr' | 'ha'>, router: Pick<Router, 'dvr' | 'ha'>): boolean {
  const { distributed, highlyAvailable } = routerModes(fabric, router);
  return highlyAvailable && !distributed;
}
