import type { Flow } from './flow.ts';
import { DEFAULT_PRIORITY } from './default-priority.ts';
import { type Token, parseInteger } from './field-value.ts';
import { type FlowParse, FlowSyntaxError, catchSyntax } from './flow-syntax-error.ts';
import { actionsFromToken } from './parse-action.ts';
import { matchFromTokens, splitKey } from './parse-match.ts';
import { splitTokens } from './split-tokens.ts';

/**
 * Reads one flow as `ovs-ofctl` takes it (`add-flows`) or prints it (`dump-flows`, with or without `--no-stats`). Cookie and statistics are
 * read over. Anything not understood is a problem with its column, never skipped.
 */
export function parseFlow(text: string): FlowParse<Flow> {
  return catchSyntax(() => flowFromText(text));
}

function flowFromText(text: string): Flow {
  const at = /(?:^|[\s,])actions?=/i.exec(text);
  if (!at) throw new FlowSyntaxError(text.length, 'expected actions=');
  const settings = new Map<string, number>();
  const match: Token[] = [];
  for (const token of splitTokens({ text: text.slice(0, at.index), offset: 0 })) {
    const { key, value } = splitKey(token);
    const name = key.text.toLowerCase();
    const limit = SETTINGS.get(name);
    if (limit !== undefined && value) settings.set(name, settingValue(value, limit));
    else if (!READ_OVER.has(name)) match.push(token);
  }
  const fields = matchFromTokens(match);
  const hasVlan = fields.some(({ field, value }) => field === 'vlan_tci' && (value & 0x1000n) !== 0n);
  const start = at.index + at[0].length;
  const actions = actionsFromToken({ text: text.slice(start), offset: start }, hasVlan);
  const [hard, idle] = [settings.get('hard_timeout'), settings.get('idle_timeout')];
  return {
    table: settings.get('table') ?? 0,
    priority: settings.get('priority') ?? DEFAULT_PRIORITY,
    match: fields,
    actions,
    ...(hard ? { hardTimeoutSeconds: hard } : {}),
    ...(idle ? { idleTimeoutSeconds: idle } : {}),
  };
}

const SETTINGS: ReadonlyMap<string, number> = new Map([
  ['table', 254],
  ['priority', 0xffff],
  ['hard_timeout', 0xffff],
  ['idle_timeout', 0xffff],
]);

const READ_OVER: ReadonlySet<string> = new Set([
  'cookie',
  'duration',
  'n_packets',
  'n_bytes',
  'idle_age',
  'hard_age',
  'reset_counts',
  'importance',
]);

function settingValue(token: Token, limit: number): number {
  const value = parseInteger(token.text);
  if (value === undefined || value > BigInt(limit))
    throw new FlowSyntaxError(token.offset, `expected a number from 0 to ${limit}, found "${token.text}"`);
  return Number(value);
}
