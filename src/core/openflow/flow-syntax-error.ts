/** Where and why a text is not a flow; `column` counts from 1. */
export interface FlowSyntaxProblem {
  readonly column: number;
  readonly message: string;
}

/** Carries a problem from deep inside the parsers to the exported function, which catches it; it never leaves this folder. */
export class FlowSyntaxError extends Error {
  override readonly name = 'FlowSyntaxError';
  readonly problem: FlowSyntaxProblem;

  constructor(offset: number, message: string) {
    super(message);
    this.problem = { column: offset + 1, message };
  }
}

/** What a parser answers: the value, or the first problem. */
export type FlowParse<T> = { readonly kind: 'parsed'; readonly value: T } | { readonly kind: 'error'; readonly problem: FlowSyntaxProblem };

/** Turns a parser that throws `FlowSyntaxError` into one that answers with the problem. */
export function catchSyntax<T>(parse: () => T): FlowParse<T> {
  try {
    return { kind: 'parsed', value: parse() };
  } catch (error) {
    if (error instanceof FlowSyntaxError) return { kind: 'error', problem: error.problem };
    throw error;
  }
}
