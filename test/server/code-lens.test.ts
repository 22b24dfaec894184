import { expect, it } from 'vitest';
import type { CodeLens } from 'vscode-languageserver';
import { openEditor } from './editor.ts';
import { smallCloud } from './small-cloud.ts';

async function lenses(text: string): Promise<string[]> {
  const editor = await openEditor(text);
  await editor.diagnostics();
  const found = await editor.request<CodeLens[]>('textDocument/codeLens', {});
  editor.close();
  return found.map(
    ({ range, command }) => `${text.split('\n')[range.start.line]?.trim().split(' ').slice(0, 2).join(' ') ?? ''}: ${command?.title ?? ''}`,
  );
}

it('says how many ports are on a network and in a group', async () => {
  const text = smallCloud({ inTenant: 'security-group www { allow ingress icmp }\nvm x on hv-1 { port app { security www } }' });
  const found = await lenses(text.replace('firewall none', 'firewall iptables-hybrid'));
  expect(found).toEqual(expect.arrayContaining(['network app: 3 ports', 'security-group www: 1 member']));
});

it('says of each expectation whether it holds', async () => {
  const found = await lenses(smallCloud({ inFile: 'expect red.web never reaches red.db\nexpect "no" red.db never reaches 10.0.0.99' }));
  expect(found.filter((lens) => lens.startsWith('expect'))).toEqual([
    'expect red.web: ✓ holds',
    expect.stringMatching(/^expect red\.web: ✗ fails: a packet arrives/),
    'expect "no": not decided',
  ]);
});

it('takes half-typed text', async () => {
  expect(await lenses(`${smallCloud()}\nexpect red.web reaches`)).toContain('expect red.web: ✓ holds');
});
