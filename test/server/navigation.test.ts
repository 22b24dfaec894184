import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { DocumentSymbol } from 'vscode-languageserver';
import { openEditor, withCursor } from './editor.ts';
import { smallCloud } from './small-cloud.ts';

async function withEditor<T>(
  marked: string,
  use: (editor: Awaited<ReturnType<typeof openEditor>>, cursor: ReturnType<typeof withCursor>['cursor']) => Promise<T>,
): Promise<T> {
  const { text, cursor } = withCursor(marked);
  const editor = await openEditor(text);
  const result = await use(editor, cursor);
  editor.close();
  return result;
}

it('goes from a reference in one block to the name in another', async () => {
  const target = await withEditor(smallCloud({ inTenant: 'vm box on hv<|>-2' }), (editor, cursor) => editor.definition(cursor));
  expect(target).toEqual({ text: 'hv-2', line: 7 });
});

it('goes from a qualified name outside the tenant to the vm inside', async () => {
  const target = await withEditor(smallCloud({ inFile: 'expect red.w<|>eb reaches red.db' }), (editor, cursor) =>
    editor.definition(cursor),
  );
  expect(target?.text).toBe('web');
});

it('goes from one host of many to the block that stands for them', async () => {
  const target = await withEditor('host hv-[1..3] { roles compute }\ntenant t { vm v on hv<|>-2 }', (editor, cursor) =>
    editor.definition(cursor),
  );
  expect(target).toEqual({ text: 'hv-[1..3]', line: 0 });
});

it('finds the declaration and every reference of a subnet', async () => {
  const lines = await withEditor(smallCloud().replace('app-v4 10', 'app<|>-v4 10'), (editor, cursor) => editor.references(cursor));
  expect(lines).toEqual([9, 10]);
});

it('finds a tenant wherever rename would change it: in front of qualified names too', async () => {
  const marked = smallCloud({
    inFile: 'tenant blue { vm b on hv-1 { port red.app } }\nexpect red.web.app never reaches red.*\nexpect red.app reaches red.db',
  }).replace('tenant red', 'tenant r<|>ed');
  const { lines, renamed } = await withEditor(marked, async (editor, cursor) => ({
    lines: await editor.references(cursor),
    renamed: (await editor.rename(cursor, 'crimson'))?.changes?.[editor.uri] ?? [],
  }));
  expect(lines).toEqual(renamed.map(({ range }) => range.start.line).sort((a, b) => a - b));
  expect(lines).toHaveLength(8);
});

it('finds the uses of the part of a qualified name that the cursor is in', async () => {
  const lines = await withEditor(smallCloud({ inFile: 'expect r<|>ed.web reaches 10.9.0.1' }), (editor, cursor) =>
    editor.references(cursor),
  );
  expect(lines).toEqual([8, 15, 15, 16]);
});

it('renames a vm everywhere and keeps the tenant in front of it', async () => {
  const marked = smallCloud({ inFile: 'expect red.w<|>eb never reaches 10.9.0.1' });
  const { text, edit, uri } = await withEditor(marked, async (editor, cursor) => ({
    text: editor.text(),
    uri: editor.uri,
    edit: await editor.rename(cursor, 'shop'),
  }));
  const renamed = TextDocument.applyEdits(TextDocument.create(uri, 'ostopo', 1, text), edit?.changes?.[uri] ?? []);
  expect(renamed).toBe(text.replaceAll('red.web', 'red.shop').replace('vm web', 'vm shop'));
});

it('refuses a new name that cannot be one', async () => {
  await expect(
    withEditor(smallCloud().replace('vm web', 'vm w<|>eb'), (editor, cursor) => editor.rename(cursor, 'my shop')),
  ).rejects.toThrow(/cannot be a name/);
});

