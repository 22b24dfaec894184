import type { ElementId, SourcePlace } from '#core/base';
import type { DhcpOption } from '#core/model';
import type * as ast from '../generated/ast.ts';
import type { Turns } from '../names/name-pattern.ts';
import type { Lowering } from './lowering.ts';
import { type PlacedWord, wordOf } from './read-words.ts';
import type { Recovered } from './recovered.ts';

/** The port whose options they are. */
export interface DhcpOptionsOwner {
  readonly element: ElementId;
  readonly turns: Turns;
  /** Gets the places of what is written: `dhcp-option`, `dhcp-option.value`, `dhcp-option.2` …. */
  readonly properties: Record<string, SourcePlace>;
}

/** `dhcp-option bootfile-name pxelinux.0` of a port, as often as it is written; what is named without a value is left out. */
export function lowerDhcpOptions(
  lowering: Lowering,
  nodes: readonly Recovered<ast.DhcpOption>[],
  { turns, properties }: DhcpOptionsOwner,
): DhcpOption[] {
  const options: DhcpOption[] = [];
  for (const node of nodes) {
    const option = wordOf(lowering, node, 'option', node.option, turns);
    const value = valueOf(lowering, node, turns);
    if (!option || !value) continue;
    const nth = options.length === 0 ? '' : `.${String(options.length + 1)}`;
    properties[`dhcp-option${nth}`] = option.place;
    properties[`dhcp-option.value${nth}`] = value.place;
    options.push({ option: option.text, value: value.text, version: node.ipv6 ? 6 : 4 });
  }
  return options;
}

/** Brackets are a turn of a repeated block only outside quotes. */
function valueOf(lowering: Lowering, node: Recovered<ast.DhcpOption>, turns: Turns): PlacedWord | undefined {
  return node.text === undefined
    ? wordOf(lowering, node, 'value', node.value, turns)
    : { text: node.text, place: lowering.places.ofProperty(node, 'text') };
}
