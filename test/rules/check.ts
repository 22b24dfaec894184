import { expect } from 'vitest';
import { analyse } from '#core/plan';
import { createOstopoReader } from '#language';
import { markFindings, readMarkedText } from '#test/marked-text';

const reader = createOstopoReader();

/**
 * Checks that text, rules and plan find exactly what is marked. What is not modelled yet is left aside, and hints unless they are asked for:
 * few models use all they declare.
 */
export function check(marked: string, { hints = false } = {}): void {
  const markedText = readMarkedText(marked);
  const { topology, findings } = reader.read(markedText.text);
  const found = analyse(topology, findings).findings.filter(
    ({ code, severity }) => !code.startsWith('OST9') && (hints || severity !== 'hint'),
  );
  expect(markFindings(markedText, found)).toBe(marked);
}
