import { type Uuid, parseUuid } from '#core/base';
import { IP_PROTOCOL_NAMES, type NumberRange, ipProtocolNumber } from '#core/model';
import {
  type AddressRange,
  type InterfaceAddress,
  type IpAddress,
  type MacAddress,
  parseAddress,
  parseInterfaceAddress,
  parseMac,
} from '#core/net';

/** How one kind of value is read, and how to ask for it in a finding. */
export interface ValueKind<T> {
  readonly read: (text: string) => T | undefined;
  /** With article and example: `an address such as 10.0.1.5`. */
  readonly wanted: string;
  /** The words there are to choose from, where there are such. */
  readonly choices: readonly string[];
}

/** A kind of value that is one of a few words, in their canonical order. */
export interface Choice<T extends string> extends ValueKind<T> {
  readonly choices: readonly T[];
}

function kind<T>(wanted: string, read: (text: string) => T | undefined): ValueKind<T> {
  return { wanted, read, choices: [] };
}

/** A non-negative whole number; which numbers make sense is a matter of the rules. */
export const WHOLE_NUMBER: ValueKind<number> = kind('a whole number', readNumber);
/** A number as `0x` and hexadecimal digits. */
export const HEXADECIMAL: ValueKind<number> = kind('a hexadecimal number such as 0x4788', (text) =>
  /^0x[0-9a-f]{1,8}$/i.test(text) ? Number(text) : undefined,
);
/** An IP protocol: a number, or a name that Neutron knows. */
export const PROTOCOL: ValueKind<string | number> = {
  wanted: 'a protocol number or a name that Neutron knows, such as vrrp',
  choices: IP_PROTOCOL_NAMES,
  read: (text) => (ipProtocolNumber(text) === undefined ? readNumber(text) : text),
};
/** An IPv4 or IPv6 address. */
export const ADDRESS: ValueKind<IpAddress> = kind('an address such as 10.0.1.5 or fd00::5', parseAddress);
/** An address with its prefix length, host bits kept. */
export const CIDR: ValueKind<InterfaceAddress> = kind('an address with its prefix length, such as 10.0.1.0/24', parseInterfaceAddress);
/** A MAC address. */
export const MAC: ValueKind<MacAddress> = kind('a MAC address such as fa:16:3e:00:00:01', parseMac);
/** A whole UUID. */
export const UUID: ValueKind<Uuid> = kind('a whole UUID, 8-4-4-4-12 hexadecimal digits', parseUuid);
/** `1..1000`, or one number for a range of one. */
export const NUMBER_RANGE: ValueKind<NumberRange> = kind('a range of numbers such as 1..1000', readNumberRange);
/** `10.0.1.10..10.0.1.99`, or one address for a range of one. */
export const ADDRESS_RANGE: ValueKind<AddressRange> = kind('a range of addresses such as 10.0.1.10..10.0.1.99', readAddressRange);
/** `on` or `off`. */
export const SWITCH: ValueKind<boolean> = {
  choices: ['on', 'off'],
  wanted: '`on` or `off`',
  read: (text) => (text === 'on' ? true : text === 'off' ? false : undefined),
};
/** An address or CIDR: a lone address is a prefix of its whole length. */
export const ADDRESS_OR_CIDR: ValueKind<InterfaceAddress> = kind('an address or a CIDR such as 10.9.0.0/16', (text) => {
  const address = parseAddress(text);
  return address ? { address, length: address.version === 4 ? 32 : 128 } : parseInterfaceAddress(text);
});
/** Any word. */
export const WORD: ValueKind<string> = kind('a word', (text) => text);

/** One of a few words. */
export function choice<T extends string>(...words: readonly T[]): Choice<T> {
  const list = words.map((word) => `\`${word}\``);
  return {
    choices: words,
    wanted: [list.slice(0, -1).join(', '), list.at(-1) ?? ''].filter((part) => part !== '').join(' or '),
    read: (text) => words.find((word) => word === text),
  };
}

function readNumber(text: string): number | undefined {
  return /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

function readNumberRange(text: string): NumberRange | undefined {
  const range = readEnds(text, readNumber);
  return range && { first: range[0], last: range[1] };
}

function readAddressRange(text: string): AddressRange | undefined {
  const range = readEnds(text, parseAddress);
  return range && range[0].version === range[1].version ? { first: range[0], last: range[1] } : undefined;
}

function readEnds<T>(text: string, read: (end: string) => T | undefined): [T, T] | undefined {
  const [from = '', to = from, ...rest] = text.split('..');
  const [first, last] = [read(from), read(to)];
  return first === undefined || last === undefined || rest.length > 0 ? undefined : [first, last];
}
