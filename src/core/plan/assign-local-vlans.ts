import type { ElementId } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import type { Host } from '#core/model';
import { assignNumbers } from './assign-numbers.ts';
import type { PlannedNetwork } from './deployment.ts';
import type { Lock } from './lock/lock.ts';

/** 4095 is Neutron's dead VLAN (neutron-dataplane 1.4). */
const LOCAL_VLANS = { first: 1, last: 4094 };

/** The local VLAN of each network that has a port on the host. */
export interface AssignedLocalVlans {
  readonly vlans: ReadonlyMap<ElementId, number>;
  readonly findings: readonly Finding[];
}

/** Numbers the networks of a host 1, 2, … in qualified-name order, after the pins and what is locked. */
export function assignLocalVlans(host: Host, networks: readonly PlannedNetwork[], lock: Lock): AssignedLocalVlans {
  const pins = new Map(host.localVlans.map(({ network, vlan }) => [network, vlan]));
  const locked = lock.localVlans.get(host.id);
  const vlans = assignNumbers(
    networks.map(({ id }) => ({ key: id, pin: pins.get(id), locked: locked?.get(id) })),
    { pins: LOCAL_VLANS, free: LOCAL_VLANS },
  );
  const without = networks.filter(({ id }) => !vlans.has(id));
  return { vlans, findings: without.length > 0 ? [exhausted(host, without)] : [] };
}

function exhausted(host: Host, without: readonly PlannedNetwork[]): Finding {
  return createFinding('OST4013', {
    message: `host ${host.name} has ports of more than ${String(LOCAL_VLANS.last)} networks: ${String(without.length)} of them, such as ${without[0]?.name ?? ''}, get no local VLAN and their ports there are left out. Move VMs of some networks to other hosts.`,
    place: host.places.name,
    element: host.id,
    data: { networks: without.length },
  });
}
