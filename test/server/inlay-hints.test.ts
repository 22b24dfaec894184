import { TextDocument } from 'vscode-languageserver-textdocument';
import type { InlayHint } from 'vscode-languageserver';
import { expect, it } from 'vitest';
import { openEditor } from './editor.ts';
import { smallCloud } from './small-cloud.ts';

async function hintsOf(text: string): Promise<readonly InlayHint[]> {
  const editor = await openEditor(text);
  const hints = await editor.inlayHints();
  editor.close();
  return hints;
}

const labelText = (label: InlayHint['label']): string => (typeof label === 'string' ? label : label.map(({ value }) => value).join(''));

/** The line of a hint with the hint in it, as an editor shows it. */
function shown(text: string, { position, label }: InlayHint): string {
  const line = text.split('\n')[position.line] ?? '';
  return `${line.slice(0, position.character)} ‹${labelText(label)}›${line.slice(position.character)}`.trim();
}

it('shows what is derived behind the block it is derived for', async () => {
  const text = smallCloud({ inTenant: 'network other { subnet other-v4 10.1.0.0/24 }\n  vm box on hv-1 { port other }' });
  expect((await hintsOf(text)).map((hint) => shown(text, hint))).toEqual(
    expect.arrayContaining([
      'network other ‹vni 1› { subnet other-v4 10.1.0.0/24 }',
      'network other { subnet other-v4 10.1.0.0/24 ‹gateway 10.1.0.1› }',
      'vm box on hv-1 { port other ‹ip 10.1.0.3› }',
      'router edge ‹host net-a› { interface app-v4 }',
      'router edge { interface app-v4 ‹ip 10.0.0.1› }',
    ]),
  );
});

it('says that the gateway of an IPv6 subnet is the prefix itself, as Neutron has it, and writes the bare address', async () => {
  const [hint] = (await hintsOf(smallCloud({ inTenant: 'network six { vni 8  subnet six-v6 fd00:1::/64 }' }))).filter(({ label }) =>
    labelText(label).startsWith('gateway fd'),
  );
  expect(hint && labelText(hint.label)).toBe('gateway fd00:1:: (the prefix itself)');
  expect(JSON.stringify(hint?.tooltip)).toContain('address of the prefix itself');
  expect(hint?.textEdits?.map(({ newText }) => newText)).toEqual([' { gateway fd00:1:: }']);
});

it('shows nothing that is written, and by default neither MACs nor local VLANs', async () => {
  const labels = (await hintsOf(smallCloud())).map(({ label }) => labelText(label));
  expect(labels).not.toContain('vni 7');
  expect(labels.filter((label) => /^(mac|local-vlan) |10\.0\.0\.[12]0/.test(label))).toEqual([]);
});

it('writes the value down when a hint is applied, and everything stays as it is', async () => {
  let text = smallCloud({ inTenant: 'network other { subnet other-v4 10.1.0.0/24 }\n  vm box on hv-1 { port other }' });
  const before = (await hintsOf(text)).map(({ label }) => label);
  for (const label of before) {
    const hint = (await hintsOf(text)).find((candidate) => candidate.label === label);
    text = TextDocument.applyEdits(TextDocument.create('', '', 0, text), hint?.textEdits ?? []);
  }
  const editor = await openEditor(text);
  expect(await editor.diagnostics()).toEqual([]);
  expect(await editor.inlayHints()).toEqual([]);
  for (const label of before) expect(text).toContain(labelText(label));
  editor.close();
});

it('shows none for blocks that stand for several', async () => {
  const text = smallCloud({ inTenant: 'vm many-[1..3] on hv-1 { port app }' });
  expect((await hintsOf(text)).map((hint) => shown(text, hint)).filter((line) => line.includes('many'))).toEqual([]);
});
