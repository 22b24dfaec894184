import { afterEach, expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { refactorRequest } from '#protocol';
import { type Editor, openEditor, withCursor } from './editor.ts';
import { smallCloud } from './small-cloud.ts';

let editor: Editor | undefined;
afterEach(() => editor?.close());

/** The refactorings offered at the cursor. */
async function offered(marked: string): Promise<{ readonly editor: Editor; readonly actions: readonly CodeAction[] }> {
  const { text, cursor } = withCursor(marked);
  editor = await openEditor(text);
  await editor.diagnostics();
  return { editor, actions: await editor.codeActions({ start: cursor, end: cursor }, 'refactor') };
}

/** The text after the refactoring of a title was chosen. */
async function choose(marked: string, title: string): Promise<string> {
  const { editor, actions } = await offered(marked);
  const action = actions.find((candidate) => candidate.title === title);
  if (!action) throw new Error(`“${title}” is not among ${actions.map((candidate) => candidate.title).join(', ')}`);
  const { edit } = await editor.request<CodeAction>('codeAction/resolve', action);
  return TextDocument.applyEdits(TextDocument.create(editor.uri, 'ostopo', 1, editor.text()), edit?.changes?.[editor.uri] ?? []);
}

it('renumbers the subnet at the cursor to the next free range', async () => {
  const text = smallCloud();
  expect(await choose(text.replace('subnet app-v4', 'subnet app<|>-v4'), 'Renumber app-v4 to 10.0.1.0/24')).toBe(
    text.replaceAll('10.0.0.', '10.0.1.'),
  );
});

it('splits the subnet at the cursor', async () => {
  expect(await choose(smallCloud().replace('subnet app-v4', 'subnet app<|>-v4'), 'Split app-v4 in two')).toContain(
    'subnet app-v4-upper 10.0.0.128/25',
  );
});

it('offers no split of what cannot be split', async () => {
  const titles = async (subnet: string) =>
    (await offered(smallCloud({ inTenant: `network x { ${subnet} }` }))).actions
      .map(({ title }) => title)
      .filter((title) => title.startsWith('Split'));
  expect(await titles('subnet x<|>-v4 10.9.0.0/24 { pool 10.9.0.100..10.9.0.200 }')).toEqual(['Split x-v4 in two']);
  expect(await titles('subnet x<|>-v6 fd00:1::/64 { ipv6 slaac }')).toEqual([]);
  expect(await titles('subnet x<|>-v4 10.9.0.0/30 { dhcp off }')).toEqual([]);
  expect(await titles('subnet x<|>-v4 10.9.0.0/24 { gateway 10.9.0.128 }')).toEqual([]);
});

it('moves the vm at the cursor, and the vms of a host', async () => {
  const text = smallCloud();
  const moved = text.replace('web on hv-1', 'web on hv-2');
  expect(await choose(text.replace('vm web', 'vm w<|>eb'), 'Move web to hv-2')).toBe(moved);
  expect(await choose(text.replace('host hv-1', 'host h<|>v-1'), 'Move the vms of hv-1 to hv-2')).toBe(moved);
});

it('extracts the rule at the cursor', async () => {
  const text = smallCloud({ inTenant: 'security-group w {\n    allow ingress icmp\n    allow in<|>gress tcp 22\n  }' });
  expect(await choose(text, 'Extract this rule of w into a group')).toContain('security-group w-2 {\n    allow ingress tcp 22\n  }');
});

it('pins one block or the file', async () => {
  const text = smallCloud();
  const one = await choose(text.replace('router edge', 'router e<|>dge'), 'Pin what is derived of red.edge');
  expect(one.split('\n').filter((line, i) => line !== text.split('\n')[i])).toEqual([expect.stringMatching(/router edge \{.*id /)]);
  expect(await choose(`${text}<|>`, 'Pin all that is derived in this file')).toMatch(/local-vlan red\.app 1/);
});

it('answers the client’s own commands, and says why something cannot be done', async () => {
  const { editor } = await offered(`${smallCloud()}<|>`);
  const call = { kind: 'renumber', subnet: 'subnet:red.app-v4', cidr: '10.0.9.0/33' } as const;
  expect(await editor.ask(refactorRequest, { call })).toEqual({
    kind: 'refused',
    message: expect.stringMatching(/no range of addresses/) as unknown,
  });
  expect(await editor.ask(refactorRequest, { call: { ...call, subnet: 'subnet:red.gone' } })).toMatchObject({ kind: 'refused' });
});

it('offers nothing of this kind when quick fixes are asked for', async () => {
  const { editor } = await offered(smallCloud().replace('vm web', 'vm w<|>eb'));
  const start = { line: 11, character: 5 };
  expect((await editor.codeActions({ start, end: start }, 'quickfix')).filter(({ kind }) => kind?.startsWith('refactor'))).toEqual([]);
});

it('asks for the values where the client has commands for that', async () => {
  const { text, cursor } = withCursor(smallCloud().replace('subnet app-v4', 'subnet app<|>-v4'));
  editor = await openEditor(text, undefined, { commands: true });
  await editor.diagnostics();
  const actions = await editor.codeActions({ start: cursor, end: cursor }, 'refactor');
  const asking = actions.flatMap(({ title, command }) => (command ? [[title, command.command]] : []));
  expect(asking).toEqual([
    ['Renumber app-v4…', 'ostopo.renumberSubnet'],
    ['Split app-v4 in two…', 'ostopo.splitSubnet'],
  ]);
  expect(actions.find(({ command }) => command)?.command?.arguments).toEqual([
    { uri: editor.uri, offer: { kind: 'renumber', subnet: 'subnet:red.app-v4', cidr: '10.0.1.0/24' } },
  ]);
});
