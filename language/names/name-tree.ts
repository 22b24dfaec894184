import type { ElementId } from '#core/base';

/** A name in a scope and the element it stands for. */
export interface Named {
  readonly id: ElementId;
}

/** A network or subnet: other tenants see it by its plain name when it is shared with them or external. */
export interface NamedNetwork extends Named {
  readonly visibleOutside: boolean;
  /** The names of the only tenants that see it; `undefined`: all, where it is seen at all. */
  readonly visibleTo: ReadonlySet<string> | undefined;
}

/** A VM and the names of its ports. */
export interface NamedVm extends Named {
  readonly ports: ReadonlyMap<string, Named>;
}

/** What a tenant declares, by plain name. */
export interface TenantNames extends Named {
  readonly networks: ReadonlyMap<string, NamedNetwork>;
  readonly subnets: ReadonlyMap<string, NamedNetwork>;
  readonly routers: ReadonlyMap<string, Named>;
  readonly securityGroups: ReadonlyMap<string, Named>;
  readonly vms: ReadonlyMap<string, NamedVm>;
}

/** Every name of a model, scope by scope: what references are resolved in, whether it was made from a text or from a `Topology`. */
export interface NameTree {
  readonly physicalNetworks: ReadonlyMap<string, Named>;
  readonly hosts: ReadonlyMap<string, Named>;
  readonly tenants: ReadonlyMap<string, TenantNames>;
}
