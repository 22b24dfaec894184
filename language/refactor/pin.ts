import type { AstNode } from 'langium';
import { type ElementId, groupBy } from '#core/base';
import type { Deployment } from '#core/plan';
import type { OstopoModel } from '../parse-ostopo.ts';
import { type TurnValue, turnsOf, valueInTurn } from './value-in-turn.ts';

/** One value that a block is to say. */
export interface Pin {
  /** The element's block. */
  readonly node: AstNode;
  readonly element: ElementId;
  readonly key: string;
  readonly text: string;
  /** Whether a list of values is dealt out over the passes of a repeated block. */
  readonly dealt: boolean;
}

/** The properties of one block; what stands in several passes is written so that each pass gets its own. */
export function pinnedProperties({ names }: OstopoModel, pins: readonly Pin[]): string[] {
  return [...groupBy(pins, ({ key }) => key)].flatMap(([key, ofKey]) => {
    const values = ofKey.map(({ element, text }): TurnValue => ({ turns: turnsOf(names, element), text }));
    const text = valueInTurn(
      values,
      ofKey.every(({ dealt }) => dealt),
    );
    return text === undefined ? [] : [`${key} ${text}`];
  });
}

/** The number of a Neutron port on br-int. */
export function ofportOf({ hosts }: Deployment, id: ElementId): string | undefined {
  for (const { bridges } of hosts)
    for (const port of bridges.find(({ kind }) => kind === 'integration')?.ports ?? [])
      if (port.element === id && port.kind === 'vif') return String(port.ofport);
  return undefined;
}
