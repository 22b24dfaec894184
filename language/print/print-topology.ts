import { type ElementId, elementId, groupBy, qualifiedName, sortedBy } from '#core/base';
import type { Expectation, FloatingIp, Tenant, Topology } from '#core/model';
import { printAddress } from '#core/net';
import { printExpectation, withoutNumber } from './print-expectation.ts';
import { printFabric } from './print-fabric.ts';
import { printHost } from './print-host.ts';
import { printNetwork } from './print-network.ts';
import { printRouter } from './print-router.ts';
import { printSecurityGroup } from './print-security-group.ts';
import { printVm } from './print-vm.ts';
import { type NameSpelling, spellNames } from './spell-names.ts';
import { HOLE, type Statement, block, printStatements, property } from './statement.ts';
import { withoutLooseEnds } from './without-loose-ends.ts';

/**
 * A topology as canonical text: parsed again it is the same topology, apart from places. What is Neutron's default is left out; repetitions
 * (`vm-[1..3]`), several ports of a rule and imports are written out; names are as short as leads back to them.
 */
export function printTopology(written: Topology): string {
  const topology = withoutLooseEnds(written);
  const names = spellNames(topology);
  const members = {
    networks: groupBy(topology.networks, tenantOf),
    subnets: groupBy(topology.subnets, (subnet) => subnet.network),
    routers: groupBy(topology.routers, tenantOf),
    groups: groupBy(topology.securityGroups, tenantOf),
    vms: groupBy(topology.vms, tenantOf),
    ports: groupBy(topology.ports, (port) => port.vm),
    floatingIps: groupBy(topology.floatingIps, tenantOf),
    expectations: groupBy(inOrder(topology.expectations), (expectation) => scopeOf(expectation, topology.tenants)),
  };
  return printStatements([
    printFabric(topology.fabric),
    ...apart(topology.hosts.map((host) => printHost(host, names))),
    ...topology.tenants.map((tenant) => ({ ...printTenant(tenant, topology, members, names), apart: true })),
    ...apart((members.expectations.get('') ?? []).map((expectation) => printExpectation(expectation, undefined, names))),
  ]);
}

function tenantOf({ tenant }: { readonly tenant: ElementId }): ElementId {
  return tenant;
}

/** The name of the tenant it stands in; nothing where it stands in none. */
function scopeOf({ id, name }: Expectation, tenants: readonly Tenant[]): string {
  const scope = qualifiedName(id).slice(0, -(name.length + 1));
  return tenants.some((tenant) => tenant.name === scope) && id === elementId('expect', scope, name) ? scope : '';
}

/** Equal ones in the order of their numbers, which `(10)` and `(2)` are not by text. */
function inOrder(expectations: readonly Expectation[]): Expectation[] {
  return sortedBy(
    expectations,
    ({ name }) => withoutNumber(name),
    ({ name }) => name.length,
    ({ name }) => name,
  );
}

interface Members {
  readonly networks: ReadonlyMap<ElementId, Topology['networks']>;
  readonly subnets: ReadonlyMap<ElementId, Topology['subnets']>;
  readonly routers: ReadonlyMap<ElementId, Topology['routers']>;
  readonly groups: ReadonlyMap<ElementId, Topology['securityGroups']>;
  readonly vms: ReadonlyMap<ElementId, Topology['vms']>;
  readonly ports: ReadonlyMap<ElementId, Topology['ports']>;
  readonly floatingIps: ReadonlyMap<ElementId, Topology['floatingIps']>;
  /** By the tenant's name; the file's own under the empty name. */
  readonly expectations: ReadonlyMap<string, Topology['expectations']>;
}

function printTenant({ id, name, uuid }: Tenant, { fabric }: Topology, members: Members, names: NameSpelling): Statement {
  const of = <T>(map: ReadonlyMap<ElementId, readonly T[]>, key: ElementId): readonly T[] => map.get(key) ?? [];
  return block(
    `tenant ${name}`,
    [
      property('id', uuid),
      ...apart(of(members.networks, id).map((network) => printNetwork(network, of(members.subnets, network.id), fabric.overlay.type))),
      ...apart(of(members.routers, id).map((router) => printRouter(router, name, names))),
      ...apart(of(members.groups, id).map((group) => printSecurityGroup(group, name, names))),
      ...apart(of(members.vms, id).map((vm) => printVm(vm, of(members.ports, vm.id), name, names))),
      ...apart(of(members.floatingIps, id).map((floating) => printFloatingIp(floating, name, names))),
      ...apart((members.expectations.get(name) ?? []).map((expectation) => printExpectation(expectation, name, names))),
    ],
    { expanded: true },
  );
}

function printFloatingIp({ address, port, network, fixed, uuid }: FloatingIp, own: string, names: NameSpelling): Statement {
  const to = port === undefined ? HOLE : names.endpoint({ kind: 'port', id: port }, own);
  return block(`floating-ip ${printAddress(address)} to ${to}`, [
    property('from', network && names.inTenants(network, own)),
    property('fixed', fixed && printAddress(fixed)),
    property('id', uuid),
  ]);
}

/** An empty line before the first. */
function apart(statements: readonly Statement[]): Statement[] {
  return statements.map((statement, i) => (i === 0 ? { ...statement, apart: true } : statement));
}