describe('renaming', () => {
  const rename = (marked: string, newName: string) =>
    withEditor(marked, async (editor, cursor) => {
      const edit = await editor.rename(cursor, newName);
      return TextDocument.applyEdits(TextDocument.create(editor.uri, 'ostopo', 1, editor.text()), edit?.changes?.[editor.uri] ?? []);
    });
  const more = { inFile: 'expect red.web.app reaches red.* with icmp\nexpect red.app never reaches red.db.app' };
  const cloud = smallCloud(more);

  it('a tenant changes the qualified names of all that is in it', async () => {
    expect(await rename(cloud.replace('tenant red', 'tenant r<|>ed'), 'crimson')).toBe(cloud.replaceAll('red', 'crimson'));
  });

  it('a tenant from the front of a qualified name', async () => {
    expect(await rename(cloud.replace('red.web.app', 'r<|>ed.web.app'), 'crimson')).toBe(cloud.replaceAll('red', 'crimson'));
  });

  it('a vm in front of its port', async () => {
    expect(await rename(cloud.replace('red.web.app', 'red.w<|>eb.app'), 'shop')).toBe(cloud.replaceAll(/\bweb\b/g, 'shop'));
  });

  it('a network changes the names of the ports that are called like it', async () => {
    expect(await rename(cloud.replace('network app', 'network a<|>pp'), 'front')).toBe(cloud.replaceAll(/\bapp\b(?!-)/g, 'front'));
  });

  it('a port that is called like its network gets a name of its own', async () => {
    const renamed = await rename(cloud.replace('red.web.app', 'red.web.a<|>pp'), 'eth0');
    expect(renamed).toBe(cloud.replace('hv-1 { port app {', 'hv-1 { port app as eth0 {').replace('red.web.app', 'red.web.eth0'));
  });

  it('a repeated block keeps its brackets, and its mentions their numbers', async () => {
    const many = 'host hv-[1..3] { roles compute }\ntenant t { vm v on hv-2, hv-[1..3] }\n';
    expect(await rename(many.replace('host hv', 'host h<|>v'), 'node-[1..3]')).toBe(many.replaceAll('hv-', 'node-'));
    await expect(rename(many.replace('host hv', 'host h<|>v'), 'node')).rejects.toThrow(/needs \[1\.\.3\]/);
    await expect(rename(many.replace('on hv', 'on h<|>v'), 'node-7')).rejects.toThrow(/where it is declared/);
  });

  it('refuses a name that another block has', async () => {
    await expect(rename(cloud.replace('vm web', 'vm w<|>eb'), 'db')).rejects.toThrow(/would make an error/);
  });

  it('refuses a name that would take a mention away from another tenant’s network', async () => {
    const shared = `${cloud}tenant green { network open { shared  subnet open-v4 10.7.0.0/24 } }
tenant blue { network mine { subnet mine-v4 10.8.0.0/24 }  vm b on hv-1 { port open } }
`;
    await expect(rename(shared.replace('network mine', 'network mi<|>ne'), 'open')).rejects.toThrow(/something else/);
  });
});

it('shows the outline: hosts, and the tenant with what it holds', async () => {
  const outline = await withEditor(`${smallCloud()}<|>`, (editor) => editor.outline());
  expect(outline.map(print)).toEqual([
    'f',
    'net-a host',
    'hv-1 host',
    'hv-2 host',
    'red [app network [app-v4 10.0.0.0/24], edge router, web on hv-1 [app port], db on hv-2 [app port]]',
    'red.web reaches red.db with icmp expectation',
  ]);
});

it('shows floating addresses and expectations in the outline, by address and label', async () => {
  const text = `tenant red { floating-ip 203.0.113.50 to web  expect "a label" web never reaches db }\nexpect red.web  reaches red.db\n<|>`;
  const outline = await withEditor(text, (editor) => editor.outline());
  expect(outline.map(print)).toEqual(['red [203.0.113.50 to web, a label expectation]', 'red.web reaches red.db expectation']);
});

function print({ name, detail, children = [] }: DocumentSymbol): string {
  return [name, detail, children.length > 0 ? `[${children.map(print).join(', ')}]` : undefined].filter(Boolean).join(' ');
}
