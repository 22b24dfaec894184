import { type IpAddress, type MacAddress, createAddress, createMac } from '#core/net';
import { fromBytes, joinBytes, numberAt, toBytes } from './bytes.ts';

/** DHCP message types (RFC 2132 section 9.6). */
export const DHCP_TYPE = { discover: 1, offer: 2, request: 3, decline: 4, ack: 5, nak: 6, release: 7, inform: 8 } as const;

/** An option: its code and value bytes. */
export interface DhcpOption {
  readonly code: number;
  readonly value: readonly number[];
}

/** A DHCP message over BOOTP (RFC 2131 section 2), without the fields nobody here uses. */
export interface DhcpMessage {
  /** 1 from clients, 2 from servers. */
  readonly op: 1 | 2;
  readonly transactionId: number;
  readonly clientAddress: IpAddress;
  readonly yourAddress: IpAddress;
  readonly serverAddress: IpAddress;
  readonly clientMac: MacAddress;
  readonly options: readonly DhcpOption[];
}

const MAGIC_COOKIE = 0x63825363n;
const OPTIONS_OFFSET = 240;
const END_OPTION = 255;

/** The message as the payload of a UDP packet. */
export function encodeDhcpMessage(message: DhcpMessage): Uint8Array {
  const addresses = [message.clientAddress, message.yourAddress, message.serverAddress].flatMap(({ value }) => toBytes(value, 4));
  return joinBytes(
    [message.op, 1, 6, 0, ...toBytes(message.transactionId, 4), 0, 0, 0, 0],
    [...addresses, 0, 0, 0, 0],
    toBytes(message.clientMac, 6),
    new Uint8Array(10 + 64 + 128),
    toBytes(MAGIC_COOKIE, 4),
    message.options.flatMap(({ code, value }) => [code, value.length, ...value]),
    [END_OPTION],
  );
}

/** Reads a message, `undefined` when the bytes are none. */
export function decodeDhcpMessage(bytes: Uint8Array): DhcpMessage | undefined {
  const op = bytes[0];
  if ((op !== 1 && op !== 2) || fromBytes(bytes, OPTIONS_OFFSET - 4, 4) !== MAGIC_COOKIE) return undefined;
  return {
    op,
    transactionId: numberAt(bytes, 4, 4),
    clientAddress: createAddress(4, fromBytes(bytes, 12, 4)),
    yourAddress: createAddress(4, fromBytes(bytes, 16, 4)),
    serverAddress: createAddress(4, fromBytes(bytes, 20, 4)),
    clientMac: createMac(fromBytes(bytes, 28, 6)),
    options: decodeOptions(bytes),
  };
}

function decodeOptions(bytes: Uint8Array): DhcpOption[] {
  const options: DhcpOption[] = [];
  let offset = OPTIONS_OFFSET;
  while (offset < bytes.length && bytes[offset] !== END_OPTION) {
    const code = bytes[offset] ?? 0;
    const length = code === 0 ? -1 : (bytes[offset + 1] ?? 0);
    if (code !== 0) options.push({ code, value: [...bytes.subarray(offset + 2, offset + 2 + length)] });
    offset += 2 + length;
  }
  return options;
}

/** The message type of option 53, `undefined` in plain BOOTP. */
export function dhcpType(message: DhcpMessage): number | undefined {
  return message.options.find(({ code }) => code === 53)?.value[0];
}
