import { type ElementId, assertNever } from '#core/base';
import { printPrefix } from '#core/net';
import type { PlannedNetwork } from '#core/plan';

/** The number that tells a network's frames apart on the wire: `VNI 22`, `VLAN 100`. */
export function describeSegment({ segment }: Pick<PlannedNetwork, 'segment'>): string {
  switch (segment.kind) {
    case 'overlay':
      return `VNI ${segment.vni}`;
    case 'vlan':
      return `VLAN ${segment.vlan}`;
    case 'flat':
      return 'flat';
    case 'local':
      return 'local';
    default:
      return assertNever(segment);
  }
}

/** The subnets' prefixes in their order. */
export function describeSubnets({ subnets }: Pick<PlannedNetwork, 'subnets'>): string[] {
  return subnets.map((subnet) => printPrefix(subnet.prefix));
}

/** The network and its subnets: what is found about any of them is shown on the network. */
export function networkElements({ id, subnets }: Pick<PlannedNetwork, 'id' | 'subnets'>): ElementId[] {
  return [id, ...subnets.map((subnet) => subnet.id)];
}
