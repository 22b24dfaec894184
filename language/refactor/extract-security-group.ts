import { type AstNode, GrammarUtils } from 'langium';
import { compact } from '#core/base';
import { DEFAULT_GROUP, type SecurityGroup } from '#core/model';
import * as ast from '../generated/ast.ts';
import { insertAfter, insertProperties, removeStatement } from './edit-block.ts';
import { type RefactoringInput, settleChanges } from './refactoring.ts';
import { type Refactoring, type TextReplacement, refused, replaceCst } from './text-replacement.ts';

/**
 * Moves rules of a group into a group of their own, which every port that is in the old group is in as well: groups are a union, so the
 * ports let through what they did.
 */
export function extractSecurityGroup(input: RefactoringInput, rules: readonly ast.SecurityRule[], name: string): Refactoring {
  const { model } = input;
  const node = rules[0]?.$container;
  if (!node || !ast.isSecurityGroup(node) || rules.some((rule) => rule.$container !== node))
    return refused('Select rules of one security group.');
  const groups = model.topology.securityGroups.filter(({ id }) => model.astOf(id) === node);
  const [group, second] = groups;
  if (!group || second) return refused('This block stands for several groups: write them out, then each can be changed by itself.');
  if (!/^[A-Za-z0-9_-]+$/.test(name)) return refused(`“${name}” cannot be a name: names are made of letters, digits, - and _.`);
  if (model.topology.securityGroups.some((other) => other.tenant === group.tenant && other.name === name))
    return refused(`There is already a security group ${name}.`);
  const own = node.properties.filter(ast.isSecurityRule);
  const split = { kept: own.filter((rule) => !rules.includes(rule)), moved: own.filter((rule) => rules.includes(rule)) };
  const ports = namePorts(input, group, name);
  if (typeof ports === 'string') return refused(ports);
  return settleChanges(input, [
    ...insertAfter(node, printGroup(group, split.moved, { name, own, node })),
    ...split.moved.flatMap(removeStatement),
    ...(needsNoDefaultEgress(own, split.kept) && !group.noDefaultEgress ? insertProperties(node, ['no-default-egress']) : []),
    ...ports,
  ]);
}

/** A group without an egress rule of its own lets everything out: a half must not do what the whole did not. */
function needsNoDefaultEgress(whole: readonly ast.SecurityRule[], half: readonly ast.SecurityRule[]): boolean {
  return whole.some(isEgress) && !half.some(isEgress);
}

function isEgress({ direction }: ast.SecurityRule): boolean {
  return direction === 'egress';
}

interface NewGroup {
  readonly name: string;
  readonly own: readonly ast.SecurityRule[];
  readonly node: AstNode;
}

function printGroup(group: SecurityGroup, moved: readonly ast.SecurityRule[], { name, own, node }: NewGroup): string {
  const closed = (group.noDefaultEgress && !moved.some(isEgress)) || needsNoDefaultEgress(own, moved);
  const lines = [
    ...(group.stateless ? ['stateless'] : []),
    ...(closed ? ['no-default-egress'] : []),
    ...compact(moved.map(({ $cstNode }) => $cstNode?.text)),
  ];
  const indent = ' '.repeat(columnOf(node));
  return `security-group ${name} {\n${lines.map((line) => `${indent}  ${line}\n`).join('')}${indent}}`;
}

/** The spaces a block's line starts with. */
function columnOf(node: AstNode): number {
  const cst = node.$cstNode;
  const line = cst?.root.fullText.split(/\r\n|\r|\n/)[cst.range.start.line] ?? '';
  return line.length - line.trimStart().length;
}

/** Names the new group at every port that is in the old one; a sentence where a port's list cannot be changed. */
function namePorts({ model }: RefactoringInput, group: SecurityGroup, name: string): TextReplacement[] | string {
  const tenantOf = new Map(model.topology.vms.map((vm) => [vm.id, vm.tenant]));
  const changes: TextReplacement[] = [];
  for (const port of model.topology.ports) {
    const node = model.astOf(port.id);
    if (!node || !ast.isVmPort(node)) continue;
    if (port.securityGroups === undefined) {
      const isMember = group.name === DEFAULT_GROUP && tenantOf.get(port.vm) === group.tenant && port.portSecurity;
      if (isMember) changes.push(...insertProperties(node, [`security ${DEFAULT_GROUP}, ${name}`]));
      continue;
    }
    if (!port.securityGroups.includes(group.id)) continue;
    const security = node.properties.find(ast.isPortSecurity);
    const written = security && GrammarUtils.findNodesForProperty(security.$cstNode, 'groups');
    const leaf = written?.find(({ text }) => text.split('.').at(-1) === group.name);
    if (!security || !leaf) return `A port names ${group.name} by a list or range that stands for several groups: write it out first.`;
    const qualifier = leaf.text.slice(0, leaf.text.length - group.name.length);
    changes.push(replaceCst(security, { offset: leaf.end, end: leaf.end }, `, ${qualifier}${name}`));
  }
  return changes;
}
