import type { ElementId, Uuid } from '#core/base';
import type { Topology } from '#core/model';
import type { Lock } from './lock/lock.ts';
import type { PlanMemory } from './plan-memory.ts';
import { trunkId } from './trunk-id.ts';

/** The UUID of any element: the one pinned (of two equal pins the first keeps it), else the locked one, else derived from the fabric's name and the element's id. */
export type UuidOf = (id: ElementId) => Uuid;

/** Reads the pins of a topology and what is locked; derived UUIDs are made when first asked for. */
export function assignUuids(topology: Topology, lock: Lock, memory: PlanMemory): UuidOf {
  const uuids = new Map<ElementId, Uuid>();
  const taken = new Set<Uuid>();
  for (const { id, uuid } of identified(topology)) {
    if (uuid === undefined || taken.has(uuid)) continue;
    uuids.set(id, uuid);
    taken.add(uuid);
  }
  for (const { id, uuid } of lockedUuids(lock)) {
    if (uuid === undefined || uuids.has(id) || taken.has(uuid)) continue;
    uuids.set(id, uuid);
    taken.add(uuid);
  }
  return (id) => uuids.get(id) ?? memory.uuidOf(topology.fabric.name, id);
}

function lockedUuids({ elements }: Lock): Iterable<Identified> {
  return [...elements].flatMap(([id, { uuid, trunk }]) =>
    trunk === undefined
      ? { id, uuid }
      : [
          { id, uuid },
          { id: trunkId(id), uuid: trunk },
        ],
  );
}

interface Identified {
  readonly id: ElementId;
  readonly uuid: Uuid | undefined;
}

function identified(topology: Topology): readonly Identified[] {
  const { tenants, networks, subnets, routers, securityGroups, ports, floatingIps } = topology;
  const services = subnets.map(({ dhcp }) => dhcp);
  const interfaces = routers.flatMap((router) => router.interfaces);
  const gateways = routers.flatMap(({ gateway }) => gateway ?? []);
  return [
    ...tenants,
    ...networks,
    ...subnets,
    ...services,
    ...routers,
    ...interfaces,
    ...gateways,
    ...securityGroups,
    ...ports,
    ...ports.flatMap(({ id, trunkUuid }) => (trunkUuid === undefined ? [] : { id: trunkId(id), uuid: trunkUuid })),
    ...floatingIps,
  ];
}
