/** The count of a mocha run in the shape of mocha's own `json` reporter, as far as this project reads it. */
export interface MochaResult {
  readonly stats: { readonly passes: number; readonly failures: number; readonly pending: number };
  readonly passes: readonly { readonly fullTitle: string }[];
  readonly failures: readonly { readonly fullTitle: string; readonly err: { readonly message?: string; readonly stack?: string } }[];
}

/** Opens the line by which the web suite hands its result, as JSON, from the worker to the harness. */
export const RESULT_MARK = 'OSTOPO_MOCHA_RESULT ';
