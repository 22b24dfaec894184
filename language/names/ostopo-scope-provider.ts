import {
  type AstNode,
  type AstNodeDescription,
  type AstNodeDescriptionProvider,
  AstUtils,
  EMPTY_STREAM,
  type LangiumCoreServices,
  type LangiumDocument,
  type LangiumDocuments,
  type ReferenceInfo,
  type Scope,
  type ScopeProvider,
  type Stream,
  URI,
  stream,
} from 'langium';
import type { ElementId } from '#core/base';
import * as ast from '../generated/ast.ts';
import { type DocumentOf, modelDocuments } from '../imports/collect-documents.ts';
import { modelRoots } from '../imports/model-roots.ts';
import { type DeclaredModel, declareModel } from '../lowering/declare-model.ts';
import type { DeclaredNames } from '../lowering/declare-names.ts';
import { createLowering } from '../lowering/lowering.ts';
import type { TenantMemory } from '../lowering/tenant-memory.ts';
import { expandWord } from './name-pattern.ts';
import { endpointNames, resolveEndpointName } from './resolve-endpoint-name.ts';
import { type Listing, namesInReach, resolveInTenants } from './resolve-name.ts';
import { resolveVia } from './resolve-via.ts';

interface KnownModel extends DeclaredModel {
  /** The syntax trees it was made from. */
  readonly models: readonly ast.Model[];
}

const LISTINGS: Readonly<Record<string, Listing>> = {
  [ast.Network.$type]: 'networks',
  [ast.Subnet.$type]: 'subnets',
  [ast.Router.$type]: 'routers',
  [ast.SecurityGroup.$type]: 'securityGroups',
};

/** References for the editor, resolved as the lowering does: own tenant first, then outward; every lookup is a hash lookup. */
export class OstopoScopeProvider implements ScopeProvider {
  private readonly descriptions: AstNodeDescriptionProvider;
  private readonly documents: LangiumDocuments;
  private readonly documentOf: DocumentOf;
  private readonly cache = new WeakMap<AstNode, KnownModel>();
  /** What reading the model makes of its tenants is here by then, and the other way round. */
  private readonly memory: TenantMemory;

  constructor(services: LangiumCoreServices & { readonly references: { readonly TenantMemory: TenantMemory } }) {
    this.memory = services.references.TenantMemory;
    this.descriptions = services.workspace.AstNodeDescriptionProvider;
    this.documents = services.shared.workspace.LangiumDocuments;
    this.documentOf = (uri) => this.documents.getDocument(URI.parse(uri));
  }

  getScope({ container, property }: ReferenceInfo): ModelScope {
    const root = AstUtils.findRootNode(container);
    if (!ast.isModel(root)) return emptyScope;
    const declared = this.declaredIn(root);
    const tenant = AstUtils.getContainerOfType(container, ast.isTenant)?.name;
    // A host stands outside all tenants, so that it sees every tenant's networks.
    const own = tenant === undefined ? undefined : firstOf(tenant);
    const { names } = declared;
    return this.scopeOf(
      declared,
      ast.isSubportOf(container) ? ownPorts(container, names, own) : resolverFor(container, property, names, own),
    );
  }

  /** The names of a model, those of the other files of it among them; they live as long as the syntax trees they come from. */
  private declaredIn(model: ast.Model): DeclaredModel {
    const known = this.cache.get(model);
    const documents = this.documentsOf(model);
    // The grammar's entry rule makes the root of every document a Model.
    const models = documents.map(({ parseResult }) => parseResult.value as ast.Model);
    if (known?.models.length === models.length && known.models.every((other, i) => other === models[i])) return known;
    const declared = { ...declareModel(createLowering(documents), { items: models.flatMap(({ items }) => items) }, this.memory), models };
    this.cache.set(model, declared);
    return declared;
  }

  private documentsOf(model: ast.Model): readonly LangiumDocument[] {
    const [root] = modelRoots(AstUtils.getDocument(model), this.documents.all, this.documentOf);
    return modelDocuments(root, this.documentOf);
  }

  private scopeOf({ nodeOf }: DeclaredModel, { resolve, all }: Resolver): ModelScope {
    const describe = (name: string): AstNodeDescription | undefined => {
      const id = resolve(firstOf(name));
      const node = id === undefined ? undefined : nodeOf(id);
      return node && this.descriptions.createDescription(node, name);
    };
    const describeAll = (names: Iterable<string>): Stream<AstNodeDescription> =>
      stream(names)
        .map(describe)
        .filter((description) => description !== undefined);
    return {
      getElement: describe,
      getElements: (name) => describeAll([name]),
      getAllElements: () => describeAll(all()),
      allNames: all,
    };
  }
}

const emptyScope: ModelScope = {
  getElement: () => undefined,
  getElements: () => EMPTY_STREAM,
  getAllElements: () => EMPTY_STREAM,
  allNames: () => [],
};

/** What a reference may lead to, also by name alone: describing thousands of elements takes its time. */
export interface ModelScope extends Scope {
  readonly allNames: () => Iterable<string>;
}

interface Resolver {
  readonly resolve: (text: string) => ElementId | undefined;
  readonly all: () => Iterable<string>;
}

/** A word with `[a..b]` leads to the block of its first name. */
function firstOf(text: string): string {
  const expanded = expandWord(text);
  return expanded.kind === 'ok' ? (expanded.value[0] ?? text) : text;
}

/** What a reference may name, by where it stands. */
function resolverFor(container: AstNode, property: string, tree: DeclaredNames, own: string | undefined): Resolver {
  if (property === 'hosts' || property === 'host') return global(tree.hosts);
  if (property === 'physical') return global(tree.physicalNetworks);
  if (property === 'tenants') return global(tree.tenants);
  if (property === 'via') {
    return {
      resolve: (text) => found(resolveVia(tree, text, own)),
      all: () => [...tree.hosts.keys(), ...namesInReach(tree, 'routers', own)],
    };
  }
  const listing =
    LISTINGS[
      property === 'network'
        ? ast.Network.$type
        : property === 'subnet'
          ? ast.Subnet.$type
          : property === 'group' || property === 'groups'
            ? ast.SecurityGroup.$type
            : ''
    ];
  if (listing) return { resolve: (text) => found(resolveInTenants(tree, listing, text, own)), all: () => namesInReach(tree, listing, own) };
  return { resolve: (text) => endpoint(tree, text, own, ast.isFloatingIp(container)), all: () => endpointNames(tree, own) };
}

/** A subport's parent is a port of the same VM. */
function ownPorts(container: AstNode, tree: DeclaredNames, own: string | undefined): Resolver {
  const vm = AstUtils.getContainerOfType(container, ast.isVm);
  const name = (vm as Partial<ast.Vm> | undefined)?.name; // recovery may leave it out
  const ports = own === undefined || name === undefined ? undefined : tree.tenants.get(own)?.vms.get(firstOf(name))?.ports;
  return global(ports ?? new Map());
}

function global(names: ReadonlyMap<string, { readonly id: ElementId }>): Resolver {
  return { resolve: (text) => names.get(text)?.id, all: () => names.keys() };
}

function found(resolved: { readonly kind: string; readonly target?: ElementId }): ElementId | undefined {
  return resolved.target;
}

function endpoint(tree: DeclaredNames, text: string, own: string | undefined, portsOnly: boolean): ElementId | undefined {
  const resolved = resolveEndpointName(tree, text, own);
  if (resolved.kind !== 'found') return undefined;
  const { kind, id } = resolved.target;
  return portsOnly && kind !== 'vm' && kind !== 'port' ? undefined : id;
}
