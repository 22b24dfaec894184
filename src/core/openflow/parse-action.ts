import { parseMac } from '#core/net';
import type { Action, OutputPort } from './action.ts';
import type { FieldName } from './field.ts';
import { fieldOf, findField } from './field-registry.ts';
import { type Token, parseFieldValue, parseInteger, printPort } from './field-value.ts';
import { FlowSyntaxError } from './flow-syntax-error.ts';
import { parseLearn } from './parse-learn.ts';
import { parseSubfield, parseSubfieldValue } from './parse-subfield.ts';
import { splitArrow } from './split-arrow.ts';
import { splitTokens } from './split-tokens.ts';

/** Reads what follows `actions=`. `hasVlan` says whether the match already knows the packet to be tagged: `mod_vlan_vid` then pushes no tag. */
export function actionsFromToken(token: Token, hasVlan: boolean): readonly Action[] {
  const tokens = splitTokens(token);
  if (tokens.length === 0) throw new FlowSyntaxError(token.offset, 'expected an action, or drop');
  if (tokens.length === 1 && tokens[0]?.text.toLowerCase() === 'drop') return [];
  const actions: Action[] = [];
  let tagged = hasVlan;
  for (const part of tokens) {
    const read = actionFromToken(part, tagged);
    for (const { kind } of read) tagged = kind === 'push-vlan' || (tagged && kind !== 'pop-vlan');
    actions.push(...read);
  }
  return actions;
}

function actionFromToken(token: Token, tagged: boolean): readonly Action[] {
  const { name, argument } = splitAction(token);
  const port = RESERVED_PORTS.get(name.toLowerCase());
  if (port && argument.text === '') return [{ kind: 'output', port }];
  const number = parseInteger(token.text);
  if (number !== undefined) return [parseOutput(token)];
  const parse = ACTIONS.get(name.toLowerCase());
  if (parse) return parse(argument, tagged);
  if (UNSUPPORTED.has(name.toLowerCase())) return [{ kind: 'unsupported', text: token.text }];
  if (name.toLowerCase() === 'drop') throw new FlowSyntaxError(token.offset, '"drop" must not be accompanied by any other action');
  throw new FlowSyntaxError(token.offset, `unknown action "${name}"`);
}

