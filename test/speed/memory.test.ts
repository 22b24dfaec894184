import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lock, NO_LOCK, analyse, createLock } from '#core/plan';
import { type Random, createRandom, withRandomEdit, withWordReplaced } from '#test/random-text';
import { documentedTexts } from '../fuzz/texts.ts';
import { arbitraryText } from '../print/arbitrary-text.ts';
import { describeAlone, describeModel, openText } from './remembering.ts';
import { NEIGHBOURS, withTellingEdit } from './telling-edits.ts';

/** The same in every run. */
const SEED = 11;
const EDITS = 6;

/** The MAC that the port of VM `a.one` on its own network is given. */
const OF_A_ONE = 'fa:16:3e:9e:24:3a';

describe('what is remembered of earlier versions of a text never changes what comes out', () => {
  const mixtures = fc.sample(arbitraryText, { seed: SEED, numRuns: 12 });
  const documented = documentedTexts().filter((_, i) => i % 10 === 0);
  const texts = [...Array<string>(60).fill(NEIGHBOURS), ...mixtures, ...documented];

  it.each([
    ['the name of the fabric, which UUIDs come from', 'fabric f', 'fabric g'],
    [
      'a MAC, now that of a port of another tenant, which gets another and with it another IPv6 address',
      'mac fa:16:3e:00:00:07',
      `mac ${OF_A_ONE}`,
    ],
    ['an address another tenant has floating', '203.0.113.2 to', '203.0.113.9 to'],
    ['an address another tenant has pinned', 'ip 10.1.0.4', 'ip 10.1.0.6'],
    ['the pool of a network of another tenant', 'pool 10.1.0.3', 'pool 10.1.0.6'],
    ['whom a network is shared with', 'network common { shared', 'network common { shared with a'],
    ['a host that ports are on', 'host h-[1..2]', 'host h-[1..1]'],
    ['how many lines stand before', 'tenant provider {', 'tenant provider {\n\n'],
  ])('%s', (_what, from, to) => {
    const editor = openText(NEIGHBOURS);
    const before = describeModel(editor.read(), editor.plan);
    editor.change(NEIGHBOURS.replace(from, to));
    const after = describeModel(editor.read(), editor.plan);
    expect(after).toEqual(describeAlone(editor.text()));
    expect(after).not.toEqual(before);
  });

  it('whatever is edited, undone or locked: topology, findings and plan are those of the text alone', { timeout: 300_000 }, () => {
    for (const [i, text] of texts.entries()) checkEdits(text, createRandom(SEED * 1000 + i), `text ${String(i)}`);
  });
});

function checkEdits(original: string, random: Random, name: string): void {
  const editor = openText(original);
  const first = editor.read();
  const { deployment } = analyse(first.topology, first.findings, { memory: editor.plan });
  const locks: readonly [Lock, Lock] = [NO_LOCK, createLock(first.topology, deployment)];
  const versions = [original];
  for (let step = 0; step < EDITS; step++) {
    const edit = random.pick([withTellingEdit, withTellingEdit, withRandomEdit, withWordReplaced]);
    const text = random.below(4) === 0 ? (versions[random.below(versions.length)] ?? original) : edit(editor.text(), random);
    versions.push(text);
    editor.change(text);
    const lock = random.pick(locks);
    expect(describeModel(editor.read(), editor.plan, lock), `${name}, step ${String(step)}:\n${text}`).toEqual(describeAlone(text, lock));
  }
}
