import type { ElementId } from '#core/base';
import type { Relations } from './relations.ts';
import type { VmPort } from './tenant.ts';

/** The VLAN tags a trunk can tell its subports by (IEEE 802.1Q; 4095 is reserved). */
const TRUNK_VLANS = { first: 1, last: 4094 };

/** What keeps a port from being the subport it is written to be. */
export type SubportFault =
  'hybrid-firewall' | 'own-parent' | 'nested' | 'parent-binding' | 'binding' | 'no-vlan' | 'vlan-range' | 'vlan-taken';

/** Why a port cannot be a subport, first things first; `undefined` where it can, or is none. Of two with one VLAN the first keeps it. */
export function subportFault(relations: Relations, port: VmPort): SubportFault | undefined {
  const { subport } = port;
  const parent = subport && relations.port(subport.parent);
  if (!parent) return undefined;
  if (relations.topology.fabric.firewall === 'iptables-hybrid') return 'hybrid-firewall';
  if (parent.id === port.id) return 'own-parent';
  if (parent.subport) return 'nested';
  if (parent.binding !== 'normal') return 'parent-binding';
  if (port.binding !== 'normal') return 'binding';
  const { vlan } = subport;
  if (vlan === undefined) return 'no-vlan';
  if (vlan < TRUNK_VLANS.first || vlan > TRUNK_VLANS.last) return 'vlan-range';
  return firstWith(relations, port, vlan) === port ? undefined : 'vlan-taken';
}

/** The subport that has a VLAN in a port's trunk. */
function firstWith(relations: Relations, { subport }: VmPort, vlan: number): VmPort | undefined {
  return subport && relations.subportsOf(subport.parent).find((other) => other.subport?.vlan === vlan && other.id !== subport.parent);
}

/** Whether a port is the parent of a trunk: some port is its subport, or it is written to have one. */
export function isTrunkParent(relations: Relations, port: VmPort): boolean {
  if (port.subport || port.binding !== 'normal' || relations.topology.fabric.firewall === 'iptables-hybrid') return false;
  return port.trunkUuid !== undefined || relations.subportsOf(port.id).some((subport) => subportFault(relations, subport) === undefined);
}

/** The lowest VLAN that no subport of a trunk has; 1 comes last, for many guests and switches take it for untagged (IEEE 802.1Q's default PVID). */
export function freeTrunkVlan(relations: Relations, parent: ElementId): number | undefined {
  const taken = new Set(relations.subportsOf(parent).map(({ subport }) => subport?.vlan));
  for (let vlan = TRUNK_VLANS.first + 1; vlan <= TRUNK_VLANS.last; vlan++) if (!taken.has(vlan)) return vlan;
  return taken.has(TRUNK_VLANS.first) ? undefined : TRUNK_VLANS.first;
}
