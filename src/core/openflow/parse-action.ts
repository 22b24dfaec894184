import type { Action, OutputPort } from './action.ts';
import type { FieldName } from './field.ts';
import { fieldOf } from './field-registry.ts';
import { type Token, parseFieldValue, parseInteger, printPort } from './field-value.ts';
import { FlowSyntaxError } from './flow-syntax-error.ts';
import { parseLoad, parseMove, parseSetField, setFieldTo } from './parse-assignment.ts';
import { parseConntrack } from './parse-conntrack.ts';
import { parseLearn } from './parse-learn.ts';
import { numberWithin, tableNumber } from './parse-number.ts';
import { splitAction } from './split-action.ts';
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
  if (actions.some(({ kind }) => kind === 'conjunction') && !actions.every(({ kind }) => kind === 'conjunction'))
    throw new FlowSyntaxError(token.offset, 'conjunction stands with no other action');
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

const RESERVED_PORTS: ReadonlyMap<string, OutputPort> = new Map([
  ['in_port', 'in_port'],
  ['local', 'local'],
  ['all', 'all'],
  ['flood', 'flood'],
  ['normal', 'normal'],
]);

/** Actions of ovs-actions(7) that are read and written back but not followed. */
const UNSUPPORTED: ReadonlySet<string> = new Set([
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
  ['mod_dl_src', (argument) => [setFieldTo('eth_src', argument)]],
  ['mod_dl_dst', (argument) => [setFieldTo('eth_dst', argument)]],
  ['mod_nw_src', (argument) => [setFieldTo('ip_src', argument)]],
  ['mod_nw_dst', (argument) => [setFieldTo('ip_dst', argument)]],
  ['mod_nw_ttl', (argument) => [setFieldTo('ip_ttl', argument)]],
  ['mod_nw_ecn', (argument) => [setFieldTo('ip_ecn', argument)]],
  [
    'mod_nw_tos',
    (argument) => [{ kind: 'set-field', field: 'ip_dscp', value: BigInt(numberWithin(argument, 0xff)) >> 2n, mask: undefined }],
  ],
  ['set_tunnel', (argument) => [setFieldTo('tun_id', argument)]],
  ['set_tunnel64', (argument) => [setFieldTo('tun_id', argument)]],
  ['set_field', (argument) => [parseFieldChange(argument)]],
  ['load', (argument) => [parseLoad(argument)]],
  ['move', (argument) => [parseMove(argument)]],
  ['learn', (argument) => [parseLearn(argument)]],
  ['ct', (argument) => [parseConntrack(argument)]],
  ['ct_clear', () => [{ kind: 'ct-clear' }]],
  ['conjunction', (argument) => [parseConjunction(argument)]],
  ['meter', (argument) => [{ kind: 'meter', meter: numberWithin(argument, MAX_METER, 1) }]],
  ['set_queue', (argument) => [{ kind: 'set-queue', queue: numberWithin(argument, 0xffff_ffff) }]],
  ['controller', (argument) => [parseController(argument)]],
]);

/** OFPP_CONTROLLER. */
const CONTROLLER_PORT = 0xfffd;

/** OFPM13_MAX. */
const MAX_METER = 0xffff_0000;

function parseOutput(argument: Token): Action {
  if (argument.text.toLowerCase() === 'controller') return { kind: 'controller', maxLengthBytes: WHOLE_PACKET };
  const port = RESERVED_PORTS.get(argument.text.toLowerCase());
  if (port) return { kind: 'output', port };
  if (/[[(]/.test(argument.text)) return { kind: 'unsupported', text: `output:${argument.text}` };
  const number = portNumber(argument);
  if (number === CONTROLLER_PORT) return { kind: 'controller', maxLengthBytes: WHOLE_PACKET };
  return { kind: 'output', port: RESERVED_PORTS.get(printPort(BigInt(number)).toLowerCase()) ?? number };
}

function portNumber(token: Token): number {
  return Number(parseFieldValue(fieldOf('in_port'), token).value);
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

/** The argument of `set_field` outside `ct(…)`. */
function parseFieldChange(argument: Token): Action {
  const action = parseSetField(argument);
  const [field, offset] = [fieldOf(action.field), argument.offset + argument.text.lastIndexOf('->') + 2];
  if (field.name === 'ct_mark' || field.name === 'ct_zone' || field.name === 'ct_state')
    throw new FlowSyntaxError(offset, `${field.name} is set inside ct(…) only`);
  if (!field.writable) throw new FlowSyntaxError(offset, `${field.name} cannot be set`);
  return action;
}

/** `conjunction(ID,CLAUSE/CLAUSES)`: at most 64 dimensions (lib/ofp-actions.c `conjunction_parse`). */
function parseConjunction(argument: Token): Action {
  const parts = /^([^,]*),\s*([^/]*)\/\s*(.*)$/.exec(argument.text);
  if (!parts) throw new FlowSyntaxError(argument.offset, `expected conjunction(ID,CLAUSE/CLAUSES), found "${argument.text}"`);
  const [id = '', clause = '', clauses = ''] = parts.slice(1);
  const at = (text: string): Token => ({ text, offset: argument.offset });
  const count = numberWithin(at(clauses), 64, 2);
  return { kind: 'conjunction', id: numberWithin(at(id), 0xffff_ffff), clause: numberWithin(at(clause), count, 1), clauses: count };
}

/** `controller`, `controller:BYTES` and `controller(max_len=BYTES)`; other settings keep the whole action as text. */
function parseController(argument: Token): Action {
  if (argument.text === '') return { kind: 'controller', maxLengthBytes: WHOLE_PACKET };
  const size = /^(?:max_len=)?(\w+)$/.exec(argument.text);
  if (!size) return { kind: 'unsupported', text: `controller(${argument.text})` };
  return { kind: 'controller', maxLengthBytes: numberWithin({ text: size[1] ?? '', offset: argument.offset }, WHOLE_PACKET) };
}

/** What `controller` without a length means (OFPCML_MAX and above). */
const WHOLE_PACKET = 0xffff;
