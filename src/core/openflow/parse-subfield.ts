import type { Subfield } from './action.ts';
import { type Token, parseInteger } from './field-value.ts';
import { findField } from './field-registry.ts';
import { FlowSyntaxError } from './flow-syntax-error.ts';

/** Reads `FIELD[]`, `FIELD[3]` or `FIELD[0..11]` in any spelling of the field. */
export function parseSubfield(token: Token): Subfield {
  const parts = /^([A-Za-z0-9_]+)\[(?:(\d+)(?:\.\.(\d+))?)?\]$/.exec(token.text);
  if (!parts) throw new FlowSyntaxError(token.offset, `expected FIELD[] or FIELD[FIRST..LAST], found "${token.text}"`);
  const field = findField(parts[1] ?? '');
  if (!field) throw new FlowSyntaxError(token.offset, `unknown field "${parts[1] ?? ''}"`);
  if (parts[2] === undefined) return { field: field.name, start: 0, bits: field.bits };
  const start = Number(parts[2]);
  const end = Number(parts[3] ?? parts[2]);
  if (end < start || end >= field.bits)
    throw new FlowSyntaxError(token.offset, `${field.name} has the bits 0 to ${field.bits - 1}, found [${start}..${end}]`);
  return { field: field.name, start, bits: end - start + 1 };
}

/** Whether a token is written as a subfield. */
export function isSubfield(token: Token): boolean {
  return token.text.endsWith(']');
}

/** Reads a number that must fit a subfield. */
export function parseSubfieldValue(token: Token, { bits }: Subfield): bigint {
  const value = parseInteger(token.text);
  if (value === undefined) throw new FlowSyntaxError(token.offset, `expected a number, found "${token.text}"`);
  if (value >> BigInt(bits) !== 0n) throw new FlowSyntaxError(token.offset, `${token.text} does not fit ${bits} bits`);
  return value;
}
