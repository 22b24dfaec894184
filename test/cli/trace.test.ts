import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writePcapng } from '#core/packet';
import { runCli } from '#test/run-cli';
import { schemaFaults } from '#test/schema-faults';

const LAB = 'examples/article-lab.ostopo';
/** ARP from vm-1 (10.0.1.85) for vm-2 (10.0.1.88). */
const ARP = 'ffffffffffff fa163e449820 0806 0001 0800 06 04 0001 fa163e449820 0a000155 000000000000 0a000158';
/** The same for an address that nobody has. */
const UNANSWERED = ARP.replace(/58$/, '4d');
const schema: unknown = JSON.parse(readFileSync(new URL('../../docs/schemas/trace.json', import.meta.url), 'utf8'));

const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-trace-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
function captureOf(...frames: string[]): string {
  const file = path.join(folder, `${String(frames.length)}.pcapng`);
  writeFileSync(
    file,
    writePcapng(
      frames.map((hex, i) => ({ interfaceIndex: 0, timeMicroseconds: i, bytes: bytesOf(hex) })),
      [{ name: 'tap' }],
    ),
  );
  return file;
}

interface TraceDocument {
  readonly verdict: string;
  readonly reason: { readonly code: string; readonly message: string } | null;
  readonly request: { readonly egress: { readonly device: string } | null };
}

describe('trace from a bridge port', () => {
  it('goes on from there as a packet of its guest', async () => {
    const { exitCode, out } = await runCli('trace', LAB, 'compute-0.br-int.qvo95d96a75-a0', 'vm-4', '--depth', 'tables');
    expect(exitCode).toBe(0);
    expect(out).not.toContain('qbr95d96a75-a0 passes it from tap95d96a75-a0');
  });

  it('names the ports there are when it is given another', async () => {
    const { exitCode, err } = await runCli('trace', LAB, 'compute-0.br-int.qvo1', 'vm-4');
    expect(exitCode).toBe(2);
    expect(err).toContain('ostopo: br-int of compute-0 has no port `qvo1`: it has int-br-ex (1), ');
  });
});

describe('trace of a frame', () => {
  it('needs no TO, and says who took it', async () => {
    const { exitCode, out } = await runCli('trace', LAB, 'vm-1', '--hex', ARP);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/delivered to vm-2 on compute-1, and the answer came back\n$/);
  });

  it('prints the same document as for a packet in words', async () => {
    const { out } = await runCli('trace', LAB, 'vm-1', '--hex', ARP, '--format', 'json');
    const document = JSON.parse(out) as TraceDocument;
    expect(schemaFaults(schema, document)).toEqual([]);
    expect(document).toMatchObject({ verdict: 'delivered', request: { egress: { device: 'vm-2' } } });
  });

  it('of a capture sends each in turn, and fails when one is not delivered', async () => {
    const file = captureOf(ARP, UNANSWERED);
    const text = await runCli('trace', LAB, 'vm-1', '--pcap', file, '--depth', 'story');
    expect(text.exitCode).toBe(1);
    expect(text.out).toMatch(/^frame 1\nrequest: arp who-has 10\.0\.1\.88[^]*\n\nframe 2\nrequest: arp who-has 10\.0\.1\.77/);
    const { out } = await runCli('trace', LAB, 'vm-1', '--pcap', file, '--format', 'json');
    expect(schemaFaults(schema, JSON.parse(out))).toEqual([]);
    const { traces } = JSON.parse(out) as { traces: (TraceDocument & { frame: number })[] };
    expect(traces.map(({ frame, verdict }) => `${String(frame)} ${verdict}`)).toEqual(['1 delivered', '2 lost']);
    expect(traces[1]?.reason?.code).toBe('arp-unanswered');
  });

  it('of a capture can be one', async () => {
    const file = captureOf(UNANSWERED, ARP);
    const { exitCode, out } = await runCli('trace', LAB, 'vm-1', '--pcap', file, '--frame', '2', '--format', 'json');
    expect(exitCode).toBe(0);
    expect((JSON.parse(out) as TraceDocument).verdict).toBe('delivered');
  });

  it('that cannot be followed ends not modelled, by the feature’s name', async () => {
    const fragment = 'fa163e72ad53 fa163e449820 0800 4500 001c 0001 2000 40 01 0000 0a000155 0a000158 0800000000010001';
    const { exitCode, out } = await runCli('trace', LAB, 'vm-1', '--hex', fragment);
    expect(exitCode).toBe(1);
    expect(out).toContain('not decided: not modelled: an IPv4 fragment');
  });

  it.each([
    [['--hex', 'fa1'], 'ostopo: --hex: 3 hexadecimal digits are half a byte too many or too few\n'],
    [['--hex', 'fa16'], 'ostopo: --hex: the frame is cut short: 2 bytes, and an Ethernet header has 14\n'],
    [['--hex', 'xyz'], 'ostopo: --hex: `x` is no hexadecimal digit\n'],
    [['--pcap', 'no-such.pcap'], 'ostopo: cannot read no-such.pcap: no such file\n'],
    [['--pcap', LAB], `ostopo: ${LAB}: it is no capture file: neither pcap nor pcapng\n`],
    [['--frame', '1', '--hex', ARP], 'ostopo: --frame names one frame of a capture: give the capture with --pcap\n'],
    [['--hex', ARP, '--pcap', 'x'], 'ostopo: give the frame with --hex or with --pcap, not with both\n'],
    [['vm-2', 'tcp', '443', '--hex', ARP], 'ostopo: the frame is given whole: `tcp 443` cannot describe it too\n'],
  ])('refuses %j in one line', async (words, err) => {
    expect(await runCli('trace', LAB, 'vm-1', ...words)).toMatchObject({ exitCode: 2, out: '', err });
  });

  it('refuses a capture without frames, and a number beyond them', async () => {
    const empty = captureOf();
    expect(await runCli('trace', LAB, 'vm-1', '--pcap', empty)).toMatchObject({ exitCode: 2, err: `ostopo: ${empty} holds no frame\n` });
    const one = captureOf(ARP);
    const { err } = await runCli('trace', LAB, 'vm-1', '--pcap', one, '--frame', '2');
    expect(err).toBe(`ostopo: ${one} has no frame 2: its frames are 1 to 1\n`);
  });
});

it('refuses tcp and udp without a port', async () => {
  for (const protocol of ['tcp', 'udp']) {
    const { exitCode, out, err } = await runCli('trace', LAB, 'vm-1', 'vm-2', protocol);
    expect([exitCode, out]).toEqual([2, '']);
    expect(err).toContain(`ostopo: a destination port is missing after \`${protocol}\``);
  }
});

it('needs TO or a frame', async () => {
  expect((await runCli('trace', LAB, 'vm-1')).err).toContain(
    'ostopo: say where the packet goes (TO), or give a frame with --hex or --pcap\n',
  );
});
