/**
 * Reads capture files: the classic format (pcap-savefile(5), IETF draft-ietf-opsawg-pcap) with micro- or nanoseconds and in either byte order, and pcapng
 * (draft-ietf-opsawg-pcapng) with any number of sections and interfaces. Only Ethernet frames that are whole count.
 */

/** The frames of a capture file in order, or why it cannot be used, in words. */
export type ReadCapture = { readonly frames: readonly Uint8Array[] } | { readonly fault: string };

/** The frames of a capture file. */
export function readCapture(file: Uint8Array): ReadCapture {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.byteLength >= 4 && view.getUint32(0) === SECTION_HEADER) return readPcapng({ file, view });
  const isLittle = file.byteLength >= 4 && CLASSIC_MAGIC.has(view.getUint32(0, true));
  const isBig = file.byteLength >= 4 && CLASSIC_MAGIC.has(view.getUint32(0));
  if (isLittle || isBig) return readClassic({ file, view }, isLittle);
  return { fault: 'it is no capture file: neither pcap nor pcapng' };
}

interface Bytes {
  readonly file: Uint8Array;
  readonly view: DataView;
}

/** Times in microseconds, or in nanoseconds. */
const CLASSIC_MAGIC: ReadonlySet<number> = new Set([0xa1b2c3d4, 0xa1b23c4d]);

const ETHERNET = 1;

/** Names of link types that captures of clouds often have (tcpdump.org/linktypes). */
const LINK_TYPES: ReadonlyMap<number, string> = new Map([
  [0, 'BSD loopback'],
  [12, 'raw IP'],
  [101, 'raw IP'],
  [105, 'IEEE 802.11'],
  [113, 'Linux cooked capture'],
  [228, 'raw IPv4'],
  [229, 'raw IPv6'],
  [276, 'Linux cooked capture v2'],
]);

function wrongLink(type: number): ReadCapture {
  const name = LINK_TYPES.get(type);
  return { fault: `its frames are not of Ethernet but of link type ${String(type)}${name === undefined ? '' : ` (${name})`}` };
}

function readClassic({ file, view }: Bytes, isLittle: boolean): ReadCapture {
  if (file.byteLength < 24) return { fault: 'it ends in its header' };
  const linkType = view.getUint32(20, isLittle) & 0x0fffffff; // above stands the length of a frame check sequence
  if (linkType !== ETHERNET) return wrongLink(linkType);
  const frames: Uint8Array[] = [];
  for (let at = 24; at < file.byteLength;) {
    const number = frames.length + 1;
    if (at + 16 > file.byteLength) return { fault: endsInside(number) };
    const [captured, original] = [view.getUint32(at + 8, isLittle), view.getUint32(at + 12, isLittle)];
    if (at + 16 + captured > file.byteLength) return { fault: endsInside(number) };
    if (captured < original) return { fault: cutOff(number, captured, original) };
    frames.push(file.slice(at + 16, at + 16 + captured));
    at += 16 + captured;
  }
  return { frames };
}

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const OBSOLETE_PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;

function readPcapng({ file, view }: Bytes): ReadCapture {
  const frames: Uint8Array[] = [];
  let links: number[] = [];
  let isLittle = true;
  for (let at = 0; at < file.byteLength;) {
    const isSection = at + 12 <= file.byteLength && view.getUint32(at) === SECTION_HEADER;
    if (isSection) isLittle = view.getUint32(at + 8, true) === 0x1a2b3c4d;
    const length = at + 8 <= file.byteLength ? view.getUint32(at + 4, isLittle) : 0;
    if (length < 12 || length % 4 !== 0 || at + length > file.byteLength) return { fault: endsInside(frames.length + 1) };
    if (isSection) links = [];
    const block = { type: view.getUint32(at, isLittle), start: at + 8, end: at + length - 4 };
    if (block.type === INTERFACE_DESCRIPTION && block.start + 2 <= block.end) links.push(view.getUint16(block.start, isLittle));
    const layout = PACKET_BLOCKS.get(block.type);
    if (layout) {
      const number = frames.length + 1;
      if (block.start + layout.dataAt > block.end) return { fault: endsInside(number) };
      const link = links[layout.interfaceOf(view, block.start, isLittle)];
      if (link === undefined) return { fault: `frame ${String(number)} is of an interface that is not described` };
      if (link !== ETHERNET) return wrongLink(link);
      const original = view.getUint32(block.start + layout.dataAt - 4, isLittle);
      const captured = layout.hasLength
        ? view.getUint32(block.start + layout.dataAt - 8, isLittle)
        : Math.min(original, block.end - block.start - layout.dataAt);
      if (block.start + layout.dataAt + captured > block.end) return { fault: endsInside(number) };
      if (captured < original) return { fault: cutOff(number, captured, original) };
      frames.push(file.slice(block.start + layout.dataAt, block.start + layout.dataAt + captured));
    }
    at += length;
  }
  return { frames };
}

/** Where a block of packets has what; the original length stands just before the data, the captured one, if any, before that. */
interface PacketBlock {
  readonly dataAt: number;
  readonly hasLength: boolean;
  readonly interfaceOf: (view: DataView, start: number, isLittle: boolean) => number;
}

const PACKET_BLOCKS: ReadonlyMap<number, PacketBlock> = new Map([
  [
    ENHANCED_PACKET,
    { dataAt: 20, hasLength: true, interfaceOf: (view: DataView, start: number, isLittle: boolean) => view.getUint32(start, isLittle) },
  ],
  [
    OBSOLETE_PACKET,
    { dataAt: 20, hasLength: true, interfaceOf: (view: DataView, start: number, isLittle: boolean) => view.getUint16(start, isLittle) },
  ],
  [SIMPLE_PACKET, { dataAt: 4, hasLength: false, interfaceOf: () => 0 }],
]);

function endsInside(number: number): string {
  return `it ends, or is damaged, in the middle of frame ${String(number)}`;
}

function cutOff(number: number, captured: number, original: number): string {
  return `frame ${String(number)} was cut off at ${String(captured)} of ${String(original)} bytes: capture whole frames (tcpdump -s 0)`;
}
