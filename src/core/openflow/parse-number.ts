import { type Token, parseInteger } from './field-value.ts';
import { FlowSyntaxError } from './flow-syntax-error.ts';

/** The largest table a flow may be in or go to: 255 means all tables (OFPTT_ALL). */
const MAX_TABLE = 254;

/** Reads a table's number. */
export function tableNumber(token: Token): number {
  return numberWithin(token, MAX_TABLE);
}

/** Reads a number from `least` to `limit`. */
export function numberWithin(token: Token, limit: number, least = 0): number {
  const value = parseInteger(token.text);
  if (value === undefined || value > BigInt(limit) || value < BigInt(least))
    throw new FlowSyntaxError(token.offset, `expected a number from ${least} to ${limit}, found "${token.text}"`);
  return Number(value);
}
