import { type AstNode, AstUtils, type LangiumDocument } from 'langium';
import { CodeActionKind, type Range } from 'vscode-languageserver';
import { type ElementId, compact, qualifiedName } from '#core/base';
import { type Prefix, createAddress, prefixSize, prefixesOverlap, printPrefix } from '#core/net';
import { ast, planSplit } from '#language';
import type { RefactorCall } from '#protocol';
import type { Analysis } from '../analysis/analysis.ts';

/** The range a renumbered subnet gets when none is asked for is looked for among so many after its own. */
const MOST_RANGES = 4096n;

/** A refactoring with values that fit; its edit is made when the user has chosen it. */
export interface OfferedRefactoring {
  readonly title: string;
  /** Its title where the user is asked for a value of their own. */
  readonly asking?: string;
  readonly kind: CodeActionKind;
  readonly call: RefactorCall;
}

/** The refactorings of what stands at a range of a document, with values that fit. */
export function offerRefactorings(analysis: Analysis, { parseResult, textDocument }: LangiumDocument, range: Range): OfferedRefactoring[] {
  const [start, end] = [textDocument.offsetAt(range.start), textDocument.offsetAt(range.end)];
  const touched = AstUtils.streamAst(parseResult.value)
    .filter(({ $cstNode }) => $cstNode !== undefined && $cstNode.offset <= end && $cstNode.end >= start)
    .toArray();
  const byNode = analysis.elementsByNode;
  const idOf = (node: AstNode): ElementId | undefined => byNode.get(node)[0];
  const innermost = touched.findLast((node) => node.$container && byNode.get(node).some((id) => !/^(expect|rule)/.test(id)));
  const subnet = touched.findLast(ast.isSubnet);
  const offers: OfferedRefactoring[] = subnet ? compact([idOf(subnet)]).flatMap((id) => offerForSubnet(analysis, id)) : [];
  if (innermost) {
    const id = idOf(innermost);
    if (id !== undefined && ast.isHost(innermost)) offers.push(...offerForHost(analysis, innermost.name));
    if (id !== undefined)
      offers.push({
        title: `Pin what is derived of ${qualifiedName(id)}`,
        kind: CodeActionKind.RefactorRewrite,
        call: { kind: 'pin', element: id },
      });
  }
  offers.push(...offerExtraction(analysis, touched.filter(ast.isSecurityRule), idOf));
  offers.push(...offerMoves(analysis, touched.filter(ast.isVm), idOf));
  if (analysis.deployment.networks.length > 0)
    offers.push({
      title: 'Pin all that is derived in this file',
      kind: CodeActionKind.RefactorRewrite,
      call: { kind: 'pin', element: null },
    });
  return offers;
}

function offerForSubnet(analysis: Analysis, id: ElementId): OfferedRefactoring[] {
  const subnet = analysis.topology.subnets.find((candidate) => candidate.id === id);
  if (!subnet) return [];
  const { name, prefix } = subnet;
  const free = nextFreeRange(
    prefix,
    analysis.topology.subnets.map((other) => other.prefix),
  );
  const upper = freeName(
    `${name}-upper`,
    analysis.topology.subnets.map((other) => other.name),
  );
  return [
    ...(free
      ? [
          {
            title: `Renumber ${name} to ${printPrefix(free)}`,
            asking: `Renumber ${name}…`,
            kind: CodeActionKind.RefactorRewrite,
            call: { kind: 'renumber', subnet: id, cidr: printPrefix(free) },
          } as const,
        ]
      : []),
    ...(typeof planSplit({ model: analysis.lowered }, analysis.deployment, id, upper) === 'string'
      ? []
      : [
          {
            title: `Split ${name} in two`,
            asking: `Split ${name} in two…`,
            kind: CodeActionKind.RefactorRewrite,
            call: { kind: 'split', subnet: id, name: upper },
          } as const,
        ]),
  ];
}

function offerForHost({ topology }: Analysis, from: string): OfferedRefactoring[] {
  const host = topology.hosts.find(({ name }) => name === from);
  if (!host || !topology.vms.some((vm) => vm.host === host.id)) return [];
  return computeHosts(topology, [host.id]).map((to) => ({
    title: `Move the vms of ${from} to ${to}`,
    kind: 'refactor.move',
    call: { kind: 'evacuate', from, to },
  }));
}

function offerExtraction(
  { topology }: Analysis,
  rules: readonly ast.SecurityRule[],
  idOf: (node: AstNode) => ElementId | undefined,
): OfferedRefactoring[] {
  const group = rules[0]?.$container;
  if (!group || !ast.isSecurityGroup(group) || rules.some((rule) => rule.$container !== group)) return [];
  const own = group.properties.filter(ast.isSecurityRule);
  const id = idOf(group);
  if (id === undefined || own.length === rules.length) return [];
  const title = `Extract ${rules.length === 1 ? 'this rule' : `${rules.length} rules`} of ${group.name} into a group`;
  const name = freeName(
    `${group.name}-2`,
    topology.securityGroups.map((other) => other.name),
  );
  const call: RefactorCall = { kind: 'extract', group: id, rules: rules.map((rule) => own.indexOf(rule)), name };
  return [{ title, asking: `${title}…`, kind: CodeActionKind.RefactorExtract, call }];
}

function offerMoves({ topology }: Analysis, vms: readonly ast.Vm[], idOf: (node: AstNode) => ElementId | undefined): OfferedRefactoring[] {
  const ids = vms.flatMap((vm) => idOf(vm) ?? []);
  const [first] = vms;
  if (!first || ids.length === 0) return [];
  const hosts = topology.vms.filter(({ id }) => ids.includes(id)).flatMap(({ host }) => host ?? []);
  const what = vms.length === 1 ? first.name : `${vms.length} vms`;
  return computeHosts(topology, hosts).map((host) => ({
    title: `Move ${what} to ${host}`,
    kind: 'refactor.move',
    call: { kind: 'move', vms: ids, host },
  }));
}

function computeHosts({ hosts }: Analysis['topology'], without: readonly ElementId[]): string[] {
  return hosts.filter(({ id, roles }) => roles.includes('compute') && !without.includes(id)).map(({ name }) => name);
}

/** The next range of the same size that no subnet overlaps. */
function nextFreeRange(prefix: Prefix, taken: readonly Prefix[]): Prefix | undefined {
  const size = prefixSize(prefix);
  for (let i = 1n; i <= MOST_RANGES; i++) {
    const next: Prefix = { address: createAddress(prefix.address.version, prefix.address.value + i * size), length: prefix.length };
    if (!taken.some((other) => prefixesOverlap(other, next))) return next;
  }
  return undefined;
}

function freeName(wanted: string, taken: readonly string[]): string {
  let name = wanted;
  for (let i = 2; taken.includes(name); i++) name = `${wanted}-${i}`;
  return name;
}
