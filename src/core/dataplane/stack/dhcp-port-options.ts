import { utf8ToBytes } from '@noble/hashes/utils.js';
import { addressBytes, parseAddress } from '#core/net';
import { type DhcpOption, toBytes } from '#core/packet';
import type { PortOptions } from '#core/plan';

/** Names of dnsmasq's that guests meet (`dnsmasq --help dhcp`), with their numbers; others are left out of emulated answers. */
const CODES: Readonly<Record<string, number>> = {
  router: 3,
  'dns-server': 6,
  'log-server': 7,
  hostname: 12,
  'domain-name': 15,
  'root-path': 17,
  mtu: 26,
  'ntp-server': 42,
  'vendor-encap': 43,
  'vendor-class': 60,
  'tftp-server': 66,
  'bootfile-name': 67,
  'tftp-server-address': 150,
};

/** Options whose value is a number of two bytes. */
const NUMBERS: ReadonlySet<number> = new Set([13, 22, 26]);

/** Names, even ones that look like addresses. */
const TEXTS: ReadonlySet<number> = new Set([12, 15, 17, 66, 67]);

/** The longest value that one option holds (RFC 2132 section 2). */
const LONGEST = 255;

/** What a client is told, its own options in place of the subnet's; one with nothing in it takes the subnet's away. */
export function withPortOptions(common: readonly DhcpOption[], own: PortOptions | undefined): readonly DhcpOption[] {
  const told = new Map(common.map((option) => [option.code, option]));
  for (const option of own?.options.filter(({ version }) => version === 4) ?? []) {
    const code = codeOf(option);
    if (code === undefined) continue;
    const value = encodeValue(code, option.value);
    if (value.length === 0) told.delete(code);
    else if (value.length <= LONGEST) told.set(code, { code, value });
  }
  return [...told.values()];
}

function codeOf({ option }: PortOptions['options'][number]): number | undefined {
  if (Object.hasOwn(CODES, option)) return CODES[option];
  const code = /^\d{1,3}$/.test(option) ? Number(option) : 0;
  return code >= 1 && code <= 254 ? code : undefined;
}

/** As dnsmasq does it: addresses where all parts are such, and text otherwise. */
function encodeValue(code: number, text: string): readonly number[] {
  if (NUMBERS.has(code)) return /^\d{1,5}$/.test(text) ? toBytes(Number(text) & 0xffff, 2) : [];
  const addresses = text.split(',').map((part) => parseAddress(part.trim()));
  const isAddresses = !TEXTS.has(code) && addresses.every((address) => address?.version === 4);
  return isAddresses ? addresses.flatMap((address) => (address ? addressBytes(address) : [])) : [...utf8ToBytes(text)];
}
