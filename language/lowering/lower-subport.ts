import type { ElementId, SourcePlace } from '#core/base';
import type { Subport } from '#core/model';
import type * as ast from '../generated/ast.ts';
import type { Turns } from '../names/name-pattern.ts';
import type { NamedVm } from '../names/name-tree.ts';
import { resolveGlobal } from '../names/resolve-name.ts';
import type { Lowering } from './lowering.ts';
import { onlyOne } from './only-one.ts';
import { referenceWord, settle } from './read-reference.ts';
import { WHOLE_NUMBER } from './read-value.ts';
import { readWord, turnWord, wordOf } from './read-words.ts';
import type { Recovered } from './recovered.ts';

/** The port that is to be a subport. */
export interface SubportOwner {
  readonly element: ElementId;
  readonly turns: Turns;
  /** Gets the places of what is written: `subport-of`, `subport-of.vlan`. */
  readonly properties: Record<string, SourcePlace>;
}

/** `subport-of PORT vlan N` of a port: the parent is named as another port of the same VM. */
export function lowerSubport(
  lowering: Lowering,
  nodes: readonly Recovered<ast.SubportOf>[],
  vm: NamedVm,
  { element, turns, properties }: SubportOwner,
): Subport | undefined {
  const node = onlyOne(lowering, nodes as readonly ast.SubportOf[], 'subport-of', 'port', element) as Recovered<ast.SubportOf> | undefined; // recovery may leave the reference out
  const written = node && referenceWord(lowering, node.parent);
  const word = written && turnWord(lowering, written, turns);
  const parent = word && settle(lowering, word, 'port of this vm', resolveGlobal(vm.ports, word.text), element);
  if (word) properties['subport-of'] = word.place;
  const vlanWord = node && wordOf(lowering, node, 'vlan', node.vlan, turns);
  if (vlanWord) properties['subport-of.vlan'] = vlanWord.place;
  const vlan = vlanWord && readWord(lowering, vlanWord, 'the VLAN of a subport', WHOLE_NUMBER, element);
  return parent === undefined ? undefined : { parent, vlan };
}
