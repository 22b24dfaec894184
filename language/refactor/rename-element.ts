import { type AstNode, GrammarUtils, type LangiumDocument } from 'langium';
import type { ElementId } from '#core/base';
import { indexTopology } from '#core/model';
import * as ast from '../generated/ast.ts';
import { patternOf } from '../names/name-pattern.ts';
import type { OstopoModel } from '../parse-ostopo.ts';
import { type AnalysedModel, type RefactoringInput, settleChanges } from './refactoring.ts';
import { mentionsIn, referencesIn } from './spelled-names.ts';
import { type Refactoring, type TextReplacement, refused, replaceCst, uriOf } from './text-replacement.ts';

/** The name a block is written with; a port without `as NAME` has its network's. */
export function writtenName(node: AstNode): string | undefined {
  if (ast.isVmPort(node) && node.name === undefined) {
    const network = GrammarUtils.findNodeForProperty(node.$cstNode, 'network')?.text;
    return network?.slice(network.lastIndexOf('.') + 1);
  }
  return GrammarUtils.findNodeForProperty(node.$cstNode, 'name')?.text;
}

/**
 * Renames a block and every mention of it, in all the files that may mention it: alone, qualified, and as the name of ports that are called like
 * their network. A repeated block keeps its brackets: `web-[1..3]` becomes `shop-[1..3]`, and `web-2` `shop-2`.
 */
export function renameElement(documents: readonly LangiumDocument[], target: AstNode, newName: string): Refactoring {
  const old = writtenName(target);
  if (old === undefined) return refused('There is no name here.');
  const pattern = patternOf(old);
  if (!/^[A-Za-z0-9_-]+$/.test(pattern === undefined ? newName : newName.replace(pattern, '0')))
    return refused(`“${newName}” cannot be a name: names are made of letters, digits, - and _.`);
  if (pattern !== undefined && patternOf(newName) !== pattern)
    return refused(`“${old}” stands for several: the new name needs ${pattern} too, such as “new-${pattern}”.`);
  const respell = createRespelling(old, newName);
  const mentions = referencesIn(documents).flatMap(({ uri, reference }) =>
    mentionsIn(reference, target).map(({ text, start, end }): TextReplacement => ({ uri, start, end, newText: respell(text) })),
  );
  return { kind: 'changed', changes: [...declaration(target, newName), ...mentions] };
}

/** Refuses changes of names after which something else is meant: every reference must lead where it led. */
export function checkRenamed(input: RefactoringInput, changes: readonly TextReplacement[]): Refactoring {
  return settleChanges(input, changes, (before: AnalysedModel, after: AnalysedModel) =>
    shapeOf(before.model) === shapeOf(after.model) ? undefined : 'With that name, a reference would lead to something else.',
  );
}

function declaration(target: AstNode, newName: string): TextReplacement[] {
  const name = GrammarUtils.findNodeForProperty(target.$cstNode, 'name');
  if (name) return [replaceCst(target, name, newName)];
  const network = GrammarUtils.findNodeForProperty(target.$cstNode, 'network');
  return network ? [replaceCst(target, { offset: network.end, end: network.end }, ` as ${newName}`)] : [];
}

/** Of a repeated block's names, what stands around the number changes. */
function createRespelling(old: string, newName: string): (text: string) => string {
  const pattern = patternOf(old);
  if (pattern === undefined) return () => newName;
  const [before = '', after = ''] = old.split(pattern);
  const [newBefore = '', newAfter = ''] = newName.split(pattern);
  return (text) => `${newBefore}${text.slice(before.length, text.length - after.length)}${newAfter}`;
}

/** A model without its names: elements, and the physical networks that are named plainly, are called by where they stand. */
function shapeOf(model: OstopoModel): string {
  const elements = [...indexTopology(model.topology).values()];
  const count = new Map<AstNode, number>();
  const anonymous = new Map<string, string>();
  for (const { id } of elements) anonymous.set(id, placeInTree(model, id, count));
  const physicals = new Map(model.topology.fabric.physicalNetworks.map(({ id, name }) => [name, anonymous.get(id)]));
  const shape = (value: unknown, key?: string): unknown => {
    if (typeof value === 'bigint') return value.toString(16);
    if (typeof value === 'string') return (key === 'physicalNetwork' ? physicals : anonymous).get(value) ?? value;
    if (Array.isArray(value))
      return value
        .map((item) => shape(item))
        .map((item) => JSON.stringify(item))
        .sort();
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) =>
        key === 'places' || key === 'name' || key === 'device' ? [] : [[key, shape(item, key)]],
      ),
    );
  };
  return JSON.stringify(shape(model.topology));
}

function placeInTree(model: OstopoModel, id: ElementId, count: Map<AstNode, number>): string {
  const node = model.astOf(id);
  if (!node) return id;
  const n = count.get(node) ?? 0;
  count.set(node, n + 1);
  return `${pathOf(node)}#${n}`;
}

function pathOf(node: AstNode): string {
  return node.$container ? `${pathOf(node.$container)}/${node.$containerProperty ?? ''}@${node.$containerIndex ?? 0}` : uriOf(node);
}
