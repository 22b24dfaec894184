import { type ElementId, type Uuid, deriveUuid } from '#core/base';
import type { Finding } from '#core/diagnostics';
import type { Element, Subnet } from '#core/model';
import { type IpAddress, type MacAddress, sameAddress } from '#core/net';
import type { PlannedPort } from './deployment.ts';
import type { Lock } from './lock/lock.ts';

/** The addresses of one network's ports, and what could not be given. */
export interface NetworkAddresses {
  readonly addresses: readonly (readonly [ElementId, PlannedPort['addresses']])[];
  readonly findings: readonly Finding[];
}

/** All that the addresses of one network depend on: elements of the model count by what object they are. */
export interface AddressInputs {
  readonly lock: Lock;
  readonly reserved: readonly IpAddress[];
  readonly ports: readonly { readonly source: Element; readonly subnets: readonly Subnet[]; readonly mac: MacAddress }[];
}

/**
 * What was planned of earlier versions of a model, for those parts whose elements are the very same objects in the next one (the language
 * keeps the objects of tenants whose text is as it was). It never changes what comes out, only what has to be made anew.
 */
export class PlanMemory {
  /** How many networks were given their addresses so far: what an edit costs is measured by it. */
  plannedNetworks = 0;
  private readonly addresses = new WeakMap<Subnet, { readonly inputs: AddressInputs; readonly given: NetworkAddresses }>();
  private uuids = { fabric: '', byId: new Map<ElementId, Uuid>() };

  /** The derived UUID of an element. */
  uuidOf(fabric: string, id: ElementId): Uuid {
    // Names that were only typed on the way to others are forgotten now and then.
    if (this.uuids.fabric !== fabric || this.uuids.byId.size >= MOST_UUIDS) this.uuids = { fabric, byId: new Map() };
    const known = this.uuids.byId.get(id);
    if (known) return known;
    const derived = deriveUuid(fabric, id);
    this.uuids.byId.set(id, derived);
    return derived;
  }

  /** The addresses of a network's ports, known by the first subnet that any of them is on; networks without subnets give none. */
  addressesOf(inputs: AddressInputs, give: () => NetworkAddresses): NetworkAddresses {
    const [key] = inputs.ports.flatMap(({ subnets }) => subnets.slice(0, 1));
    const known = key && this.addresses.get(key);
    if (known && sameInputs(known.inputs, inputs)) return known.given;
    this.plannedNetworks += 1;
    const given = give();
    if (key) this.addresses.set(key, { inputs, given });
    return given;
  }
}

const MOST_UUIDS = 200_000;

function sameInputs(a: AddressInputs, b: AddressInputs): boolean {
  return (
    a.lock === b.lock &&
    sameLists(a.reserved, b.reserved, sameAddress) &&
    sameLists(
      a.ports,
      b.ports,
      (x, y) => x.source === y.source && x.mac === y.mac && sameLists(x.subnets, y.subnets, (subnet, other) => subnet === other),
    )
  );
}

function sameLists<T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean): boolean {
  return (
    a.length === b.length &&
    a.every((item, i) => {
      const other = b[i];
      return other !== undefined && same(item, other);
    })
  );
}
