import type { ElementId } from '#core/base';
import type { PlannedPort } from './deployment.ts';

/** All ports of a network on any host, by id: router interfaces before VM ports. */
export type PortsByNetwork = (network: ElementId) => readonly PlannedPort[];
