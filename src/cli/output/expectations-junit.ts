import { xmlElement } from '#core/diagram';
import type { DecidedExpectation } from '../commands/expect.ts';
import { displayPath } from '../input/display-path.ts';

/** Expectations as a JUnit report: failed ones are failures, undecided ones skipped. */
export function expectationsToJunit(decided: readonly DecidedExpectation[]): string {
  const count = (kind: DecidedExpectation['verdict']['kind']) => decided.filter(({ verdict }) => verdict.kind === kind).length;
  const attributes = { name: 'ostopo expect', tests: decided.length, failures: count('fails'), errors: 0, skipped: count('undecided') };
  const cases = decided.map((one) => `  ${toCase(one)}\n`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlElement('testsuite', attributes, `\n${cases}`)}\n`;
}

function toCase({ expectation, verdict }: DecidedExpectation): string {
  const { uri, start } = expectation.places.whole;
  const file = displayPath(uri);
  const attributes = { name: expectation.label ?? expectation.name, classname: file, file, line: start.line + 1 };
  switch (verdict.kind) {
    case 'holds':
      return xmlElement('testcase', attributes);
    case 'fails':
      return xmlElement('testcase', attributes, xmlElement('failure', { message: verdict.why }));
    case 'undecided':
      return xmlElement('testcase', attributes, xmlElement('skipped', { message: verdict.why }));
  }
}
