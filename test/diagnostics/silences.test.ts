import { describe, expect, it } from 'vitest';
import { readSeverities } from '#core/diagnostics';
import { analyse } from '#core/plan';
import { createOstopoReader } from '#language';

const reader = createOstopoReader();

function analyseText(text: string, settings: Readonly<Record<string, string>> = {}) {
  const { topology, findings, silences } = reader.read(text);
  return analyse(topology, findings, { silences, severities: readSeverities(Object.entries(settings)).severities });
}

/** `line code` of what counts and of what is silenced, lines from 1. */
function check(
  text: string,
  settings?: Readonly<Record<string, string>>,
): readonly [counting: readonly string[], silenced: readonly string[]] {
  const { findings, silenced } = analyseText(text, settings);
  return [
    findings.map(({ code, place }) => `${String(place.start.line + 1)} ${code}`),
    silenced.map(({ finding, reason }) => `${String(finding.place.start.line + 1)} ${finding.code}: ${reason}`),
  ];
}

describe('a comment that silences', () => {
  it('speaks of the line it stands at the end of', () => {
    expect(check('host a  // ostopo: allow OST4010 because it is a spare\nhost b')).toEqual([['2 OST4010'], ['1 OST4010: it is a spare']]);
  });

  it('speaks of the next line that holds more than comments, where it has a line of its own', () => {
    const text = '// ostopo: allow OST4010 because it is a spare\n\n// about a\n/* and\n more */ host a\nhost b';
    expect(check(text)).toEqual([['6 OST4010'], ['5 OST4010: it is a spare']]);
  });

  it('may name several codes', () => {
    const [counting, silenced] = check(
      'host a  host b { roles storage  bridge br-x }  // ostopo: allow OST4010, OST4011 because it is for a test\n',
    );
    expect(counting).toEqual([]);
    expect(silenced).toEqual(['1 OST4010: it is for a test', '1 OST4011: it is for a test']);
  });

  it('without a reason silences nothing and is a finding', () => {
    expect(check('host a  // ostopo: allow OST4010')).toEqual([['1 OST4010', '1 OST6101'], []]);
    expect(check('host a  // ostopo: allow OST4010 because   ')[0]).toContain('1 OST4010');
  });

  it('that silences nothing is a hint', () => {
    expect(check('host a { roles compute }  // ostopo: allow OST4010 because why not')).toEqual([['1 OST6102'], []]);
  });

  it('cannot silence what the text says wrongly, nor what there is not', () => {
    const [counting, silenced] = check('host a { roles compute  tunnel-ip here }  // ostopo: allow OST1002 because I like it');
    expect(counting).toContain('1 OST1002');
    expect(counting).toContain('1 OST6103');
    expect(silenced).toEqual([]);
    expect(check('host a { roles compute }  // ostopo: allow OST4999 because I like it')).toEqual([['1 OST6103'], []]);
  });

  it('that is not understood is a finding', () => {
    for (const comment of ['// ostopo: alow OST4010 because x', '// ostopo: allow', '//ostopo: allow because x'])
      expect(check(`host a { roles compute }  ${comment}`)).toEqual([['1 OST6103'], []]);
  });

  it('is a comment, not a word in quotes or inside another comment', () => {
    expect(
      check('host a /* // ostopo: allow OST4010 because x */\n// see // ostopo: allow OST4010 because x\nhost b { roles compute }'),
    ).toEqual([['1 OST4010'], []]);
  });

  it('speaks of its own file only', () => {
    const reader = createOstopoReader(undefined, (uri) => (uri.endsWith('b.ostopo') ? 'host b' : undefined));
    const { topology, findings, silences } = reader.read(
      'import "b.ostopo" // ostopo: allow OST4010 because x\nhost c { roles compute }',
      'file:///a.ostopo',
    );
    const analysis = analyse(topology, findings, { silences });
    expect(
      analysis.findings
        .map(({ code }) => code)
        .filter((code) => !code.startsWith('OST9'))
        .sort(),
    ).toEqual(['OST4010', 'OST6102']);
  });
});

describe('severities', () => {
  it('change what a finding counts as, or take it away', () => {
    expect(analyseText('host a', { OST4010: 'error' }).findings.map(({ severity }) => severity)).toEqual(['error']);
    expect(check('host a', { OST4010: 'off' })).toEqual([[], []]);
  });

  it('that are off make a comment for the same no idle one', () => {
    expect(check('host a { roles compute } // ostopo: allow OST4010 because x', { OST4010: 'off' })).toEqual([[], []]);
  });

  it('are read one by one: what is wrong is said, the rest counts', () => {
    const { severities, errors } = readSeverities([
      ['OST4010', 'hint'],
      ['OST4010', 'off'],
      ['OST4999', 'off'],
      ['OST3011', 'loud'],
      ['OST1004', 'off'],
      ['toString', 'off'],
      ['OST1010', 'error'],
    ]);
    expect([...severities]).toEqual([
      ['OST4010', 'off'],
      ['OST1010', 'error'],
    ]);
    expect(errors).toEqual([
      'there is no finding OST4999',
      'OST3011 cannot be loud: expected error, warning, information, hint, off',
      'OST1004 is always an error: what the text says wrongly is not in the model',
      'there is no finding toString',
    ]);
  });
});
