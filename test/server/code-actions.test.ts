import { CodeActionKind, type CodeAction } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { expect, it } from 'vitest';
import { analyse } from '#core/plan';
import { parseOstopo } from '#language';
import { type Editor, openEditor } from './editor.ts';
import { ARTICLE_LAB, smallCloud } from './small-cloud.ts';

const apply = (editor: Editor, { edit }: Pick<CodeAction, 'edit'>): string =>
  TextDocument.applyEdits(TextDocument.create('', '', 0, editor.text()), edit?.changes?.[editor.uri] ?? []);

it('offers the cures of the finding at the cursor, the obvious one marked', async () => {
  const editor = await openEditor(ARTICLE_LAB);
  const fault = (await editor.diagnostics()).find(({ code }) => code === 'OST3011');
  const actions = fault ? await editor.codeActions(fault.range, CodeActionKind.QuickFix) : [];
  expect(actions.map(({ title, isPreferred = false }) => [title, isPreferred])).toEqual([
    ['Lower the MTU to 1400', true],
    ["Raise the underlay's MTU to 1500", false],
    ['Fix all OST3011 in this file (The MTU with its encapsulation does not fit the underlay)', false],
    ['Silence OST3011 on this line, with a reason', false],
  ]);
  expect(actions[0]).toMatchObject({ kind: CodeActionKind.QuickFix, diagnostics: [{ code: 'OST3011' }] });
  editor.close();
});

it('offers a cure once for a block that stands for several, and for all their findings', async () => {
  const editor = await openEditor(smallCloud({ inFile: 'host extra-[1..3] { tunnel-ip 192.168.0.[31..33] }' }));
  const faults = (await editor.diagnostics()).filter(({ code }) => code === 'OST4010');
  expect(faults).toHaveLength(3);
  const actions = faults[0] ? await editor.codeActions(faults[0].range, CodeActionKind.QuickFix) : [];
  expect(actions.map(({ title }) => title)).toEqual([
    'Add `roles compute`',
    'Add `roles network`',
    'Silence OST4010 on this line, with a reason',
  ]);
  expect(actions[0]?.diagnostics).toHaveLength(3);
  editor.close();
});

it('takes the finding away when a cure is applied', async () => {
  const editor = await openEditor(smallCloud({ inTenant: 'vm box on hv-9 { port app }' }));
  const [fault] = await editor.diagnostics();
  const [action] = fault ? await editor.codeActions(fault.range) : [];
  expect(action?.title).toMatch(/^Change to `hv-[12]`$/);
  editor.type(action ? apply(editor, action) : '');
  expect(await editor.diagnostics()).toEqual([]);
  editor.close();
});

it('silences a line with a comment that asks for the reason, and does not count without one', async () => {
  const editor = await openEditor(ARTICLE_LAB);
  const fault = (await editor.diagnostics()).find(({ code }) => code === 'OST3011');
  const action = (fault ? await editor.codeActions(fault.range) : []).find(({ title }) => title.startsWith('Silence'));
  const text = action ? apply(editor, action) : '';
  editor.close();
  const counted = (wanted: string) => {
    const { topology, findings: earlier, silences } = parseOstopo(wanted);
    const codes = analyse(topology, earlier, { silences }).findings.map(({ code }) => code);
    return codes.filter((code) => code === 'OST3011' || code.startsWith('OST61'));
  };
  expect(text).toContain('\n  // ostopo: allow OST3011 because (say why)\n  network net-1');
  expect(counted(text)).toEqual(['OST6101', 'OST3011', 'OST3011']);
  expect(counted(text.replace('(say why)', 'the lab never sends large packets'))).toEqual(['OST3011']);
});

it('offers nothing where nothing is wrong', async () => {
  const editor = await openEditor(smallCloud());
  const start = { line: 0, character: 0 };
  expect(await editor.codeActions({ start, end: { line: 99, character: 0 } }, CodeActionKind.QuickFix)).toEqual([]);
  editor.close();
});

it('cures a whole file when the editor asks for `source.fixAll`', async () => {
  const editor = await openEditor(smallCloud({ inTenant: 'network x { vni 7 }\n  network y { vni 7 }' }));
  const start = { line: 0, character: 0 };
  const actions = await editor.codeActions({ start, end: start }, CodeActionKind.SourceFixAll);
  expect(actions.map(({ kind }) => kind)).toEqual([CodeActionKind.SourceFixAll]);
  editor.type(actions[0] ? apply(editor, actions[0]) : '');
  expect((await editor.diagnostics()).filter(({ code }) => code === 'OST3001')).toEqual([]);
  editor.close();
});
