import type { Expectation } from '#core/model';
import { createNetwork } from '#core/dataplane';
import { type ExpectationResult, decideExpectation } from '#core/trace';
import { EXIT } from '../exit-code.ts';
import { loadCompiled, tellOfFindings } from '../input/load-model.ts';
import { expectationsToJson } from '../output/expectations-json.ts';
import { expectationsToJunit } from '../output/expectations-junit.ts';
import { printJson } from '../output/json.ts';
import { printPlace } from '../output/print-findings.ts';
import type { Terminal } from '../output/terminal.ts';

/** An expectation and what tracing made of it. */
export interface DecidedExpectation {
  readonly expectation: Expectation;
  readonly verdict: ExpectationResult;
}

/** `ostopo expect FILE`: 1 when an expectation fails; what tracing cannot decide says why and fails nothing. */
export async function runExpect(
  file: string,
  options: { readonly format: 'text' | 'json' | 'junit' },
  terminal: Terminal,
): Promise<number> {
  const model = await loadCompiled(file);
  tellOfFindings(model, file, terminal);
  const network = createNetwork(model.compiled);
  const decided = model.topology.expectations.map((expectation) => ({ expectation, verdict: decideExpectation(network, expectation) }));
  switch (options.format) {
    case 'text':
      terminal.out(printExpectations(decided, terminal));
      break;
    case 'json':
      terminal.out(printJson(expectationsToJson(decided)));
      break;
    case 'junit':
      terminal.out(expectationsToJunit(decided));
      break;
  }
  return decided.some(({ verdict }) => verdict.kind === 'fails') ? EXIT.failed : EXIT.ok;
}

const MARKS = { holds: 'holds      ', fails: 'fails      ', undecided: 'not decided' } as const;

function printExpectations(decided: readonly DecidedExpectation[], { paintOut }: Terminal): string {
  const paint = { holds: paintOut.green, fails: paintOut.red, undecided: paintOut.yellow };
  const lines = decided.map(({ expectation, verdict }) => {
    const reason = verdict.kind === 'holds' ? '' : `\n             ${verdict.why}`;
    return `${paint[verdict.kind](MARKS[verdict.kind])}  ${expectation.name}  ${paintOut.dim(printPlace(expectation.places.whole))}${reason}\n`;
  });
  const count = (kind: ExpectationResult['kind']) => decided.filter(({ verdict }) => verdict.kind === kind).length;
  return `${lines.join('')}${String(count('holds'))} hold, ${String(count('fails'))} fail, ${String(count('undecided'))} not decided\n`;
}
