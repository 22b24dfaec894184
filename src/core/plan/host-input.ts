import type { ElementId } from '#core/base';
import type { FirewallDriver, Host, OverlayType, Relations } from '#core/model';
import type { MacAddress } from '#core/net';
import type { UuidOf } from './assign-uuids.ts';
import type { PlannedFloatingIp, PlannedNetwork, PlannedPort, PlannedRouter, PlannedVm } from './deployment.ts';
import type { PortDraft } from './port-draft.ts';
import type { Lock } from './lock/lock.ts';

/** What the wiring of one host is planned from. */
export interface HostInput {
  readonly host: Host;
  readonly relations: Relations;
  readonly firewall: FirewallDriver;
  readonly uuidOf: UuidOf;
  readonly isDistributed: (router: ElementId) => boolean;
  /** Of this host, for distributed routing. */
  readonly dvrMac: MacAddress | undefined;
  readonly lock: Lock;
  /** The ports on this host that are plugged into br-int. */
  readonly ports: readonly PlannedPort[];
  /** The ports on this host that are virtual functions of a card. */
  readonly directPorts: readonly PlannedPort[];
  readonly localVlans: ReadonlyMap<ElementId, number>;
  readonly networks: ReadonlyMap<ElementId, PlannedNetwork>;
  /** The routers on this host. */
  readonly routers: readonly PlannedRouter[];
  readonly floatingIpsOf: (router: ElementId) => readonly PlannedFloatingIp[];
  /** The VMs on this host. */
  readonly vms: readonly PlannedVm[];
  readonly drafts: ReadonlyMap<ElementId, PortDraft>;
  /** Every tunnel this host has an end of. */
  readonly tunnels: readonly Tunnel[];
}

/** One end of a tunnel: where it leads. */
export interface Tunnel {
  readonly type: OverlayType;
  readonly remote: Host;
}
