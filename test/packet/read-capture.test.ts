import { describe, expect, test } from 'vitest';
import { joinBytes, readCapture, toBytes, writePcapng } from '#core/packet';

const FRAMES = [Uint8Array.from({ length: 61 }, (_, i) => i), new Uint8Array(14)];

type Number32 = (value: number) => number[];
const big: Number32 = (value) => toBytes(value, 4);
const little: Number32 = (value) => big(value).reverse();

function classic(order: Number32, { magic = 0xa1b2c3d4, link = 1, missing = 0 } = {}): Uint8Array {
  const records = FRAMES.flatMap((frame) => [...order(1), ...order(2), ...order(frame.length), ...order(frame.length + missing), ...frame]);
  return Uint8Array.from([...order(magic), ...order(0x00020004), ...order(0), ...order(0), ...order(65535), ...order(link), ...records]);
}

const block = (order: Number32, type: number, ...body: number[]) => {
  const length = order(Math.ceil(body.length / 4) * 4 + 12);
  return [...order(type), ...length, ...body, ...new Array<number>((4 - (body.length % 4)) % 4).fill(0), ...length];
};
const section = (order: Number32) =>
  block(order, 0x0a0d0d0a, ...order(0x1a2b3c4d), ...order(0x00010000), ...new Array<number>(8).fill(0xff));
const half = (order: Number32, value: number) => (order === big ? toBytes(value, 2) : toBytes(value, 2).reverse());
const ethernet = (order: Number32, link = 1) => block(order, 1, ...half(order, link), 0, 0, ...order(0));
const FRAME = FRAMES[0] ?? new Uint8Array();

describe('the classic format', () => {
  test.each([
    ['little-endian', classic(little)],
    ['big-endian', classic(big)],
    ['with nanoseconds', classic(little, { magic: 0xa1b23c4d })],
    ['with the length of a check sequence beside its link type', classic(little, { link: 0x10000001 })],
  ])('is read, %s', (_how, file) => {
    expect(readCapture(file)).toEqual({ frames: FRAMES });
  });

  test('of another link than Ethernet is refused by name', () => {
    expect(readCapture(classic(little, { link: 113 }))).toEqual({
      fault: 'its frames are not of Ethernet but of link type 113 (Linux cooked capture)',
    });
  });

  test('with frames cut off is refused with the cure', () => {
    expect(readCapture(classic(big, { missing: 40 }))).toEqual({
      fault: 'frame 1 was cut off at 61 of 101 bytes: capture whole frames (tcpdump -s 0)',
    });
  });
});

describe('pcapng', () => {
  test('is read as it is written here', () => {
    const frames = FRAMES.map((bytes, i) => ({ interfaceIndex: i, timeMicroseconds: i, bytes }));
    expect(readCapture(writePcapng(frames, [{ name: 'a' }, { name: 'b' }]))).toEqual({ frames: FRAMES });
  });

  test.each([
    ['little-endian', little],
    ['big-endian', big],
  ])('is read with simple and obsolete packets and blocks that are not known, %s', (_how, order) => {
    const length = order(FRAME.length);
    const file = Uint8Array.from([
      ...section(order),
      ...block(order, 0x0bad, 1, 2, 3, 4),
      ...ethernet(order),
      ...block(order, 3, ...length, ...FRAME),
      ...block(order, 2, 0, 0, 0, 0, ...order(0), ...order(0), ...length, ...length, ...FRAME),
    ]);
    expect(readCapture(file)).toEqual({ frames: [FRAME, FRAME] });
  });

  test('begins its interfaces anew in every section, which may have another byte order', () => {
    const part = (order: Number32, link: number) => [...section(order), ...ethernet(order, link)];
    const packet = (order: Number32) => block(order, 3, ...order(FRAME.length), ...FRAME);
    expect(readCapture(Uint8Array.from([...part(little, 113), ...part(big, 1), ...packet(big)]))).toEqual({ frames: [FRAME] });
    expect(readCapture(Uint8Array.from([...part(little, 1), ...part(big, 276), ...packet(big)]))).toEqual({
      fault: 'its frames are not of Ethernet but of link type 276 (Linux cooked capture v2)',
    });
  });

  test('with a frame of no interface is refused', () => {
    const file = Uint8Array.from([...section(little), ...block(little, 3, ...little(FRAME.length), ...FRAME)]);
    expect(readCapture(file)).toEqual({ fault: 'frame 1 is of an interface that is not described' });
  });
});

test('a file cut anywhere gives whole frames or a reason, and never fails', () => {
  const pcapng = writePcapng([{ interfaceIndex: 0, timeMicroseconds: 0, bytes: FRAME }], [{ name: 'a' }]);
  for (const file of [classic(little), classic(big), pcapng]) {
    for (let end = 0; end < file.length; end++) {
      const read = readCapture(joinBytes(file.subarray(0, end)));
      if ('frames' in read) for (const frame of read.frames) expect(FRAMES).toContainEqual(frame);
      else expect(read.fault).toMatch(/no capture file|ends/);
    }
  }
});
