import type { Action, LearnClause, Subfield } from './action.ts';
import { DEFAULT_PRIORITY } from './default-priority.ts';
import { type Token, parseFieldValue, parseInteger } from './field-value.ts';
import { fieldOf, findField } from './field-registry.ts';
import { FlowSyntaxError } from './flow-syntax-error.ts';
import { splitArrow } from './split-arrow.ts';
import { isSubfield, parseSubfield, parseSubfieldValue } from './parse-subfield.ts';
import { splitTokens } from './split-tokens.ts';

type Learn = Extract<Action, { kind: 'learn' }>;

/** Reads the inside of `learn(…)` (ovs-actions(7)); options not followed, such as `delete_learned`, keep the whole action as text. */
export function parseLearn(argument: Token): Action {
  const settings = new Map<string, bigint>();
  const clauses: LearnClause[] = [];
  for (const token of splitTokens(argument)) {
    const [key, value] = split(token, '=');
    if (NOT_FOLLOWED.has(key)) return { kind: 'unsupported', text: `learn(${argument.text})` };
    if (SETTINGS.has(key) && value) settings.set(key, numberOf(value));
    else clauses.push(parseClause(token));
  }
  return learnAction(settings, clauses);
}

const SETTINGS: ReadonlySet<string> = new Set(['table', 'priority', 'hard_timeout', 'idle_timeout', 'cookie']);
const NOT_FOLLOWED: ReadonlySet<string> = new Set([
  'fin_idle_timeout',
  'fin_hard_timeout',
  'send_flow_rem',
  'delete_learned',
  'limit',
  'result_dst',
]);

function learnAction(settings: ReadonlyMap<string, bigint>, clauses: readonly LearnClause[]): Learn {
  const setting = (name: string, otherwise: number): number => Number(settings.get(name) ?? otherwise);
  return {
    kind: 'learn',
    table: setting('table', 1),
    priority: setting('priority', DEFAULT_PRIORITY),
    hardTimeoutSeconds: setting('hard_timeout', 0),
    idleTimeoutSeconds: setting('idle_timeout', 0),
    cookie: settings.get('cookie') ?? 0n,
    clauses,
  };
}

function parseClause(token: Token): LearnClause {
  if (token.text.startsWith('load:')) return parseLoadClause(cut(token, 5));
  if (token.text.startsWith('output:')) return { kind: 'output', source: parseSubfield(cut(token, 7)) };
  const [, value] = split(token, '=');
  if (!value) {
    const both = parseSubfield(token);
    return { kind: 'match-field', target: both, source: both };
  }
  const target = parseTarget({ text: token.text.slice(0, token.text.indexOf('=')), offset: token.offset });
  if (isSubfield(value)) return fieldClause('match-field', target, parseSubfield(value), value.offset);
  const isWhole = target.start === 0 && target.bits === fieldOf(target.field).bits;
  return {
    kind: 'match-value',
    target,
    value: isWhole ? parseFieldValue(fieldOf(target.field), value).value : parseSubfieldValue(value, target),
  };
}

function parseLoadClause(token: Token): LearnClause {
  const { source, target } = splitArrow(token);
  const to = parseSubfield(target);
  if (isSubfield(source)) return fieldClause('load-field', to, parseSubfield(source), source.offset);
  return { kind: 'load-value', target: to, value: parseSubfieldValue(source, to) };
}

function fieldClause(kind: 'match-field' | 'load-field', target: Subfield, source: Subfield, offset: number): LearnClause {
  if (target.bits !== source.bits)
    throw new FlowSyntaxError(offset, `learn needs equal widths, found ${source.bits} and ${target.bits} bits`);
  return { kind, target, source };
}

/** A match target is `FIELD[…]`, or a bare field name for all of it. */
function parseTarget(token: Token): Subfield {
  if (isSubfield(token)) return parseSubfield(token);
  const field = findField(token.text);
  if (!field) throw new FlowSyntaxError(token.offset, `unknown field "${token.text}"`);
  return { field: field.name, start: 0, bits: field.bits };
}

function split(token: Token, separator: string): [string, Token | undefined] {
  const at = token.text.indexOf(separator);
  return at < 0 ? [token.text, undefined] : [token.text.slice(0, at), cut(token, at + 1)];
}

function cut(token: Token, start: number): Token {
  return { text: token.text.slice(start), offset: token.offset + start };
}

function numberOf(token: Token): bigint {
  const value = parseInteger(token.text);
  if (value === undefined) throw new FlowSyntaxError(token.offset, `expected a number, found "${token.text}"`);
  return value;
}
