/**
 * A syntax node as error recovery may leave it: anything but its lists may be missing, whatever the generated types say. Lowering reads
 * nodes through this type, so that a half-typed file keeps its sound rest.
 */
export type Recovered<T> = {
  readonly [K in keyof T]: K extends `$${string}` ? T[K] : T[K] extends readonly unknown[] ? T[K] : T[K] | undefined;
};
