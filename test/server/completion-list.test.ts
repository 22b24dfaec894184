import type { CompletionItem } from 'vscode-languageserver';
import { expect, it } from 'vitest';
import { openEditor, withCursor } from './editor.ts';

async function complete(marked: string): Promise<readonly CompletionItem[]> {
  const { text, cursor } = withCursor(marked);
  const editor = await openEditor(text);
  const items = await editor.complete(cursor);
  editor.close();
  return items;
}

it('offers nothing glued to the end of a value: the Tab that leaves a placeholder would take it', async () => {
  const labels = async (marked: string) => (await complete(marked)).map(({ label }) => label);
  expect(await labels('fabric f { overlay vxlan { vni 1000..1999<|> } }')).toEqual([]);
  expect(await labels('fabric f { overlay vxlan { vni 1000..1999 <|> } }')).toContain('port');
});

it('has what is needed first at the top, each with its gist', async () => {
  const items = [...(await complete('<|>'))].sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
  expect(items.map(({ label }) => label)).toEqual(['fabric', 'host', 'tenant', 'expect', 'import']);
  expect(items[0]?.labelDetails?.description).toBe('The cloud as a whole');
});

it('tells the elements of a repeated block apart', async () => {
  const items = await complete(`
    fabric f { underlay 172.16.0.0/24 }
    host hv-[1..2] { roles compute  tunnel-ip 172.16.0.[11..12] }
    tenant red { network app { subnet app-v4 10.0.0.0/24 }  vm box on <|> }`);
  expect(items.map(({ label, detail }) => `${label}: ${detail}`)).toEqual(['hv-1: compute · 172.16.0.11', 'hv-2: compute · 172.16.0.12']);
});
