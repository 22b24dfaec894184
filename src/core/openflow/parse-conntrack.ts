import type { Action, ConntrackExec, ConntrackZone } from './action.ts';
import type { Token } from './field-value.ts';
import { FlowSyntaxError } from './flow-syntax-error.ts';
import { parseLoad, parseMove, parseSetField } from './parse-assignment.ts';
import { splitKey } from './parse-match.ts';
import { numberWithin, tableNumber } from './parse-number.ts';
import { isSubfield, parseSubfield } from './parse-subfield.ts';
import { splitAction } from './split-action.ts';
import { splitTokens } from './split-tokens.ts';

/** Reads the inside of `ct(…)` (ovs-actions(7)); address translation and helpers, which no flow of Neutron uses, keep the whole action as text. */
export function parseConntrack(argument: Token): Action {
  let read: Omit<Extract<Action, { kind: 'ct' }>, 'kind'> = NOTHING;
  for (const token of splitTokens(argument)) {
    const { key, value } = splitKey(token);
    const { name, argument: inner } = splitAction(token);
    if (NOT_FOLLOWED.has(name) || NOT_FOLLOWED.has(key.text)) return { kind: 'unsupported', text: `ct(${argument.text})` };
    if (token.text === 'commit') read = { ...read, commit: true };
    else if (token.text === 'force') read = { ...read, force: true };
    else if (key.text === 'table' && value) read = { ...read, table: tableNumber(value) };
    else if (key.text === 'zone' && value) read = { ...read, zone: parseZone(value) };
    else if (name === 'exec') read = { ...read, exec: splitTokens(inner).map(parseExec) };
    else throw new FlowSyntaxError(token.offset, `unknown argument "${token.text}" of ct`);
  }
  if (read.force && !read.commit) throw new FlowSyntaxError(argument.offset, 'ct with force needs commit');
  if (read.exec.length > 0 && !read.commit) throw new FlowSyntaxError(argument.offset, 'ct with exec needs commit');
  return { kind: 'ct', ...read };
}

const NOTHING = { commit: false, force: false, table: undefined, zone: { kind: 'number', zone: 0 }, exec: [] } as const;
const NOT_FOLLOWED: ReadonlySet<string> = new Set(['nat', 'alg']);

/** Width of a zone (ovs-fields(7), `ct_zone`). */
const ZONE_BITS = 16;

function parseZone(token: Token): ConntrackZone {
  if (!isSubfield(token)) return { kind: 'number', zone: numberWithin(token, 0xffff) };
  const source = parseSubfield(token);
  if (source.bits !== ZONE_BITS) throw new FlowSyntaxError(token.offset, `a zone has ${ZONE_BITS} bits, found ${source.bits}`);
  return { kind: 'field', source };
}

function parseExec(token: Token): ConntrackExec {
  const exec = parseAssignment(token);
  const field = exec.kind === 'set-field' ? exec.field : exec.target.field;
  if (field !== 'ct_mark') throw new FlowSyntaxError(token.offset, `inside ct(…) only ct_mark is set, found ${field}`);
  return exec;
}

function parseAssignment(token: Token): ConntrackExec {
  const { name, argument } = splitAction(token);
  switch (name) {
    case 'set_field':
      return parseSetField(argument);
    case 'load':
      return parseLoad(argument);
    case 'move':
      return parseMove(argument);
    default:
      throw new FlowSyntaxError(token.offset, `expected set_field, load or move inside exec, found "${token.text}"`);
  }
}
