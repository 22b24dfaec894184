import type { AstNode } from 'langium';
import { type ElementId, type ElementKind, type SourcePlace, elementId } from '#core/base';
import * as ast from '../generated/ast.ts';
import { type Turns, expandWord, isPattern, patternOf, wordInTurn } from '../names/name-pattern.ts';
import type { NameTree, Named, NamedNetwork, NamedVm, TenantNames } from '../names/name-tree.ts';
import { type Lowering, MOST_REPEATED, type ModelItems } from './lowering.ts';

/** One element a block stands for: a block whose name has `[a..b]` stands for several, each in its own turn. */
export interface Declaration<N extends AstNode> extends Named {
  readonly name: string;
  readonly node: N;
  readonly turns: Turns;
}

/** A network a block stands for. */
export interface NetworkDeclaration extends Declaration<ast.Network>, NamedNetwork {}
/** A subnet a block stands for, and its network. */
export interface SubnetDeclaration extends Declaration<ast.Subnet>, NamedNetwork {
  readonly network: ElementId;
}
/** A VM a block stands for, with its ports by name. */
export interface VmDeclaration extends Declaration<ast.Vm>, NamedVm {
  readonly ports: ReadonlyMap<string, Declaration<ast.VmPort>>;
}
/** A tenant a block stands for, and what it declares. */
export interface TenantDeclaration extends Declaration<ast.Tenant>, TenantNames {
  readonly networks: ReadonlyMap<string, NetworkDeclaration>;
  readonly subnets: ReadonlyMap<string, SubnetDeclaration>;
  readonly routers: ReadonlyMap<string, Declaration<ast.Router>>;
  readonly securityGroups: ReadonlyMap<string, Declaration<ast.SecurityGroup>>;
  readonly vms: ReadonlyMap<string, VmDeclaration>;
}

/** The names of a model and the blocks they come from. */
export interface DeclaredNames extends NameTree {
  readonly physicalNetworks: ReadonlyMap<string, Declaration<ast.Physical>>;
  readonly hosts: ReadonlyMap<string, Declaration<ast.Host>>;
  readonly tenants: ReadonlyMap<string, TenantDeclaration>;
}

/**
 * Collects every name of a model, repeated blocks written out; malformed and duplicate names are reported and left out. `declareInside` gives
 * the names of one tenant; who remembers them from an earlier run need not collect them again.
 */
export function declareNames(
  lowering: Lowering,
  model: ModelItems,
  declareInside: (tenant: Declaration<ast.Tenant>) => TenantDeclaration = (tenant) => declareTenant(lowering, tenant),
): DeclaredNames {
  const fabric = model.items.find(ast.isFabric);
  const physicals = (fabric?.properties ?? []).filter(ast.isPhysical);
  const tenants = declareAll(lowering, model.items.filter(ast.isTenant), { kind: 'tenant', turns: [], scope: [] });
  return {
    physicalNetworks: declareAll(lowering, physicals, { kind: 'physical', turns: [], scope: [] }),
    hosts: declareAll(lowering, model.items.filter(ast.isHost), { kind: 'host', turns: [], scope: [] }),
    tenants: new Map([...tenants].map(([name, tenant]) => [name, declareInside(tenant)])),
  };
}

interface Scope {
  readonly kind: ElementKind;
  readonly turns: Turns;
  /** The names that lead to the scope. */
  readonly scope: readonly string[];
}

type NamedNode = AstNode & { readonly name?: string };

/** The elements that blocks of one kind stand for, by name, in the order of the text. */
export function declareAll<N extends NamedNode>(
  lowering: Lowering,
  nodes: readonly N[],
  { kind, turns, scope }: Scope,
): Map<string, Declaration<N>> {
  const declared = new Map<string, Declaration<N>>();
  for (const node of nodes) {
    for (const [name, innerTurns] of namesOf(lowering, node, turns)) {
      const id = elementId(kind, ...scope, name);
      addOnce(lowering, declared, { id, name, node, turns: innerTurns });
    }
  }
  return declared;
}

function addOnce<N extends NamedNode, D extends Declaration<N>>(lowering: Lowering, declared: Map<string, D>, declaration: D): void {
  const { id, name, node } = declaration;
  const first = declared.get(name);
  if (!first) {
    declared.set(name, declaration);
    lowering.register(id, node);
    return;
  }
  reportDuplicate(lowering, declaration, first.node);
}

/** Reports a name that an earlier block of the same scope has. */
function reportDuplicate(lowering: Lowering, { id, name, node }: Declaration<AstNode>, first: AstNode): void {
  const kind = id.slice(0, id.indexOf(':'));
  const cure = kind === 'port' ? 'name the ports with `port NETWORK as NAME`' : 'rename one of them; this one is left out';
  lowering.report('OST1005', namePlace(lowering, node), `there is already a ${kind} \`${name}\` here: ${cure}`, {
    related: [{ message: `\`${name}\` is first declared here`, place: namePlace(lowering, first) }],
    element: id,
    data: { name },
  });
}

/** A port without `as NAME` is named by its network's reference. */
function namePlace(lowering: Lowering, node: NamedNode): SourcePlace {
  return lowering.places.ofProperty(node, ast.isVmPort(node) && node.name === undefined ? 'network' : 'name');
}

