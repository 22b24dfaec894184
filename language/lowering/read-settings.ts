import type { AstNode } from 'langium';
import type { ElementId, SourcePlace } from '#core/base';
import { type Setting, isSetting, isUnknownStatement } from '../generated/ast.ts';
import type { Turns } from '../names/name-pattern.ts';
import type { Lowering } from './lowering.ts';
import { type PlacedWord, oneWord, readWord, turnWord } from './read-words.ts';
import type { ValueKind } from './read-value.ts';
import { reportUnknownStatement } from './report-unknown-statement.ts';
import { withArticle } from './with-article.ts';

/** The properties of one block that are a keyword and its values; malformed values are reported and count as not written. */
export interface Settings {
  /** The place of each value written, by keyword; a repeated property's further ones are `KEYWORD.2`, `KEYWORD.3` …. */
  readonly places: Record<string, SourcePlace>;
  /** Whether the keyword is written at all. */
  has(key: string): boolean;
  /** The one value of a property. */
  value<T>(key: string, kind: ValueKind<T>): T | undefined;
  /** All values of a property that is a list or may be repeated, in the order of the text. */
  list<T>(key: string, kind: ValueKind<T>): readonly T[];
}

/** What a block is to its settings. */
export interface SettingsOwner {
  /** The block's keyword, for messages. */
  readonly block: string;
  readonly element: ElementId | undefined;
  readonly turns: Turns;
  /** Keywords that may be written several times. */
  readonly repeatable?: readonly string[];
}

/** Reads the settings among a block's properties, and reports the words that are no property at all. */
export function readSettings(lowering: Lowering, properties: readonly AstNode[], owner: SettingsOwner): Settings {
  const byKey = new Map<string, Setting[]>();
  const places: Record<string, SourcePlace> = {};
  for (const node of properties) {
    if (isUnknownStatement(node)) reportUnknownStatement(lowering, node, owner.block);
    if (!isSetting(node) || byKey.get(node.key) === undefined) {
      if (isSetting(node)) addSetting(node, node.key);
      continue;
    }
    if (owner.repeatable?.includes(node.key)) addSetting(node, `${node.key}.${String((byKey.get(node.key)?.length ?? 0) + 1)}`);
    else reportTwice(node, byKey.get(node.key)?.[0] ?? node);
  }

  function addSetting(node: Setting, placeKey: string): void {
    byKey.set(node.key, [...(byKey.get(node.key) ?? []), node]);
    places[placeKey] = lowering.places.ofList(node, node.values.length > 0 ? 'values' : 'key');
  }

  function reportTwice(node: Setting, first: Setting): void {
    lowering.report(
      'OST1007',
      lowering.places.ofNode(node),
      `\`${node.key}\` is written twice for this ${owner.block}: the first counts, remove one`,
      {
        related: [{ message: 'first written here', place: lowering.places.ofNode(first) }],
        ...(owner.element === undefined ? {} : { element: owner.element }),
      },
    );
  }

  const read = <T>(word: PlacedWord, key: string, kind: ValueKind<T>): T | undefined =>
    readWord(lowering, word, `\`${key}\` of ${withArticle(owner.block)}`, kind, owner.element);
  return {
    places,
    has: (key) => byKey.has(key),
    value: (key, kind) => {
      const [setting] = byKey.get(key) ?? [];
      const word = setting && oneWord(lowering, valuesOf(lowering, setting), key, owner.turns);
      return word && read(word, key, kind);
    },
    list: (key, kind) =>
      (byKey.get(key) ?? []).flatMap((setting) =>
        valuesOf(lowering, setting).flatMap((word) => {
          const turned = turnWord(lowering, word, owner.turns);
          const value = turned && read(turned, key, kind);
          return value === undefined ? [] : [value];
        }),
      ),
  };
}

function valuesOf(lowering: Lowering, setting: Setting): PlacedWord[] {
  return setting.values.flatMap((text, i) => (text === '' ? [] : [{ text, place: lowering.places.ofProperty(setting, 'values', i) }]));
}
