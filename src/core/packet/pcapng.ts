/**
 * Writes captures in the PCAP Next Generation format (IETF draft-ietf-opsawg-pcapng): one little-endian section, an interface description for
 * each place of capture, then the frames. Wireshark, tshark and tcpdump read it.
 */
import { joinBytes } from './bytes.ts';

/** A place of capture; its name becomes the block's `if_name`. */
export interface PcapngInterface {
  readonly name: string;
  readonly description?: string;
}

/** A frame seen at an interface; `interfaceIndex` counts from 0 in the list of interfaces. */
export interface PcapngFrame {
  readonly interfaceIndex: number;
  readonly timeMicroseconds: number;
  readonly bytes: Uint8Array;
}

const LINKTYPE_ETHERNET = 1;

/** The capture file. */
export function writePcapng(frames: readonly PcapngFrame[], interfaces: readonly PcapngInterface[]): Uint8Array {
  return joinBytes(sectionHeader(), ...interfaces.map(interfaceDescription), ...frames.map(enhancedPacket));
}

function sectionHeader(): Uint8Array {
  const unknownLength = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
  return block(0x0a0d0d0a, joinBytes(uint32(0x1a2b3c4d), uint16(1), uint16(0), unknownLength, option(4, text('ostopo')), END_OF_OPTIONS));
}

function interfaceDescription({ name, description }: PcapngInterface): Uint8Array {
  const described = description === undefined ? [] : option(3, text(description));
  const microseconds = option(9, [6]);
  return block(
    1,
    joinBytes(uint16(LINKTYPE_ETHERNET), uint16(0), uint32(0), option(2, text(name)), described, microseconds, END_OF_OPTIONS),
  );
}

function enhancedPacket({ interfaceIndex, timeMicroseconds, bytes }: PcapngFrame): Uint8Array {
  const high = Math.floor(timeMicroseconds / 2 ** 32);
  const low = timeMicroseconds % 2 ** 32;
  const length = uint32(bytes.length);
  return block(6, joinBytes(uint32(interfaceIndex), uint32(high), uint32(low), length, length, padded(bytes)));
}

/** Type, total length, body, total length again. */
function block(type: number, body: Uint8Array): Uint8Array {
  const length = uint32(body.length + 12);
  return joinBytes(uint32(type), length, body, length);
}

const END_OF_OPTIONS = [0, 0, 0, 0];

function option(code: number, value: readonly number[]): Uint8Array {
  return joinBytes(uint16(code), uint16(value.length), padded(Uint8Array.from(value)));
}

function padded(bytes: Uint8Array): Uint8Array {
  return joinBytes(
    bytes,
    Array.from({ length: (4 - (bytes.length % 4)) % 4 }, () => 0),
  );
}

/** UTF-8 of a name; `encodeURIComponent` is the language's own UTF-8 encoder. */
function text(value: string): number[] {
  return [...encodeURIComponent(value).matchAll(/%([0-9A-F]{2})|(.)/g)].map(([, hex, plain]) =>
    hex === undefined ? (plain ?? '').charCodeAt(0) : parseInt(hex, 16),
  );
}

function uint16(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff];
}

function uint32(value: number): number[] {
  return [...uint16(value & 0xffff), ...uint16(value >>> 16)];
}
