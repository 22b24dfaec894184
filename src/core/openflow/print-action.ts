import { assertNever } from '#core/base';
import type { Action, LearnClause, OutputPort, Subfield } from './action.ts';
import { fieldOf, fullMask } from './field-registry.ts';
import { printFieldValue, printHex, printPort } from './field-value.ts';
import { DEFAULT_PRIORITY } from './default-priority.ts';

/** Writes an action list as `ovs-ofctl -O OpenFlow13 dump-flows` does; the empty list is `drop`. */
export function printActions(actions: readonly Action[]): string {
  const [first, ...others] = actions;
  if (!first) return 'drop';
  return others.length === 0 ? printAction(first) : actions.map(printAction).join(',');
}

/** Writes one action as `ovs-ofctl -O OpenFlow13 dump-flows` does (lib/ofp-actions.c). */
export function printAction(action: Action): string {
  switch (action.kind) {
    case 'output':
      return printOutput(action.port);
    case 'goto-table':
      return `goto_table:${action.table}`;
    case 'resubmit':
      return printResubmit(action.port, action.table);
    case 'push-vlan':
      return `push_vlan:0x${action.ethertype.toString(16).padStart(4, '0')}`;
    case 'pop-vlan':
      return 'pop_vlan';
    case 'set-field':
      return printSetField(action);
    case 'load':
      return `load:${printHex(action.value)}->${printSubfield(action.target)}`;
    case 'move':
      return `move:${printSubfield(action.source)}->${printSubfield(action.target)}`;
    case 'learn':
      return printLearn(action);
    case 'ct':
      return printConntrack(action);
    case 'ct-clear':
      return 'ct_clear';
    case 'conjunction':
      return `conjunction(${action.id},${action.clause}/${action.clauses})`;
    case 'meter':
      return `meter:${action.meter}`;
    case 'set-queue':
      return `set_queue:${action.queue}`;
    case 'controller':
      return `CONTROLLER:${action.maxLengthBytes}`;
    case 'unsupported':
      return action.text;
    default:
      return assertNever(action);
  }
}

function printOutput(port: OutputPort): string {
  if (typeof port === 'number') return `output:${port}`;
  return port.toUpperCase();
}

function printResubmit(port: number | undefined, table: number | undefined): string {
  const from = port === undefined ? '' : printPort(BigInt(port));
  return from !== '' && table === undefined ? `resubmit:${from}` : `resubmit(${from},${table ?? ''})`;
}

/** OpenFlow 1.3 has no masked set_field: Open vSwitch shows one `load` for each run of mask bits, lowest first. */
function printSetField(action: Extract<Action, { kind: 'set-field' }>): string {
  const entry = fieldOf(action.field);
  const plain = entry.format === 'vlan' ? printHex(action.value) : printFieldValue(entry, { value: action.value, mask: undefined });
  if (action.mask === undefined) return `set_field:${plain}->${entry.setName}`;
  const runs = maskRuns(action.mask & fullMask(action.field));
  return runs
    .map(({ start, bits }) => {
      const value = (action.value >> BigInt(start)) & ((1n << BigInt(bits)) - 1n);
      return printAction({ kind: 'load', target: { field: action.field, start, bits }, value });
    })
    .join(',');
}

function maskRuns(mask: bigint): { readonly start: number; readonly bits: number }[] {
  return [...mask.toString(2).split('').reverse().join('').matchAll(/1+/g)].map((run) => ({ start: run.index, bits: run[0].length }));
}

/** `NXM_OF_VLAN_TCI[0..11]`; `[]` for the whole field, `[3]` for one bit. */
export function printSubfield({ field, start, bits }: Subfield): string {
  const entry = fieldOf(field);
  if (start === 0 && bits === entry.bits) return `${entry.nxmName}[]`;
  return bits === 1 ? `${entry.nxmName}[${start}]` : `${entry.nxmName}[${start}..${start + bits - 1}]`;
}

function printConntrack({ commit, force, table, zone, exec }: Extract<Action, { kind: 'ct' }>): string {
  const parts = [];
  if (commit) parts.push('commit');
  if (force) parts.push('force');
  if (table !== undefined) parts.push(`table=${table}`);
  if (zone.kind === 'field') parts.push(`zone=${printSubfield(zone.source)}`);
  else if (zone.zone !== 0) parts.push(`zone=${zone.zone}`);
  if (exec.length > 0) parts.push(`exec(${printActions(exec)})`);
  return `ct(${parts.join(',')})`;
}

function printLearn(action: Extract<Action, { kind: 'learn' }>): string {
  const parts = [`table=${action.table}`];
  if (action.idleTimeoutSeconds !== 0) parts.push(`idle_timeout=${action.idleTimeoutSeconds}`);
  if (action.hardTimeoutSeconds !== 0) parts.push(`hard_timeout=${action.hardTimeoutSeconds}`);
  if (action.priority !== DEFAULT_PRIORITY) parts.push(`priority=${action.priority}`);
  if (action.cookie !== 0n) parts.push(`cookie=${printHex(action.cookie)}`);
  return `learn(${[...parts, ...action.clauses.map(printLearnClause)].join(',')})`;
}

function printLearnClause(clause: LearnClause): string {
  switch (clause.kind) {
    case 'match-field': {
      const [target, source] = [printSubfield(clause.target), printSubfield(clause.source)];
      return target === source ? target : `${target}=${source}`;
    }
    case 'match-value':
      return printLearnValue(clause.target, clause.value);
    case 'load-field':
      return `load:${printSubfield(clause.source)}->${printSubfield(clause.target)}`;
    case 'load-value':
      return `load:${printHex(clause.value)}->${printSubfield(clause.target)}`;
    case 'output':
      return `output:${printSubfield(clause.source)}`;
    default:
      return assertNever(clause);
  }
}

function printLearnValue(target: Subfield, value: bigint): string {
  const entry = fieldOf(target.field);
  if (target.start !== 0 || target.bits !== entry.bits) return `${printSubfield(target)}=0x${value.toString(16)}`;
  const text = entry.format === 'vlan' ? printHex(value) : printFieldValue(entry, { value, mask: undefined });
  return `${entry.setName}=${text}`;
}
