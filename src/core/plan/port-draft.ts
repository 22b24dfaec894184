import type { ElementId, SourcePlace } from '#core/base';
import type { Dhcp, FloatingIp, Network, PortPins, Relations, Router, RouterGateway, RouterInterface, Subnet, VmPort } from '#core/model';
import type { IpAddress } from '#core/net';
import type { UuidOf } from './assign-uuids.ts';
import type { Hosts, PortOwner } from './deployment.ts';
import type { Lock, LockedElement } from './lock/lock.ts';

/** A Neutron port whose owner and hosts are known, not yet its addresses and MAC. */
export interface PortDraft extends PortPins {
  readonly id: ElementId;
  readonly owner: PortOwner;
  readonly network: Network;
  /** Where its addresses come from: the DHCP subnets, those of the interface, or all of the network's. */
  readonly subnets: readonly Subnet[];
  readonly hosts: Hosts;
  readonly device: ElementId;
  readonly pinned: readonly IpAddress[];
  /** What the lock file has of it. */
  readonly locked: LockedElement;
  /** The VM port itself, for its security settings. */
  readonly vmPort: VmPort | undefined;
  /** What the draft is made from, with the draft's subnets. */
  readonly source: VmPort | RouterInterface | RouterGateway | Router | Dhcp | FloatingIp;
  readonly place: SourcePlace;
  /** For messages: `port net-1 of vm-1`. */
  readonly description: string;
}

/** What the drafts are made from. */
export interface DraftInput {
  readonly relations: Relations;
  readonly uuidOf: UuidOf;
  /** Whether the network is part of the plan. */
  readonly isPlanned: (network: ElementId) => boolean;
  readonly lock: Lock;
}

/** The pins of an element that is a port. */
export function pinsOf({ uuid, mac, ofport }: PortPins): PortPins {
  return { uuid, mac, ofport };
}
