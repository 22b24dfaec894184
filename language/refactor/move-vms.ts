import { type CstNode, GrammarUtils } from 'langium';
import { type ElementId, compact } from '#core/base';
import * as ast from '../generated/ast.ts';
import { expandWord } from '../names/name-pattern.ts';
import { type RefactoringInput, settleChanges } from './refactoring.ts';
import { type Refactoring, type TextReplacement, refused, replaceCst } from './text-replacement.ts';

/** Moves VMs to a host: their `on` names it. A repeated block moves as a whole. */
export function moveVms(input: RefactoringInput, vms: readonly ElementId[], host: string): Refactoring {
  const problem = checkTarget(input, host);
  if (problem !== undefined) return refused(problem);
  const nodes = new Set(compact(vms.map((id) => input.model.astOf(id))).filter(ast.isVm));
  if (nodes.size === 0) return refused('There is no vm here.');
  return settleChanges(
    input,
    [...nodes].flatMap((vm) => placeVm(vm, host)),
  );
}

/** Empties a host: whatever runs on it runs on another one then. */
export function evacuateHost(input: RefactoringInput, from: string, to: string): Refactoring {
  const problem = checkTarget(input, to);
  if (problem !== undefined) return refused(problem);
  const nodes = new Set(compact(input.model.topology.vms.map(({ id }) => input.model.astOf(id))).filter(ast.isVm));
  const changes = [...nodes].flatMap((vm) =>
    GrammarUtils.findNodesForProperty(vm.$cstNode, 'hosts').flatMap((leaf) => replaceHost(vm, leaf, { from, to })),
  );
  return changes.length === 0 ? refused(`No vm runs on ${from}.`) : settleChanges(input, changes);
}

function checkTarget({ model }: RefactoringInput, name: string): string | undefined {
  const host = model.topology.hosts.find((candidate) => candidate.name === name);
  if (!host) return `There is no host “${name}”.`;
  return host.roles.includes('compute') ? undefined : `VMs run on compute hosts, and ${name} has not that role.`;
}

function placeVm(vm: ast.Vm, host: string): TextReplacement[] {
  const hosts = GrammarUtils.findNodesForProperty(vm.$cstNode, 'hosts');
  const [first, last] = [hosts[0], hosts.at(-1)];
  if (first && last)
    return first.text === host && hosts.length === 1 ? [] : [replaceCst(vm, { offset: first.offset, end: last.end }, host)];
  const name = GrammarUtils.findNodeForProperty(vm.$cstNode, 'name');
  return name ? [replaceCst(vm, { offset: name.end, end: name.end }, ` on ${host}`)] : [];
}

/** `hv-[1..3]` without hv-2 is a list. */
function replaceHost(vm: ast.Vm, leaf: CstNode, { from, to }: { readonly from: string; readonly to: string }): TextReplacement[] {
  const expanded = expandWord(leaf.text);
  if (expanded.kind === 'error' || !expanded.value.includes(from)) return [];
  return [replaceCst(vm, leaf, expanded.value.map((name) => (name === from ? to : name)).join(', '))];
}
