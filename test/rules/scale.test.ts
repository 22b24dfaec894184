import { expect, test } from 'vitest';
import { type ElementId, elementId } from '#core/base';
import type { FloatingIp, Network, RouterGateway, SecurityGroup, SecurityRule, Subnet, Topology } from '#core/model';
import { createAddress } from '#core/net';
import { analyse } from '#core/plan';
import { checkTopology } from '#core/rules';
import { createLargeTopology } from '#test/large-topology';

test('analyses 20,000 ports within its minute: nothing in rules or plan compares every port with every other', { timeout: 60_000 }, () => {
  const { findings, deployment } = analyse(createLargeTopology({ hosts: 50, networks: 100, portsPerNetwork: 200 }));
  expect(deployment.ports).toHaveLength(20_000 + 100 + 100);
  expect(findings).toEqual([]);
});

test('the rules of outside addresses, routes and groups take no longer', { timeout: 60_000 }, () => {
  const topology = outsideOf(createLargeTopology({ hosts: 50, networks: 100, portsPerNetwork: 100 }));
  expect(topology.floatingIps).toHaveLength(10_000);
  const codes = new Set(checkTopology(topology).map(({ code }) => code));
  expect([...codes].sort()).toEqual(['OST5013']);
});

const PUBLIC = elementId('network', 't', 'public');
const PUBLIC_PREFIX = { address: createAddress(4, 0xc8000000n), length: 8 };

/** The model with an external network, a gateway for each router, a floating address for each port, routes and groups of many rules. */
function outsideOf(topology: Topology): Topology {
  const [network, subnet] = [topology.networks[0], topology.subnets[0]];
  if (!network || !subnet) return topology;
  const external: Network = { ...network, id: PUBLIC, name: 'public', external: true };
  const outside: Subnet = {
    ...subnet,
    id: elementId('subnet', 't', 'public'),
    network: PUBLIC,
    prefix: PUBLIC_PREFIX,
    dhcp: { ...subnet.dhcp, enabled: false },
  };
  return {
    ...topology,
    networks: [...topology.networks, external],
    subnets: [...topology.subnets, outside],
    routers: topology.routers.map((router, i) => ({
      ...router,
      gateway: createGateway(router.id, i),
      routes: Array.from({ length: 30 }, (_, r) => ({
        destination: { address: createAddress(4, 0x0a000000n + BigInt(r << 8)), length: 24 },
        nextHop: createAddress(4, PUBLIC_PREFIX.address.value + 2n + BigInt((i + 1) % 50)),
      })),
    })),
    securityGroups: Array.from({ length: 100 }, (_, i) => createGroup(topology, i)),
    floatingIps: topology.ports.map((port, i): FloatingIp => {
      const id = elementId('floating-ip', 't', String(i));
      const address = createAddress(4, PUBLIC_PREFIX.address.value + 1000n + BigInt(i));
      return {
        id,
        name: id,
        tenant: network.tenant,
        uuid: undefined,
        address,
        port: port.id,
        network: undefined,
        fixed: undefined,
        places: port.places,
      };
    }),
  };

  /** Half of the routers lead to each other in a line; none in a circle. */
  function createGateway(router: ElementId, i: number): RouterGateway {
    const addresses = i < 50 ? [] : [createAddress(4, PUBLIC_PREFIX.address.value + 100n + BigInt(i))];
    const pins = { uuid: undefined, mac: undefined, ofport: undefined };
    return {
      ...pins,
      id: elementId('gateway', 't', String(i)),
      name: 'public',
      router,
      network: PUBLIC,
      addresses,
      snat: true,
      places: external.places,
    };
  }
}

/** No rule repeats or covers another. */
function createGroup({ tenants, fabric }: Topology, i: number): SecurityGroup {
  const id = elementId('security-group', 't', String(i));
  const rules = Array.from({ length: 200 }, (_, r): SecurityRule => {
    const ports = { first: 1 + 10 * r, last: 5 + 10 * r };
    const remote = { kind: 'prefix', prefix: { address: createAddress(4, 0x0a000000n + BigInt(r << 8)), length: 24 } } as const;
    const ruleId = elementId('rule', 't', String(i), String(r));
    return {
      id: ruleId,
      name: ruleId,
      direction: 'ingress',
      protocol: 'tcp',
      ports,
      icmp: undefined,
      remote,
      ethertype: undefined,
      places: fabric.places,
    };
  });
  return {
    id,
    name: id,
    tenant: tenants[0]?.id ?? id,
    uuid: undefined,
    rules,
    noDefaultEgress: false,
    stateless: false,
    places: fabric.places,
  };
}
