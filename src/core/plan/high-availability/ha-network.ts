import { type ElementId, type Uuid, elementId, qualifiedName } from '#core/base';
import { type Network, type Subnet, type Tenant, type Topology, isReplicated } from '#core/model';
import { type Prefix, createAddress } from '#core/net';

/** Neutron's `l3_ha_net_cidr`: 169.254.192.0/18. */
const HA_PREFIX: Prefix = { address: createAddress(4, 0xa9fec000n), length: 18 };

/** The id of the network on which the replicas of a tenant's routers hear each other: it is in no text. */
export function haNetworkId(tenant: ElementId): ElementId {
  return elementId('ha-network', qualifiedName(tenant));
}

/**
 * A topology with the network, behind those that are written, that Neutron makes for each tenant with highly available routers (l3_hamode_db.py
 * `_create_ha_network`): an overlay of the fabric's type without gateway and DHCP. So it gets its segment, MTU and local VLANs as any other.
 */
export function withHaNetworks(topology: Topology, uuidOf: (id: ElementId) => Uuid): Topology {
  const replicated = new Set(topology.routers.filter((router) => isReplicated(topology.fabric, router)).map(({ tenant }) => tenant));
  if (replicated.size === 0) return topology;
  const tenants = topology.tenants.filter(({ id }) => replicated.has(id));
  return {
    ...topology,
    networks: [...topology.networks, ...tenants.map((tenant) => haNetwork(topology, tenant, uuidOf(tenant.id)))],
    subnets: [...topology.subnets, ...tenants.map(haSubnet)],
  };
}

function haNetwork({ fabric }: Topology, tenant: Tenant, uuid: Uuid): Network {
  return {
    id: haNetworkId(tenant.id),
    name: `HA network project ${uuid}`,
    places: withoutProperties(tenant),
    tenant: tenant.id,
    uuid: undefined,
    segment: { kind: 'overlay', type: fabric.overlay.type, vni: undefined },
    mtuBytes: undefined,
    portSecurity: true,
    external: false,
    shared: false,
    sharedWith: undefined,
  };
}

function haSubnet(tenant: Tenant): Subnet {
  const [id, name, places] = [elementId('ha-subnet', qualifiedName(tenant.id)), 'HA subnet', withoutProperties(tenant)];
  return {
    id,
    name,
    places,
    tenant: tenant.id,
    network: haNetworkId(tenant.id),
    uuid: undefined,
    prefix: HA_PREFIX,
    written: HA_PREFIX,
    gateway: { kind: 'none' },
    pools: [],
    dhcp: { id, name, places, enabled: false, address: undefined, uuid: undefined, mac: undefined, ofport: undefined },
    dnsServers: [],
    routes: [],
    ipv6Mode: undefined,
  };
}

function withoutProperties({ places }: Tenant): Tenant['places'] {
  return { ...places, properties: {} };
}
