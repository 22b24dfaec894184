import { DiagnosticSeverity } from 'vscode-languageserver';
import { expect, it } from 'vitest';
import { openEditor } from './editor.ts';
import { ARTICLE_LAB, smallCloud } from './small-cloud.ts';

it("underlines the MTU fault of the article's lab and leads to the underlay", async () => {
  const editor = await openEditor(ARTICLE_LAB);
  const faults = (await editor.diagnostics()).filter(({ code }) => code === 'OST3011');
  expect(faults.map(({ range }) => lineOf(ARTICLE_LAB, range.start.line))).toEqual([
    expect.stringContaining('network net-1'),
    expect.stringContaining('network net-2'),
  ]);
  expect(faults[0]).toMatchObject({
    severity: DiagnosticSeverity.Error,
    source: 'ostopo',
    message: expect.stringContaining('1450') as string,
  });
  const [related] = faults[0]?.relatedInformation ?? [];
  expect(related && lineOf(ARTICLE_LAB, related.location.range.start.line)).toContain('underlay');
  editor.close();
});

it('leads from a finding to its page where the client says where the pages are, and nowhere else', async () => {
  const hrefs = async (options?: unknown) => {
    const editor = await openEditor('fabric f { firewall none }\nhost h', undefined, options);
    const found = (await editor.diagnostics()).map(({ code, codeDescription }) => [code, codeDescription?.href]);
    editor.close();
    return found;
  };
  expect(await hrefs({ findingPages: 'file:///pages' })).toEqual([['OST4010', 'file:///pages/OST4010.md']]);
  expect(await hrefs()).toEqual([['OST4010', undefined]]);
});

it('reports nothing for a sound model', async () => {
  const editor = await openEditor(smallCloud());
  expect(await editor.diagnostics()).toEqual([]);
  editor.close();
});

it('reports an unknown name once, with the rules’ findings of the sound rest', async () => {
  const text = smallCloud({ inTenant: 'vm box on hv-9 { port app }\n  network other { vni 7 }' });
  const editor = await openEditor(text);
  const codes = (await editor.diagnostics()).map(({ code }) => code);
  expect(codes.filter((code) => code === 'OST1004')).toHaveLength(1);
  expect(codes).toContain('OST3001');
  editor.close();
});

it('takes a finding back when the text is mended', async () => {
  const editor = await openEditor(smallCloud({ inTenant: 'vm box on hv-9' }));
  expect((await editor.diagnostics()).length).toBe(1);
  editor.type(smallCloud({ inTenant: 'vm box on hv-2' }));
  expect(await editor.diagnostics()).toEqual([]);
  editor.close();
});

it('checks each open document by itself: names of one are unknown in another', async () => {
  const one = await openEditor('host hv-1 { roles compute }', 'inmemory:/one.ostopo');
  await one.diagnostics();
  const other = await openEditor('tenant t { vm v on hv-1 }', 'inmemory:/other.ostopo');
  expect((await other.diagnostics()).map(({ code }) => code)).toContain('OST1004');
  one.close();
  other.close();
});

function lineOf(text: string, line: number): string | undefined {
  return text.split('\n')[line];
}
