/** Items from which on a list is worth remembering: comparing a shorter one takes no longer than finding it again. */
const LONG = 8;

/**
 * Compares plain data: whether two values hold the same. Pairs of long lists are remembered, for they are shared where data is large. What is neither a plain object, a list
 * nor a value is never the same as another.
 */
export function createComparison(): (a: unknown, b: unknown) => boolean {
  const compared = new Map<object, { readonly other: object; readonly isSame: boolean }>();
  const same = (a: unknown, b: unknown): boolean => {
    if (a === b) return true;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && (a.length < LONG ? sameItems(a, b) : sameLists(a, b));
    return sameMembers(a, b);
  };
  return same;

  function sameLists(a: readonly unknown[], b: readonly unknown[]): boolean {
    const before = compared.get(a);
    if (before?.other === b) return before.isSame;
    const isSame = sameItems(a, b);
    compared.set(a, { other: b, isSame });
    return isSame;
  }

  function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
    return a.every((item, i) => same(item, b[i]));
  }

  function sameMembers(a: object, b: object): boolean {
    if (!isPlain(a) || !isPlain(b)) return false;
    const names = Object.keys(a);
    return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]));
  }
}

function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  return Object.getPrototypeOf(value) === Object.prototype;
}
