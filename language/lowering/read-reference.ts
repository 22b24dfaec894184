import type { Reference } from 'langium';
import { type ElementId, qualifiedName } from '#core/base';
import type { Turns } from '../names/name-pattern.ts';
import type { NameTree, Named } from '../names/name-tree.ts';
import { type Listing, type Resolved, resolveGlobal, resolveInTenants } from '../names/resolve-name.ts';
import type { Lowering } from './lowering.ts';
import { type PlacedWord, oneWord } from './read-words.ts';

/** What a reference is about, for its finding. */
export interface ReferenceUse {
  readonly turns: Turns;
  readonly element: ElementId | undefined;
}

/** The word of a reference; `undefined` when error recovery left it out. */
export function referenceWord(lowering: Lowering, reference: Reference | undefined): PlacedWord | undefined {
  return reference === undefined || reference.$refText === ''
    ? undefined
    : { text: reference.$refText, place: lowering.places.ofCst(reference.$refNode) };
}

/** Resolves one reference, or the one of a list that is this pass's, to a tenant's element; what is unknown is reported. */
export function resolveTenantReference(
  lowering: Lowering,
  tree: NameTree,
  listing: Listing,
  reference: Reference | undefined,
  own: string | undefined,
  use: ReferenceUse,
): ElementId | undefined {
  const word = oneWord(lowering, words(lowering, [reference]), KINDS[listing], use.turns);
  return word && settle(lowering, word, KINDS[listing], resolveInTenants(tree, listing, word.text, own), use.element);
}

/** Resolves a reference to a host or physical network: of a list, the one that is this pass's. */
export function resolveGlobalReference(
  lowering: Lowering,
  names: ReadonlyMap<string, Named>,
  kind: 'host' | 'physical network' | 'tenant',
  references: readonly (Reference | undefined)[],
  use: ReferenceUse,
): ElementId | undefined {
  const word = oneWord(lowering, words(lowering, references), kind, use.turns);
  return word && settle(lowering, word, kind, resolveGlobal(names, word.text), use.element);
}

const KINDS: Readonly<Record<Listing, string>> = {
  networks: 'network',
  subnets: 'subnet',
  routers: 'router',
  securityGroups: 'security group',
  vms: 'vm',
};

/** The target of a resolved name; a name that is unknown or fits several is reported at its place. */
export function settle<T>(
  lowering: Lowering,
  word: PlacedWord,
  kind: string,
  resolved: Resolved<T>,
  element: ElementId | undefined,
): T | undefined {
  const extras = element === undefined ? {} : { element };
  // What is not found is suggested from everywhere, and a dot may lead into another tenant.
  if (resolved.kind !== 'found' || word.text.includes('.')) lowering.noteAllNames();
  switch (resolved.kind) {
    case 'found':
      return resolved.target;
    case 'unknown': {
      const nearest = lowering.maySuggest() ? resolved.nearest : undefined;
      const hint = nearest === undefined ? '' : `; did you mean \`${nearest}\`?`;
      const data = { found: word.text, ...(nearest === undefined ? {} : { nearest }) };
      lowering.report('OST1004', word.place, `there is no ${kind} \`${word.text}\`${hint}`, { ...extras, data });
      return undefined;
    }
    case 'ambiguous':
      lowering.report(
        'OST1008',
        word.place,
        `\`${word.text}\` fits several: write ${resolved.candidates.map((name) => `\`${name}\``).join(' or ')}`,
        {
          ...extras,
          data: { found: word.text },
        },
      );
      return undefined;
  }
}

function words(lowering: Lowering, references: readonly (Reference | undefined)[]): PlacedWord[] {
  return references.flatMap((reference) => referenceWord(lowering, reference) ?? []);
}

/** Notes where an end of a conversation is another tenant's: it stays so only while no other tenant has its name. */
export function noteOutsider(lowering: Lowering, resolved: Resolved<{ readonly id: ElementId }>, own: string | undefined): void {
  if (resolved.kind === 'found' && own !== undefined && !qualifiedName(resolved.target.id).startsWith(`${own}.`)) lowering.noteAllNames();
}
