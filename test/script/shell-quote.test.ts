import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sh, shellComment, shellQuote } from '#core/compile/script';

/** What a real shell makes of the words: each ends with a NUL. */
function wordsInBash(script: string): string[] {
  const out = execFileSync('bash', ['-c', `printf '%s\\0' ${script}`], { encoding: 'utf8' });
  return out.split('\0').slice(0, -1);
}

const HOSTILE = [
  '',
  ' ',
  '$(reboot)',
  '`reboot`',
  "'; reboot #",
  '"',
  '\\',
  '\n',
  'a\nb',
  '*',
  '~',
  '-n',
  '#',
  '!!',
  '&&',
  '>x',
  'a=b',
  'é漢\u{1f600}',
  '{a,b}',
  '$HOME',
];

describe('quoting for a shell', () => {
  it('gives back every hostile text as one word', () => {
    expect(wordsInBash(HOSTILE.map(shellQuote).join(' '))).toEqual(HOSTILE);
  });

  it('gives back any text as one word', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((s) => !s.includes('\0') && s.isWellFormed());
    fc.assert(
      fc.property(
        fc.array(fc.oneof(text, fc.string({ unit: fc.constantFrom("'", '"', '\\', '$', '`', '\n', ' ', '!', 'a') })), {
          minLength: 20,
          maxLength: 40,
        }),
        (words) => {
          expect(wordsInBash(words.map(shellQuote).join(' '))).toEqual(words);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('leaves harmless words bare, so that scripts stay readable', () => {
    expect(shellQuote('qvo95d96a75-a0')).toBe('qvo95d96a75-a0');
    expect(shellQuote('10.0.1.254/24')).toBe('10.0.1.254/24');
  });

  it('quotes the values of a template and keeps its own text', () => {
    expect(sh`ip link set dev ${'a; reboot'} mtu ${1450} ${['up', 'x y']}`.shell).toBe("ip link set dev 'a; reboot' mtu 1450 up 'x y'");
  });

  it('keeps a comment on its line', () => {
    expect(shellComment('vm\nreboot\r\u2028x').shell).toBe('# vm reboot x');
  });
});
