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

/** Whether a router has replicas on several network hosts: of all of it, or where it is distributed, of its source NAT. */
export function isReplicated(fabric: Pick<Fabric, 'dvr' | 'ha'>, router: Pick<Router, 'dvr' | 'ha'>): boolean {
  return routerModes(fabric, router).highlyAvailable;
}
