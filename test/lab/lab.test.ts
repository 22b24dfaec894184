import { chmodSync, existsSync, readFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { known } from '#core/base';
import { compileFabric } from '#core/compile';
import { printAddress } from '#core/net';
import { planDeployment } from '#core/plan';
import {
  type LabState,
  type Prediction,
  type UnderlayPacket,
  bootId,
  compareWithTrace,
  conversationsOf,
  identifyProcess,
  labDown,
  labCapture,
  labFolder,
  labShell,
  labStatus,
  labUp,
  labVerify,
  readPcap,
  writeLabState,
} from '#lab';
import { parseOstopo } from '#language';

const ARTICLE = readFileSync(new URL('../../examples/article-lab.ostopo', import.meta.url), 'utf8');
const root = mkdtempSync(path.join(tmpdir(), 'ostopo-lab-unit-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function compile(text: string) {
  const { topology } = parseOstopo(text);
  return { compiled: compileFabric(planDeployment(topology).deployment), expectations: topology.expectations };
}

function pairs(expectation: string): string[] | string {
  const { compiled, expectations } = compile(`${ARTICLE.replace(/^expect.*$/gm, '')}\n${expectation}`);
  const [first] = expectations;
  const planned = first && conversationsOf(compiled, first);
  return typeof planned === 'string' || !planned
    ? (planned ?? 'no expectation')
    : planned.map(({ from, to }) => `${from.namespace} ${to.guest?.namespace ?? 'outside'}`);
}

describe('the conversations of an expectation', () => {
  it('are one between two VMs', () => {
    expect(pairs('expect vm-1 reaches vm-4')).toEqual(['vm-demo.vm-1 vm-demo.vm-4']);
  });

  it('are every pair between a network and a VM, but never a VM with itself', () => {
    expect(pairs('expect demo.net-1 reaches vm-2')).toEqual(['vm-demo.vm-1 vm-demo.vm-2', 'vm-demo.vm-3 vm-demo.vm-2']);
  });

  it('go to an address that no VM has', () => {
    expect(pairs('expect vm-1 reaches 10.0.1.254')).toEqual(['vm-demo.vm-1 outside']);
  });

  it.each([
    ['expect vm-1 reaches internet', 'no external network leads out of the lab'],
    ['expect vm-1 reaches vm-2 with arp', 'the lab does not send arp on its own'],
  ])('of "%s" are refused with the reason', (expectation, reason) => {
    expect(pairs(expectation)).toBe(reason);
  });
});

const REQUEST: UnderlayPacket = {
  outerSource: '192.168.255.19', outerDestination: '192.168.255.26', vni: 22, source: '10.0.1.85', destination: '10.0.1.88', protocol: 1, ttl: 64,
}; // prettier-ignore
const REPLY: UnderlayPacket = {
  ...REQUEST,
  outerSource: REQUEST.outerDestination,
  outerDestination: REQUEST.outerSource,
  source: '10.0.1.88',
  destination: '10.0.1.85',
};
const DELIVERED: Prediction = { isAnswered: true, verdict: 'delivered', packets: [REQUEST, REPLY], frames: [] };

describe('conversations over the edge of the cloud', () => {
  const text = readFileSync(new URL('../../examples/floating-ips.ostopo', import.meta.url), 'utf8').replace(/^expect.*$/gm, '');
  const called = (expectation: string) => {
    const { compiled, expectations } = compile(`${text}\n${expectation}`);
    const planned = conversationsOf(compiled, known(expectations[0], 'an expectation'));
    return typeof planned === 'string'
      ? planned
      : planned.map(({ from, to }) => `${from.namespace} calls ${printAddress(to.address)}, which is ${to.guest?.namespace ?? 'nobody'}`);
  };

  it.each([
    ['internet reaches web', 'internet calls 203.0.113.50, which is vm-shop.web'],
    ['internet reaches db', 'internet calls 10.0.1.3, which is vm-shop.db'],
    ['db reaches internet', 'vm-shop.db calls 198.51.100.1, which is internet'],
    ['cache reaches 203.0.113.50', 'vm-shop.cache calls 203.0.113.50, which is vm-shop.web'],
    ['cache reaches web', 'vm-shop.cache calls 10.0.0.4, which is vm-shop.web'],
  ])('%s', (expectation, conversation) => {
    expect(called(`expect ${expectation}`)).toEqual([conversation]);
  });
});

describe('comparing the capture with the trace', () => {
  it('finds nothing where both are the same', () => {
    expect(compareWithTrace(DELIVERED, { isAnswered: true, packets: [REQUEST, REPLY], frames: [] }, 'icmp')).toEqual([]);
  });

  it.each<[string, UnderlayPacket]>([
    ['VNI', { ...REPLY, vni: 99 }],
    ['inner TTL', { ...REPLY, ttl: 63 }],
    ['outer destination', { ...REPLY, outerDestination: '192.168.255.15' }],
    ['inner source', { ...REPLY, source: '10.0.1.90' }],
  ])('finds another %s', (_what, reply) => {
    const [difference, ...more] = compareWithTrace(DELIVERED, { isAnswered: true, packets: [REQUEST, reply], frames: [] }, 'icmp');
    expect(difference).toMatch(/^underlay packet 2: the trace has .*, the capture /);
    expect(more).toEqual([]);
  });

  it('finds a frame with another VLAN on a physical network', () => {
    const frame = {
      physicalNetwork: 'rack',
      sourceMac: 'fa:16:3e:00:00:01',
      destinationMac: 'fa:16:3e:00:00:02',
      vlan: 101,
      source: '10.0.1.85',
      destination: '10.0.1.88',
      protocol: 1,
      ttl: 64,
    };
    const delivered: Prediction = { ...DELIVERED, packets: [], frames: [frame] };
    expect(compareWithTrace(delivered, { isAnswered: true, packets: [], frames: [frame] }, 'icmp')).toEqual([]);
    expect(compareWithTrace(delivered, { isAnswered: true, packets: [], frames: [{ ...frame, vlan: undefined }] }, 'icmp')).toEqual([
      'frame 1: the trace has rack fa:16:3e:00:00:01 > fa:16:3e:00:00:02 vlan 101: 10.0.1.85 > 10.0.1.88 ttl 64, the capture rack fa:16:3e:00:00:01 > fa:16:3e:00:00:02 untagged: 10.0.1.85 > 10.0.1.88 ttl 64',
    ]);
  });

  it('finds a packet that did not come, and one too many', () => {
    expect(compareWithTrace(DELIVERED, { isAnswered: true, packets: [REQUEST], frames: [] }, 'icmp')).toEqual([
      expect.stringContaining('the capture none'),
    ]);
    expect(compareWithTrace(DELIVERED, { isAnswered: true, packets: [REQUEST, REPLY, REPLY], frames: [] }, 'udp')).toEqual([
      expect.stringContaining('the trace has none'),
    ]);
  });

  it('lets a TCP connection go on after the answer', () => {
    expect(compareWithTrace(DELIVERED, { isAnswered: true, packets: [REQUEST, REPLY, REQUEST], frames: [] }, 'tcp')).toEqual([]);
  });

  it('finds an answer that the trace denies', () => {
    const dropped: Prediction = { isAnswered: false, verdict: 'dropped at compute-0 br-int: flow', packets: [], frames: [] };
    expect(compareWithTrace(dropped, { isAnswered: true, packets: [], frames: [] }, 'icmp')).toEqual([
      expect.stringContaining('the trace says dropped at compute-0 br-int'),
    ]);
  });
});

describe('reading a capture', () => {
  function pcap(isLittle: boolean, frames: readonly number[][]): Uint8Array {
    const head = new DataView(new ArrayBuffer(24));
    head.setUint32(0, 0xa1b2c3d4, isLittle);
    const records = frames.map((bytes) => {
      const record = new DataView(new ArrayBuffer(16));
      record.setUint32(8, bytes.length, isLittle);
      record.setUint32(12, bytes.length, isLittle);
      return [...new Uint8Array(record.buffer), ...bytes];
    });
    return Uint8Array.from([...new Uint8Array(head.buffer), ...records.flat()]);
  }

  it.each([true, false])('finds the frames in order (little endian: %s)', (isLittle) => {
    expect(readPcap(pcap(isLittle, [[1, 2, 3], [], [4]])).map((frame) => [...frame])).toEqual([[1, 2, 3], [], [4]]);
  });

  it('leaves out a frame that is not whole yet', () => {
    expect(
      readPcap(
        pcap(true, [
          [1, 2],
          [3, 4, 5],
        ]).slice(0, -1),
      ).map((frame) => [...frame]),
    ).toEqual([[1, 2]]);
    expect(readPcap(new Uint8Array(10))).toEqual([]);
  });
});

/** The record of a lab whose processes are this one. */
function recordOf(own: Pick<LabState, 'phase'> & Partial<LabState>): LabState {
  const holder = known(identifyProcess(process.pid), 'this process');
  const underlay = { name: 'underlay', holder, innerPid: 1, keeper: holder };
  return { schema: 1, fabric: 'lab', bootId: bootId(), manifestHash: '', builder: undefined, underlay, hosts: [], ...own };
}

describe('the lab says in one line', () => {
  afterEach(() => vi.restoreAllMocks());
  const { compiled } = compile(ARTICLE);

  it('that it needs root, before anything is made', async () => {
    if (process.getuid) vi.spyOn(process, 'getuid').mockReturnValue(1000);
    await expect(labUp(compiled, { root })).rejects.toThrow(/^the lab needs (root|Linux): .*$/);
    await expect(labDown('lab', root)).rejects.toThrow(/^the lab needs (root|Linux)/);
    expect(labStatus('lab', root)).toBe('none');
  });

  it.skipIf(process.platform !== 'linux')('that it needs root, also to be entered and looked into, whether or not it is up', async () => {
    vi.spyOn(process, 'getuid').mockReturnValue(1000);
    const line = 'the lab needs root: it makes network namespaces (run it with sudo)';
    expect(() => labShell(compiled, 'vm-1', [], root)).toThrow(line);
    expect(() => labCapture(compiled, undefined, root)).toThrow(line);
    await expect(labVerify(compiled, [], { root })).rejects.toThrow(line);
  });

  it.skipIf(process.getuid?.() !== 0)('that it needs root, to whoever may not read its record', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-lab-unit-'));
    chmodSync(folder, 0o755);
    writeLabState(labFolder('lab', folder), recordOf({ phase: 'up' }));
    process.seteuid?.(65534);
    try {
      expect(() => labStatus('lab', folder)).toThrow(
        /^the lab needs root, also to be looked at \(run it with sudo\): .*lab\.json cannot be read$/,
      );
    } finally {
      process.seteuid?.(0);
      rmSync(folder, { recursive: true });
    }
  });

  it.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)('that it is broken, where whoever brought it up is gone', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-lab-unit-'));
    const own = known(identifyProcess(process.pid), 'this process');
    writeLabState(labFolder('lab', folder), recordOf({ phase: 'starting', builder: own }));
    expect(labStatus('lab', folder)).toBe('starting');
    expect(() => labShell(compiled, 'vm-1', [], folder)).toThrow('the lab of fabric lab is still coming up');
    for (const builder of [{ ...own, startTicks: '1' }, undefined]) {
      writeLabState(labFolder('lab', folder), recordOf({ phase: 'starting', builder }));
      expect(labStatus('lab', folder)).toBe('broken');
      expect(() => labShell(compiled, 'vm-1', [], folder)).toThrow('the lab of fabric lab is broken, for processes of it are gone');
    }
    rmSync(folder, { recursive: true });
  });

  it('nothing of the folder of all labs, which goes with the last one', async (test) => {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return test.skip('down needs root');
    const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-lab-unit-'));
    const down = labDown('lab', folder).catch((error: unknown) => String(error));
    if (String(await down).includes('tools')) return test.skip('down needs the tools');
    expect(await down).toBe(false);
    expect(existsSync(folder)).toBe(false);
  });

  it('that it is not up', async (test) => {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return test.skip('it would say that it needs root');
    await expect(labVerify(compiled, [], { root })).rejects.toThrow(/needs tools|is not up: start it with "lab up"/);
  });

  it('that a record is not its own', () => {
    const folder = labFolder('foreign', root);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'lab.json'), '{"schema": 7}');
    expect(() => labStatus('foreign', root)).toThrow(/lab\.json is not the record of a lab/);
  });

  it('a folder per fabric, whatever its name', () => {
    expect(labFolder('../x/y', '/labs')).toBe('/labs/___x_y');
  });
});