/** The names a block stands for, each with the turns inside it. */
function namesOf(lowering: Lowering, node: NamedNode, turns: Turns): [string, Turns][] {
  const written = node.name;
  if (written === undefined || written === '') return [];
  const place = () => lowering.places.ofProperty(node, 'name');
  if (!isPattern(written)) return isName(lowering, written, place) ? [[written, turns]] : [];
  const pattern = patternOf(written) ?? '';
  if (turns.some((turn) => turn.pattern === pattern)) {
    const turned = wordInTurn(written, turns);
    return turned.kind === 'ok' && isName(lowering, turned.value, place) ? [[turned.value, turns]] : [];
  }
  const expanded = expandWord(written);
  if (expanded.kind === 'error') {
    lowering.report('OST1009', place(), expanded.message);
    return [];
  }
  const [first = ''] = expanded.value;
  if (!isName(lowering, first, place)) return [];
  if (!lowering.take(expanded.value.length)) {
    lowering.report(
      'OST1009',
      place(),
      `the repetitions of this model stand for more than ${String(MOST_REPEATED)} blocks: \`${written}\` is left out`,
    );
    return [];
  }
  return expanded.value.map((name, index) => [name, [...turns, { pattern, index, count: expanded.value.length }]]);
}

/** Whether a word can be a name; one that cannot is reported. */
export function isName(lowering: Lowering, text: string, place: () => SourcePlace): boolean {
  if (/^[A-Za-z0-9_-]+$/.test(text)) return true;
  lowering.report('OST1006', place(), `\`${text}\` cannot be a name: names are made of letters, digits, \`-\` and \`_\``, {
    data: { found: text },
  });
  return false;
}

/** Collects the names of one tenant. */
export function declareTenant(lowering: Lowering, tenant: Declaration<ast.Tenant>): TenantDeclaration {
  const scope = [tenant.name];
  const declare = <N extends NamedNode>(nodes: readonly N[], kind: ElementKind) =>
    declareAll(lowering, nodes, { kind, turns: tenant.turns, scope });
  const { items } = tenant.node;
  const networks = new Map(
    [...declare(items.filter(ast.isNetwork), 'network')].map(([name, network]) => [
      name,
      { ...network, ...visibilityOf(network.node, tenant.turns) },
    ]),
  );
  return {
    ...tenant,
    networks,
    subnets: declareSubnets(lowering, tenant.name, [...networks.values()]),
    routers: declare(items.filter(ast.isRouter), 'router'),
    securityGroups: declare(items.filter(ast.isSecurityGroup), 'security-group'),
    vms: new Map(
      [...declare(items.filter(ast.isVm), 'vm')].map(([name, vm]) => [name, { ...vm, ports: declarePorts(lowering, tenant.name, vm) }]),
    ),
  };
}

function visibilityOf(network: ast.Network, turns: Turns): Pick<NamedNetwork, 'visibleOutside' | 'visibleTo'> {
  const shared = network.properties.find(ast.isShared);
  const external = network.properties.some((property) => ast.isSetting(property) && property.key === 'external');
  if (external || !shared?.limited) return { visibleOutside: external || shared !== undefined, visibleTo: undefined };
  const tenants = shared.tenants.flatMap((tenant) => {
    const name = wordInTurn(tenant.$refText, turns);
    return name.kind === 'ok' ? [name.value] : [];
  });
  return { visibleOutside: true, visibleTo: new Set(tenants) };
}

/** Subnets have their names in the tenant, whichever network they stand in. */
function declareSubnets(lowering: Lowering, tenant: string, networks: readonly NetworkDeclaration[]): Map<string, SubnetDeclaration> {
  const subnets = new Map<string, SubnetDeclaration>();
  for (const network of networks) {
    for (const node of network.node.properties.filter(ast.isSubnet)) {
      for (const [name, turns] of namesOf(lowering, node, network.turns)) {
        addOnce(lowering, subnets, {
          id: elementId('subnet', tenant, name),
          name,
          node,
          turns,
          network: network.id,
          visibleOutside: network.visibleOutside,
          visibleTo: network.visibleTo,
        });
      }
    }
  }
  return subnets;
}

/** A port has the name after `as`, or its network's. */
function declarePorts(lowering: Lowering, tenant: string, vm: Declaration<ast.Vm>): Map<string, Declaration<ast.VmPort>> {
  const ports = new Map<string, Declaration<ast.VmPort>>();
  for (const node of vm.node.properties.filter(ast.isVmPort)) {
    for (const [name, turns] of portNames(lowering, node, vm.turns))
      addOnce(lowering, ports, { id: elementId('port', tenant, vm.name, name), name, node, turns });
  }
  return ports;
}

function portNames(lowering: Lowering, node: ast.VmPort, turns: Turns): [string, Turns][] {
  if (node.name !== undefined) return namesOf(lowering, node, turns);
  const network = referenceText(node, 'network');
  if (network === undefined) return [];
  const turned = wordInTurn(network, turns);
  return turned.kind === 'ok' ? [[lastName(turned.value), turns]] : [];
}

/** The text of a reference that error recovery may have left out. */
function referenceText(node: Partial<Pick<ast.VmPort, 'network'>>, property: 'network'): string | undefined {
  return node[property]?.$refText;
}

/** The last part of a qualified name: `public` of `provider.public`. */
export function lastName(text: string): string {
  return text.slice(text.lastIndexOf('.') + 1);
}
