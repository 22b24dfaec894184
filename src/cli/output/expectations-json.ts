import type { DecidedExpectation } from '../commands/expect.ts';
import { displayPath } from '../input/display-path.ts';

/** `expect --format json`, schema 1 (docs/schemas/expect.json). */
export function expectationsToJson(decided: readonly DecidedExpectation[]): unknown {
  return {
    schema: 1,
    expectations: decided.map(({ expectation, verdict }) => ({
      text: expectation.name,
      label: expectation.label ?? null,
      file: displayPath(expectation.places.whole.uri),
      line: expectation.places.whole.start.line + 1,
      column: expectation.places.whole.start.character + 1,
      verdict: verdict.kind === 'undecided' ? 'not-decided' : verdict.kind,
      reason: verdict.kind === 'holds' ? null : verdict.why,
      witness: verdict.kind === 'fails' ? verdict.witness : null,
    })),
  };
}
