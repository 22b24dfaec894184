import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { known } from '#core/base';
import { createMac, parseAddress } from '#core/net';
import { createEchoRequest, encapsulate, encodeFrame, writePcapng } from '#core/packet';

const address = (text: string) => known(parseAddress(text), text);
const inner = createEchoRequest(
  {
    sourceMac: createMac(0xfa163e449820n),
    destinationMac: createMac(0xfa163e72ad53n),
    source: address('10.0.1.85'),
    destination: address('10.0.1.88'),
  },
  { icmpIdentifier: 7, icmpSequence: 1, data: new Uint8Array(56) },
);
const outer = encapsulate(inner, {
  type: 'vxlan',
  tunnelId: 22n,
  udpPort: 4789,
  localIp: address('192.168.255.19'),
  remoteIp: address('192.168.255.26'),
  localMac: createMac(3n),
  remoteMac: createMac(4n),
});
const capture = writePcapng(
  [
    { interfaceIndex: 0, timeMicroseconds: 5, bytes: encodeFrame(inner) },
    { interfaceIndex: 1, timeMicroseconds: 2 ** 32 + 7, bytes: encodeFrame(outer, { zeroUdpChecksum: true }) },
  ],
  [{ name: 'compute-0/tap95d96a75-a0' }, { name: 'underlay', description: 'tunnels между hosts' }],
);

test('every block of a capture repeats its length, and the lengths cover the file', () => {
  const view = new DataView(capture.buffer);
  const types: number[] = [];
  let offset = 0;
  while (offset < capture.length) {
    const length = view.getUint32(offset + 4, true);
    expect(view.getUint32(offset + length - 4, true)).toBe(length);
    expect(length % 4).toBe(0);
    types.push(view.getUint32(offset, true));
    offset += length;
  }
  expect(offset).toBe(capture.length);
  expect(types).toEqual([0x0a0d0d0a, 1, 1, 6, 6]);
});

const hasTshark = isInstalled('tshark');

test.skipIf(!hasTshark)(
  `tshark reads interfaces, times and headers of a capture${hasTshark ? '' : ' (skipped: tshark is not installed)'}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'ostopo-pcapng-'));
    try {
      const file = join(folder, 'capture.pcapng');
      writeFileSync(file, capture);
      const fields = ['frame.interface_name', 'frame.time_epoch', 'vxlan.vni', 'ip.len', 'ip.checksum.status', 'icmp.checksum.status'];
      const args = ['-r', file, '-o', 'ip.check_checksum:TRUE', '-T', 'fields', ...fields.flatMap((field) => ['-e', field])];
      const lines = execFileSync('tshark', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
        .trimEnd()
        .split('\n');
      expect(lines).toEqual(['compute-0/tap95d96a75-a0\t0.000005000\t\t84\t1\t1', 'underlay\t4294.967303000\t22\t134,84\t1,1\t1']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