function splitAction(token: Token): { readonly name: string; readonly argument: Token } {
  const end = token.text.search(/[:(]/);
  if (end < 0) return { name: token.text, argument: { text: '', offset: token.offset + token.text.length } };
  const isCall = token.text.charAt(end) === '(' && token.text.endsWith(')');
  const text = isCall ? token.text.slice(end + 1, -1) : token.text.slice(end + 1);
  return { name: token.text.slice(0, end), argument: { text, offset: token.offset + end + 1 } };
}

const RESERVED_PORTS: ReadonlyMap<string, OutputPort> = new Map([
  ['in_port', 'in_port'],
  ['local', 'local'],
  ['all', 'all'],
  ['flood', 'flood'],
  ['normal', 'normal'],
  ['controller', 'controller'],
]);

/** Actions of ovs-actions(7) that are read and written back but not followed. */
const UNSUPPORTED: ReadonlySet<string> = new Set([
  'controller',
  'ct',
  'ct_clear',
  'conjunction',
  'meter',
  'set_queue',
  'enqueue',
  'pop_queue',
  'group',
  'clone',
  'note',
  'check_pkt_larger',
  'dec_ttl',
  'multipath',
  'bundle',
  'write_actions',
  'write_metadata',
  'clear_actions',
  'push',
  'pop',
  'push_mpls',
  'pop_mpls',
  'dec_mpls_ttl',
  'set_mpls_label',
  'sample',
  'fin_timeout',
  'exit',
  'encap',
  'decap',
  'delete_field',
  'output_trunc',
  'bundle_load',
]);

type ActionParser = (argument: Token, tagged: boolean) => readonly Action[];

const ACTIONS: ReadonlyMap<string, ActionParser> = new Map<string, ActionParser>([
  ['output', (argument) => [parseOutput(argument)]],
  ['goto_table', (argument) => [{ kind: 'goto-table', table: tableNumber(argument) }]],
  ['resubmit', (argument) => [parseResubmit(argument)]],
  ['push_vlan', (argument) => [{ kind: 'push-vlan', ethertype: numberWithin(argument, 0xffff) }]],
  ['pop_vlan', () => [{ kind: 'pop-vlan' }]],
  ['strip_vlan', () => [{ kind: 'pop-vlan' }]],
  ['mod_vlan_vid', (argument, tagged) => setVlan('vlan_vid', BigInt(numberWithin(argument, 0xfff)) | 0x1000n, tagged)],
  ['mod_vlan_pcp', (argument, tagged) => setVlan('vlan_pcp', BigInt(numberWithin(argument, 7)), tagged)],
  ['mod_dl_src', (argument) => [setField('eth_src', argument)]],
  ['mod_dl_dst', (argument) => [setField('eth_dst', argument)]],
  ['mod_nw_src', (argument) => [setField('ip_src', argument)]],
  ['mod_nw_dst', (argument) => [setField('ip_dst', argument)]],
  ['mod_nw_ttl', (argument) => [setField('ip_ttl', argument)]],
  ['mod_nw_ecn', (argument) => [setField('ip_ecn', argument)]],
  [
    'mod_nw_tos',
    (argument) => [{ kind: 'set-field', field: 'ip_dscp', value: BigInt(numberWithin(argument, 0xff)) >> 2n, mask: undefined }],
  ],
  ['set_tunnel', (argument) => [setField('tun_id', argument)]],
  ['set_tunnel64', (argument) => [setField('tun_id', argument)]],
  ['set_field', (argument) => [parseSetField(argument)]],
  ['load', (argument) => [parseLoad(argument)]],
  ['move', (argument) => [parseMove(argument)]],
  ['learn', (argument) => [parseLearn(argument)]],
]);

function parseOutput(argument: Token): Action {
  const port = RESERVED_PORTS.get(argument.text.toLowerCase());
  if (port) return { kind: 'output', port };
  if (/[[(]/.test(argument.text)) return { kind: 'unsupported', text: `output:${argument.text}` };
  const number = portNumber(argument);
  return { kind: 'output', port: RESERVED_PORTS.get(printPort(BigInt(number)).toLowerCase()) ?? number };
}

function portNumber(token: Token): number {
  return Number(parseFieldValue(fieldOf('in_port'), token).value);
}

function tableNumber(token: Token): number {
  return numberWithin(token, 254);
}

function numberWithin(token: Token, limit: number): number {
  const value = parseInteger(token.text);
  if (value === undefined || value > BigInt(limit))
    throw new FlowSyntaxError(token.offset, `expected a number from 0 to ${limit}, found "${token.text}"`);
  return Number(value);
}

function parseResubmit(argument: Token): Action {
  const comma = argument.text.indexOf(',');
  if (comma < 0) return { kind: 'resubmit', port: portNumber(argument), table: undefined };
  const port: Token = { text: argument.text.slice(0, comma).trim(), offset: argument.offset };
  const table: Token = { text: argument.text.slice(comma + 1).trim(), offset: argument.offset + comma + 1 };
  if (table.text.includes(',')) return { kind: 'unsupported', text: `resubmit(${argument.text})` };
  return {
    kind: 'resubmit',
    port: port.text === '' ? undefined : portNumber(port),
    table: table.text === '' ? undefined : tableNumber(table),
  };
}

/** `mod_vlan_…` under OpenFlow 1.3 (lib/ofp-actions.c `encode_SET_VLAN_VID`): a packet not known to be tagged gets a tag first. */
function setVlan(field: FieldName, value: bigint, tagged: boolean): readonly Action[] {
  const set: Action = { kind: 'set-field', field, value, mask: undefined };
  return tagged ? [set] : [{ kind: 'push-vlan', ethertype: 0x8100 }, set];
}

function setField(name: FieldName, token: Token): Action {
  return { kind: 'set-field', field: name, ...parseFieldValue(fieldOf(name), token) };
}

function parseSetField(argument: Token): Action {
  const { source, target } = splitArrow(argument);
  const field = findField(target.text);
  if (!field) throw new FlowSyntaxError(target.offset, `unknown field "${target.text}"`);
  if (field.name === 'ct_mark' || field.name === 'ct_zone' || field.name === 'ct_state')
    throw new FlowSyntaxError(target.offset, `${target.text} is set inside ct(…) only`);
  if (!field.writable) throw new FlowSyntaxError(target.offset, `${target.text} cannot be set`);
  return { kind: 'set-field', field: field.name, ...parseFieldValue({ ...field, maskable: true }, source) };
}

function parseLoad(argument: Token): Action {
  const { source, target } = splitArrow(argument);
  const subfield = parseSubfield(target);
  const mac = parseMac(source.text);
  return { kind: 'load', target: subfield, value: mac ?? parseSubfieldValue(source, subfield) };
}

function parseMove(argument: Token): Action {
  const { source, target } = splitArrow(argument);
  const [from, to] = [parseSubfield(source), parseSubfield(target)];
  if (from.bits !== to.bits) throw new FlowSyntaxError(argument.offset, `move needs equal widths, found ${from.bits} and ${to.bits} bits`);
  return { kind: 'move', source: from, target: to };
}
