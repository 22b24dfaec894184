import { createAddress, netmaskValue, parseAddress, parseMac, printAddress, printMac } from '#core/net';
import type { Field } from './field-registry.ts';
import { FlowSyntaxError } from './flow-syntax-error.ts';

/** A stretch of the text being read, with its place, so that problems point at it. */
export interface Token {
  readonly text: string;
  readonly offset: number;
}

/** A value as written, under a mask if one was written. */
export interface MaskedValue {
  readonly value: bigint;
  readonly mask: bigint | undefined;
}

const PORT_NAMES: ReadonlyMap<string, bigint> = new Map([
  ['in_port', 0xfff8n],
  ['normal', 0xfffan],
  ['flood', 0xfffbn],
  ['all', 0xfffcn],
  ['controller', 0xfffdn],
  ['local', 0xfffen],
  ['none', 0xffffn],
]);

const FIRST_PORT_NAME = 0xfff8n;

/** `NEW`, `EST` … in the order of their bits (ovs-fields(7), `ct_state`). */
const CT_FLAGS = ['new', 'est', 'rel', 'rpl', 'inv', 'trk', 'snat', 'dnat'] as const;
const ALL_FLAGS = 0xff;

/** Reads a value, with `/mask` where the field takes one; bits outside the mask are cleared. */
export function parseFieldValue(field: Field, token: Token): MaskedValue {
  if (field.format === 'flags') return parseFlags(token);
  const slash = token.text.indexOf('/');
  const value = parsePlain(field, slash < 0 ? token : { text: token.text.slice(0, slash), offset: token.offset });
  if (slash < 0) return { value, mask: undefined };
  const mask = parseMask(field, { text: token.text.slice(slash + 1), offset: token.offset + slash + 1 });
  const full = (1n << BigInt(field.bits)) - 1n;
  if (mask === full) return { value, mask: undefined };
  if (!field.maskable && mask !== 0n) throw new FlowSyntaxError(token.offset + slash, `${field.matchName} takes no mask`);
  return { value: value & mask, mask };
}

function parsePlain(field: Field, token: Token): bigint {
  const value = plainValue(field, token.text);
  if (value === undefined)
    throw new FlowSyntaxError(token.offset, `expected ${DESCRIPTION[field.format]} for ${field.matchName}, found "${token.text}"`);
  if (value >> BigInt(field.bits) !== 0n)
    throw new FlowSyntaxError(token.offset, `${token.text} does not fit the ${field.bits} bits of ${field.matchName}`);
  if (field.largest !== undefined && value > field.largest)
    throw new FlowSyntaxError(token.offset, `${field.matchName} is at most ${field.largest}, found ${token.text}`);
  return value;
}

const DESCRIPTION = {
  decimal: 'a number',
  hex: 'a number',
  vlan: 'a number',
  flags: 'flags such as +new-est',
  port: 'a port number',
  mac: 'a MAC address',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
} as const;

function plainValue(field: Field, text: string): bigint | undefined {
  switch (field.format) {
    case 'mac':
      return parseMac(text);
    case 'ipv4':
    case 'ipv6': {
      const address = parseAddress(text);
      return address?.version === (field.format === 'ipv4' ? 4 : 6) ? address.value : undefined;
    }
    case 'port':
      return PORT_NAMES.get(text.toLowerCase()) ?? parseInteger(text);
    default:
      return parseInteger(text);
  }
}

function parseMask(field: Field, token: Token): bigint {
  if ((field.format === 'ipv4' || field.format === 'ipv6') && /^\d+$/.test(token.text)) {
    const length = Number(token.text);
    if (length > field.bits)
      throw new FlowSyntaxError(token.offset, `a prefix length of ${field.matchName} is at most ${field.bits}, found ${token.text}`);
    return netmaskValue(field.format === 'ipv4' ? 4 : 6, length);
  }
  return parsePlain(field, token);
}

/** Reads a decimal or `0x` number that is not negative; `undefined` when the text is neither. */
export function parseInteger(text: string): bigint | undefined {
  return /^(\d+|0x[0-9a-f]+)$/i.test(text) ? BigInt(text) : undefined;
}

function parseFlags(token: Token): MaskedValue {
  let [value, mask] = [0n, 0n];
  const pattern = /([+-])([a-z]+)/gy;
  while (pattern.lastIndex < token.text.length) {
    const at = token.offset + pattern.lastIndex;
    const found = pattern.exec(token.text);
    const bit = CT_FLAGS.findIndex((flag) => flag === found?.[2]);
    if (bit < 0) throw new FlowSyntaxError(at, `expected ${DESCRIPTION.flags}, found "${token.text.slice(at - token.offset)}"`);
    mask |= 1n << BigInt(bit);
    if (found?.[1] === '+') value |= 1n << BigInt(bit);
  }
  return { value, mask };
}

/** Writes a value as a match shows it; a mask follows as `/len` on addresses, in hex elsewhere. */
export function printFieldValue(field: Field, { value, mask }: MaskedValue): string {
  switch (field.format) {
    case 'mac':
      return mask === undefined ? printMac(value) : `${printMac(value)}/${printMac(mask)}`;
    case 'ipv4':
      return printMaskedAddress(4, value, mask);
    case 'ipv6':
      return printMaskedAddress(6, value, mask);
    case 'flags':
      return printFlags(value, mask);
    case 'port':
      return printPort(value);
    case 'hex':
      return mask === undefined ? printHex(value) : `${printHex(value)}/${printHex(mask)}`;
    case 'vlan':
      return mask === undefined ? printHex4(value) : `${printHex4(value)}/${printHex4(mask)}`;
    case 'decimal':
      return mask === undefined ? value.toString() : `0x${value.toString(16)}/0x${mask.toString(16)}`;
  }
}

function printMaskedAddress(version: 4 | 6, value: bigint, mask: bigint | undefined): string {
  const address = printAddress(createAddress(version, value));
  if (mask === undefined) return address;
  const length = mask.toString(2).replaceAll('0', '').length;
  const contiguous = netmaskValue(version, length) === mask;
  return `${address}/${contiguous ? length : printAddress(createAddress(version, mask))}`;
}

function printFlags(value: bigint, mask: bigint | undefined): string {
  const [set, shown] = [Number(value), mask === undefined ? ALL_FLAGS : Number(mask)];
  let text = '';
  for (const [i, flag] of CT_FLAGS.entries()) if (shown & (1 << i)) text += (set & (1 << i) ? '+' : '-') + flag;
  return text;
}

/** Writes a port number as `ovs-ofctl` does: reserved ones by name, in capitals. */
export function printPort(port: bigint): string {
  if (port >= FIRST_PORT_NAME) for (const [name, number] of PORT_NAMES) if (number === port) return name.toUpperCase();
  return port.toString();
}

/** C's `%#x`: `0x16`, and a bare `0`. */
export function printHex(value: bigint): string {
  return value === 0n ? '0' : `0x${value.toString(16)}`;
}

/** C's `0x%04x`. */
export function printHex4(value: bigint): string {
  return `0x${value.toString(16).padStart(4, '0')}`;
}
