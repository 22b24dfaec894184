import { parseMac } from '#core/net';
import type { Action } from './action.ts';
import type { FieldName } from './field.ts';
import { fieldOf, findField } from './field-registry.ts';
import { type Token, parseFieldValue } from './field-value.ts';
import { FlowSyntaxError } from './flow-syntax-error.ts';
import { parseSubfield, parseSubfieldValue } from './parse-subfield.ts';
import { splitArrow } from './split-arrow.ts';

/** Reads the argument of `set_field:VALUE->FIELD`. Which fields may be set where is the caller's to check. */
export function parseSetField(argument: Token): Extract<Action, { kind: 'set-field' }> {
  const { source, target } = splitArrow(argument);
  const field = findField(target.text);
  if (!field) throw new FlowSyntaxError(target.offset, `unknown field "${target.text}"`);
  return { kind: 'set-field', field: field.name, ...parseFieldValue({ ...field, maskable: true }, source) };
}

/** A `set-field` of a known field: what `mod_dl_src:…` and its like mean. */
export function setFieldTo(name: FieldName, token: Token): Action {
  return { kind: 'set-field', field: name, ...parseFieldValue(fieldOf(name), token) };
}

/** Reads the argument of `load:VALUE->FIELD[…]`. */
export function parseLoad(argument: Token): Extract<Action, { kind: 'load' }> {
  const { source, target } = splitArrow(argument);
  const subfield = parseSubfield(target);
  const mac = parseMac(source.text);
  return { kind: 'load', target: subfield, value: mac ?? parseSubfieldValue(source, subfield) };
}

/** Reads the argument of `move:FIELD[…]->FIELD[…]`. */
export function parseMove(argument: Token): Extract<Action, { kind: 'move' }> {
  const { source, target } = splitArrow(argument);
  const [from, to] = [parseSubfield(source), parseSubfield(target)];
  if (from.bits !== to.bits) throw new FlowSyntaxError(argument.offset, `move needs equal widths, found ${from.bits} and ${to.bits} bits`);
  return { kind: 'move', source: from, target: to };
}
