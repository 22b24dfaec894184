import type { ElementId, SourcePlace, Uuid } from '#core/base';
import type { IpAddress, MacAddress } from '#core/net';

/**
 * The derived values of a model as they once were, so that editing one part moves nothing of another: where an element is in the lock, its values
 * come from there unless the text pins them; only new elements get new ones. `ostopo lock` writes it to `NAME.ostopo.lock`.
 */
export interface Lock {
  /** The fabric's name, for people. */
  readonly fabric: string;
  readonly elements: ReadonlyMap<ElementId, LockedElement>;
  /** Of each host, the local VLAN of each network. */
  readonly localVlans: ReadonlyMap<ElementId, ReadonlyMap<ElementId, number>>;
  /** Of each bridge (`bridge:HOST.NAME`), the numbers of the ports that are no Neutron port, by their names. */
  readonly bridgePorts: ReadonlyMap<ElementId, ReadonlyMap<string, number>>;
  /** Where an element, host or bridge stands in the lock file. */
  readonly placeOf: (id: ElementId) => SourcePlace | undefined;
}

/** What is locked of one element; which values there are hangs on what it is. */
export interface LockedElement {
  readonly uuid?: Uuid;
  /** The UUID of the trunk whose parent a port is. */
  readonly trunk?: Uuid;
  readonly vni?: number;
  readonly vlan?: number;
  readonly mac?: MacAddress;
  /** Of ports that were given theirs; a router interface has its subnet's gateway. */
  readonly addresses?: readonly IpAddress[];
  /** Where a service or port was; `ofport` counts there only. */
  readonly host?: ElementId;
  /** OpenFlow port number on br-int. */
  readonly ofport?: number;
  /** VRRP's number of a highly available router. */
  readonly vrid?: number;
  /** The number in libvirt's name of a VM. */
  readonly instance?: number;
}

/** The lock of a model that has none. */
export const NO_LOCK: Lock = { fabric: '', elements: new Map(), localVlans: new Map(), bridgePorts: new Map(), placeOf: () => undefined };
