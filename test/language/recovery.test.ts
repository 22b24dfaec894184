import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { indexTopology } from '#core/model';
import { read, readSound, withoutPlaces } from './read.ts';

const articleLab = readFileSync('examples/article-lab.ostopo', 'utf8');

describe('half-typed files', () => {
  test('every prefix by line keeps the blocks that are complete', ({ expect }) => {
    const lines = articleLab.split('\n');
    const complete = (text: string, keyword: string) =>
      [...text.matchAll(new RegExp(`^\\s*${keyword} ([\\w-]+)`, 'gm'))].map((match) => match[1]);
    for (let count = 0; count <= lines.length; count++) {
      const prefix = lines.slice(0, count).join('\n');
      const { topology } = read(prefix);
      expect(
        topology.hosts.map((host) => host.name),
        `after line ${String(count)}`,
      ).toEqual(complete(prefix, 'host').sort());
      expect(
        topology.networks.map((network) => network.name),
        `after line ${String(count)}`,
      ).toEqual(complete(prefix, 'network').sort());
      expect(
        topology.vms.map((vm) => vm.name),
        `after line ${String(count)}`,
      ).toEqual(complete(prefix, 'vm').sort());
    }
  });

  test('every prefix by character is read without an exception', ({ expect }) => {
    for (let length = 0; length <= articleLab.length; length += 7)
      expect(() => indexTopology(read(articleLab.slice(0, length)).topology)).not.toThrow();
  });

  test('a line left out in the middle leaves the other hosts and vms as they are', ({ expect }) => {
    const lines = articleLab.split('\n');
    for (let left = 0; left < lines.length; left++) {
      const text = lines.filter((_, i) => i !== left).join('\n');
      const names = read(text).topology.hosts.map((host) => host.name);
      const expected = [...text.matchAll(/^host ([\w-]+)/gm)].map((match) => match[1]).sort();
      expect(names, `without line ${String(left + 1)}`).toEqual(expected);
    }
  });
});

describe('any text', () => {
  const words = [
    'fabric',
    'host',
    'tenant',
    'network',
    'subnet',
    'router',
    'vm',
    'port',
    'on',
    'interface',
    'expect',
    'reaches',
    'allow',
    'ingress',
    '{',
    '}',
    ',',
    '..',
    '"',
    '/*',
    '//',
    '[1..3]',
    'a-[1..2]',
    '10.0.0.1',
    '10.0.0.0/24',
    'fa:16:3e:00:00:01',
    'ip',
    'mac',
    'id',
    'dhcp',
    'security',
    'none',
    '\n',
    ' ',
    'tcp',
    '80',
    'with',
    'via',
    'from',
    'group',
    '*',
    'a.*',
    'floating-ip',
    'to',
    'as',
    '…',
  ];

  test('words of the language in any order never throw, and every finding has a place inside the text', ({ expect }) => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 60 }), (chosen) => {
        const text = chosen.join(' ');
        const { findings, topology } = read(text);
        const lines = text.split('\n');
        for (const { place } of findings) {
          expect(place.start.line).toBeLessThan(lines.length);
          expect(place.end.character).toBeLessThanOrEqual(lines[place.end.line]?.length ?? 0);
        }
        indexTopology(topology);
      }),
      { numRuns: 500 },
    );
  }, 30_000);

  test("the article's lab with random cuts and insertions never throws", ({ expect }) => {
    const edit = fc.record({
      at: fc.nat(articleLab.length),
      cut: fc.nat(40),
      insert: fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom(...words)),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        const text = edits.reduce((t, { at, cut, insert }) => t.slice(0, at) + insert + t.slice(at + cut), articleLab);
        expect(() => read(text)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});

describe('the order of a file', () => {
  test('does not change the topology', ({ expect }) => {
    const blocks = articleLab.split(/\n(?=fabric|host|tenant|expect)/);
    const original = withoutPlaces(readSound(articleLab).topology);
    fc.assert(
      fc.property(fc.shuffledSubarray(blocks, { minLength: blocks.length }), (shuffled) => {
        expect(withoutPlaces(readSound(shuffled.join('\n')).topology)).toEqual(original);
      }),
      { numRuns: 40 },
    );
  });

  test('inside blocks does not change it either', ({ expect }) => {
    const parts = [
      'network n { vni 1 subnet s 10.0.0.0/24 }',
      'network m { vni 2 subnet u 10.0.1.0/24 }',
      'router r { interface u interface s }',
      'security-group g { allow egress allow ingress tcp 80 allow ingress tcp 80 }',
      'vm v on h { port n { ip 10.0.0.5 } port m }',
      'vm w-[1..2] on h { port n }',
      'expect v reaches w-1',
      'expect w-1 reaches v',
    ];
    const text = (chosen: readonly string[]) => `fabric f\ntenant t {\n${chosen.join('\n')}\n}\nhost h { roles compute }`;
    const original = withoutPlaces(readSound(text(parts)).topology);
    fc.assert(
      fc.property(fc.shuffledSubarray(parts, { minLength: parts.length }), (shuffled) => {
        expect(withoutPlaces(readSound(text(shuffled)).topology)).toEqual(original);
      }),
      { numRuns: 60 },
    );
  });

  test('space at the end of a line belongs to no quote that is not closed', ({ expect }) => {
    const said = (text: string) => read(text).findings.map(({ message }) => message);
    expect(said('import "hosts of red  \nhost a')).toEqual(said('import "hosts of red\nhost a'));
  });
});

describe('characters that no file has', () => {
  test.for([
    ['\u0000', '`U+0000` cannot stand in a file: remove it'],
    ['\u0000\u0001', '`U+0000U+0001` cannot stand in a file: remove these characters'],
    ['\u0007'.repeat(30), `\`${'U+0007'.repeat(20)}…\` cannot stand in a file: remove these characters`],
  ] as const)('%j is named', ([found, message], { expect }) => {
    const { findings } = read(`fabric f\nhost a ${found}\n`);
    expect(findings.map((finding) => [finding.message, finding.place.start])).toEqual([[message, { line: 1, character: 7 }]]);
  });
});
