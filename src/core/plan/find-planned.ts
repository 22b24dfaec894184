import { type ElementId, InvariantError, indexBy, lazily } from '#core/base';

/** Finds the items of a list by their ids; it is indexed when it is first asked for. */
export function findIn<T extends { readonly id: ElementId }>(items: () => readonly T[]): (id: ElementId) => T | undefined {
  const index = lazily(() => indexBy(items(), ({ id }) => id));
  return (id) => index().get(id);
}

/** The same for what has to be there: an id that is not is a program's mistake. */
export function required<T>(what: string, find: (id: ElementId) => T | undefined): (id: ElementId) => T {
  return (id) => find(id) ?? lack(what, id);
}

/** The text is made only when it is needed: this stands beside every look-up. */
function lack(what: string, id: ElementId): never {
  throw new InvariantError(`expected a planned ${what} ${id}, found none`);
}
