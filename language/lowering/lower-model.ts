import type { AstNode } from 'langium';
import { type ElementId, type SourcePlace, sortedBy } from '#core/base';
import type { Finding } from '#core/diagnostics';
import type { OverlayType, Topology } from '#core/model';
import * as ast from '../generated/ast.ts';
import type { BrokenImport, CollectedDocuments } from '../imports/collect-documents.ts';
import { declareModel, tenantOf } from './declare-model.ts';
import type { DeclaredNames } from './declare-names.ts';
import { lowerFileExpectations } from './lower-expectations.ts';
import { lowerFabric } from './lower-fabric.ts';
import { lowerHosts } from './lower-hosts.ts';
import type { TenantParts } from './lower-tenant.ts';
import { type Lowering, type ModelItems, createLowering } from './lowering.ts';
import { reportUnknownStatement } from './report-unknown-statement.ts';
import { type DeclaredTenant, type Outside, TenantMemory } from './tenant-memory.ts';

/** A model as data, and what its text has wrong. */
export interface LoweredModel {
  readonly topology: Topology;
  /** In the order of the text. */
  readonly findings: readonly Finding[];
  readonly names: DeclaredNames;
  /** Each tenant's part of the topology: the very object of an earlier run where nothing of it changed. */
  readonly tenants: readonly TenantParts[];
  /** The syntax node an element was made from; for a repeated block, the block. */
  readonly astOf: (id: ElementId) => AstNode | undefined;
}

/**
 * Turns the documents of a model into its topology. It needs no linking and leaves them as they are; unsound parts are left out and reported.
 * With a memory, tenants whose text is as it was in an earlier run are not lowered again.
 */
export function lowerModel({ documents, broken }: CollectedDocuments, memory: TenantMemory = new TenantMemory()): LoweredModel {
  const lowering = createLowering(documents);
  // The grammar's entry rule makes the root of every document a Model.
  const model: ModelItems = { items: documents.flatMap((document) => (document.parseResult.value as ast.Model).items) };
  const { names, tenants: declared, nodeOf } = declareModel(lowering, model, memory);
  const fabric = lowerFabric(lowering, model, names);
  const hosts = lowerHosts(lowering, names);
  const outside = describeOutside(names, declared.values(), fabric.overlay.type);
  const tenants = new Map([...declared].map(([name, tenant]) => [name, memory.lower(lowering, tenant, outside)]));
  const expectations = lowerFileExpectations(lowering, model, names);
  for (const item of model.items) if (ast.isUnknownStatement(item)) reportUnknownStatement(lowering, item, 'file');
  for (const item of broken) reportBrokenImport(lowering, item);
  const parts = [...declared.values(), ...tenants.values()];
  return {
    topology: joinTopology({ fabric, hosts, expectations }, [...tenants.values()]),
    findings: inTextOrder(
      [...lowering.findings, ...parts.flatMap(({ findings }) => findings)],
      documents.map((document) => document.uri.toString()),
    ),
    names,
    tenants: [...tenants.values()],
    astOf: (id) => nodeOf(id) ?? tenants.get(tenantOf(id))?.nodes.get(id),
  };
}

/** What a tenant's lowering can depend on outside its own text; strings, because they are compared. */
function describeOutside(names: DeclaredNames, tenants: Iterable<DeclaredTenant>, overlayType: OverlayType): Outside {
  const all = [...tenants];
  const keys = (map: ReadonlyMap<string, unknown>) => [...map.keys()].join(' ');
  const visible = all.map((tenant) => `${tenant.declaration.name}:${tenant.visible}`);
  return {
    names,
    overlayType,
    shared: [overlayType, keys(names.hosts), keys(names.physicalNetworks), ...visible].join('\n'),
    all: all.map((tenant) => `${tenant.declaration.name}:${tenant.names}`).join('\n'),
  };
}

/** Puts the parts together, every list in qualified-name order. */
function joinTopology(own: Pick<Topology, 'fabric' | 'hosts' | 'expectations'>, parts: readonly TenantParts[]): Topology {
  // Qualified names go on with a dot after the tenant's name: `a-b.x` stands before `a.x`.
  const inOrder = sortedBy(parts, ({ tenant }) => `${tenant.name}.`);
  return {
    fabric: own.fabric,
    hosts: own.hosts,
    tenants: sortedBy(
      parts.map(({ tenant }) => tenant),
      ({ name }) => name,
    ),
    networks: inOrder.flatMap(({ networks }) => networks),
    subnets: inOrder.flatMap(({ subnets }) => subnets),
    routers: inOrder.flatMap(({ routers }) => routers),
    securityGroups: inOrder.flatMap(({ securityGroups }) => securityGroups),
    vms: inOrder.flatMap(({ vms }) => vms),
    ports: inOrder.flatMap(({ ports }) => ports),
    floatingIps: inOrder.flatMap(({ floatingIps }) => floatingIps),
    expectations: sortedBy([...own.expectations, ...parts.flatMap(({ expectations }) => expectations)], ({ id }) => id),
  };
}

function reportBrokenImport(lowering: Lowering, { node, kind, message }: BrokenImport): void {
  const place = lowering.places.ofProperty(node, 'path');
  if (kind === 'malformed') lowering.report('OST1002', place, message, { data: { found: node.path } });
  else
    lowering.report(
      'OST1015',
      place,
      `there is no file \`${node.path}\` that could be read: what it declares is missing from this model. Correct the path, which starts from the folder of this file`,
      { data: { path: node.path, uri: message } },
    );
}

/** File by file, sorted by place; what a repeated block says of the same words several times is said once. */
function inTextOrder(findings: readonly Finding[], order: readonly string[]): Finding[] {
  const unique = new Map(findings.map((finding) => [`${finding.code} ${placeKey(finding.place)} ${finding.message}`, finding]));
  return sortedBy(
    unique.values(),
    (f) => order.indexOf(f.place.uri),
    (f) => f.place.start.line,
    (f) => f.place.start.character,
    (f) => f.code,
    (f) => f.message,
  );
}

function placeKey({ uri, start, end }: SourcePlace): string {
  return [uri, start.line, start.character, end.line, end.character].join(':');
}
