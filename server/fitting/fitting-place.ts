import { type AstNode, AstUtils } from 'langium';
import { type ElementId, qualifiedName } from '#core/base';
import { type Relations, mayUse, relate } from '#core/model';
import { type IpAddress, parseAddress } from '#core/net';
import { ast, expandWord } from '#language';
import type { Analysis } from '../analysis/analysis.ts';

/** Where a name is due, and all that decides which fit there. */
export interface FittingPlace {
  readonly relations: Relations;
  /** The tenant around the place. */
  readonly own: ElementId | undefined;
  /** The elements a syntax node stands for. */
  readonly idsOf: (node: AstNode | undefined) => readonly ElementId[];
}

/** What decides at a syntax node. */
export function fittingPlace(analysis: Analysis, node: AstNode): FittingPlace {
  const byNode = analysis.elementsByNode;
  const idsOf = (at: AstNode | undefined) => (at && byNode.get(at)) ?? [];
  const tenant = AstUtils.getContainerOfType(node, ast.isTenant);
  return { relations: relate(analysis.topology), own: idsOf(tenant)[0], idsOf };
}

/** A network or subnet by a name as it is written in a tenant: its own, or what others let it see, or qualified. */
export function findNamed<T extends { readonly id: ElementId; readonly name: string; readonly tenant: ElementId }>(
  { relations, own }: FittingPlace,
  items: readonly T[],
  networkOf: (item: T) => ElementId,
  name: string,
): T | undefined {
  if (name.includes('.')) return items.find(({ id }) => qualifiedName(id) === name);
  const alike = items.filter((item) => item.name === name);
  if (own === undefined) return alike.length === 1 ? alike[0] : undefined;
  return (
    alike.find(({ tenant }) => tenant === own) ??
    alike.find((item) => {
      const network = relations.network(networkOf(item));
      return network && (network.external || mayUse(own, network));
    })
  );
}

/** The addresses that a statement of a block pins; `10.0.0.[11..13]` counts as what it stands for. */
export function pinnedAddresses(properties: readonly AstNode[], key: string): readonly IpAddress[] {
  return properties
    .filter((property) => ast.isSetting(property))
    .filter((setting) => setting.key === key)
    .flatMap(({ values }) => values.flatMap(expand))
    .flatMap((text) => parseAddress(text) ?? []);
}

function expand(text: string): readonly string[] {
  const expanded = expandWord(text);
  return expanded.kind === 'ok' ? expanded.value : [text];
}

/** The first value of a property that a block writes. */
export function settingOf(properties: readonly AstNode[], key: string): string | undefined {
  return properties.filter((property) => ast.isSetting(property)).find((setting) => setting.key === key)?.values[0];
}
