import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '#core/diagnostics';
import { analyse } from '#core/plan';
import { createOstopoReader } from '#language';

const FOLDER = 'docs/findings';
const reader = createOstopoReader();

const codes = Object.keys(CATALOGUE);

interface Page {
  readonly text: string;
  readonly wrong: string;
  readonly right: string;
}

function readPage(code: string): Page {
  const file = `${FOLDER}/${code}.md`;
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [wrong = '', right = ''] = [...text.matchAll(/```ostopo\n([\s\S]*?)```/g)].map((match) => match[1]);
  return { text, wrong, right };
}

/**
 * OST4013's examples would have thousands of networks: the same is tested on a model made without text, in test/plan/local-vlans.test.ts.
 * OST1011 is reserved. OST60xx are about lock files: test/lock.
 */
const WITHOUT_EXAMPLES = ['OST1011', 'OST4013', 'OST6001', 'OST6002', 'OST6003'];

/** What a model is told, each code once; what is not modelled yet is no fault, and neither are hints: no example uses all it declares. */
function faultsOf(text: string, code: string): readonly string[] {
  const { topology, findings, silences } = reader.read(text);
  const faults = analyse(topology, findings, { silences }).findings.filter(
    (finding) => finding.code === code || (!finding.code.startsWith('OST9') && finding.severity !== 'hint'),
  );
  return [...new Set(faults.map((finding) => finding.code))];
}

describe('docs/findings', () => {
  test('has a page for every code, and no other', () => {
    const pages = readdirSync(FOLDER)
      .filter((name) => /^OST\d{4}\.md$/.test(name))
      .map((name) => name.replace('.md', ''));
    expect(pages.sort()).toEqual([...codes].sort());
  });

  test('has an index of them, with severities and titles', () => {
    const rows = readFileSync(`${FOLDER}/README.md`, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| [OST'));
    expect(rows.sort()).toEqual(
      Object.entries(CATALOGUE)
        .map(([code, { severity, title }]) => `| [${code}](${code}.md) | ${severity} | ${title} |`)
        .sort(),
    );
  });

  describe.each(codes)('%s', (code) => {
    const page = readPage(code);

    test('says its title and its severity', () => {
      const { title, severity } = CATALOGUE[code as keyof typeof CATALOGUE]; // a key of it, by Object.keys
      expect(page.text.startsWith(`# ${code}: ${title}\n\nSeverity: ${severity}.\n`)).toBe(true);
    });

    if (WITHOUT_EXAMPLES.includes(code)) return;

    test('finds the fault in the wrong example, and nothing else', () => {
      expect(faultsOf(page.wrong, code)).toEqual([code]);
    });

    test('finds nothing in the right example', () => {
      expect(faultsOf(page.right, code)).toEqual([]);
    });
  });
});
