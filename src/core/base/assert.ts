/** A mistake of this program, never of its user: says what was expected and what was found. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Fails with `InvariantError` unless `condition` holds. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** Ends a `switch` over a discriminated union: the compiler refuses it while a case is missing. */
export function assertNever(value: never): never {
  throw new InvariantError(`expected no further case, found ${JSON.stringify(value)}`);
}

/** Unwraps a value the surrounding code has already proved to exist. */
export function known<T>(value: T | undefined | null, what: string): T {
  invariant(value !== undefined && value !== null, `expected ${what}, found nothing`);
  return value;
}
