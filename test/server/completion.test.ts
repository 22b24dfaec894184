import { type CompletionItem, CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import { expect, it } from 'vitest';
import { openEditor, withCursor } from './editor.ts';
import { smallCloud } from './small-cloud.ts';

async function complete(marked: string): Promise<readonly CompletionItem[]> {
  const { text, cursor } = withCursor(marked);
  const editor = await openEditor(text);
  const items = await editor.complete(cursor);
  editor.close();
  return items;
}

const labels = (items: readonly CompletionItem[]): string[] => items.map(({ label }) => label).sort();

it('offers compute hosts after `on`, and no other host', async () => {
  expect(labels(await complete(smallCloud({ inTenant: 'vm box on <|>' })))).toEqual(['hv-1', 'hv-2']);
});

it('offers the networks of the own tenant after `port`', async () => {
  expect(labels(await complete(smallCloud({ inTenant: 'vm box on hv-1 { port <|> }' })))).toEqual(['app']);
});

it('offers the subnets of the own tenant that no router has after `interface`', async () => {
  const inTenant = 'network other { subnet other-v4 10.1.0.0/24 }\n  router second { interface <|> }';
  expect(labels(await complete(smallCloud({ inTenant })))).toEqual(['other-v4']);
});

const values = (items: readonly CompletionItem[]): string[] =>
  items.filter(({ kind }) => kind === CompletionItemKind.Value).map(({ label }) => label);

it('offers free addresses of the subnet at hand after `ip`', async () => {
  const items = await complete(smallCloud({ inTenant: 'vm box on hv-1 { port app { ip <|> } }' }));
  expect(values(items)).toEqual(['10.0.0.4', '10.0.0.5', '10.0.0.6']);
});

it('offers free VNIs, MTUs that fit, tunnel addresses and ranges', async () => {
  expect(values(await complete(smallCloud({ inTenant: 'network x { vni <|> }' })))).toEqual(['2']);
  expect(values(await complete(smallCloud({ inTenant: 'network x { mtu <|> }' })))).toEqual(['1500']);
  expect(values(await complete(smallCloud({ inFile: 'host hv-3 { roles compute  tunnel-ip <|> }' })))).toEqual(['192.168.0.13']);
  expect(values(await complete(smallCloud({ inTenant: 'network x { subnet x-v4 <|> }' })))).toEqual([
    '10.0.1.0/24',
    '10.0.2.0/24',
    'fd00:1::/64',
  ]);
});

it('names well-known ports in rules and expectations', async () => {
  const items = await complete(smallCloud({ inTenant: 'security-group web { allow ingress tcp <|> }' }));
  expect(items.find(({ label }) => label === '443')?.detail).toBe('HTTPS');
  expect(values(await complete(smallCloud({ inFile: 'expect red.web reaches red.db with udp <|>' })))).toContain('53');
});

it('offers no property a second time, and none that contradicts what is written', async () => {
  const inNetwork = labels(await complete(smallCloud({ inTenant: 'network x { vni 9  <|> }' })));
  expect(inNetwork).toContain('mtu');
  expect(inNetwork).not.toContain('vni');
  expect(inNetwork).not.toContain('vlan');
  expect(labels(await complete(smallCloud({ inFile: '<|>' })))).not.toContain('fabric');
});

it('fills snippets with what there is and what is free', async () => {
  const vm = (await complete(smallCloud({ inTenant: '<|>' }))).find(({ label }) => label === 'vm');
  expect(vm?.textEdit?.newText).toBe('vm ${1:vm-1} on ${2:hv-1} {\n\tport ${3:app}\n}');
  const host = (await complete(smallCloud({ inFile: '<|>' }))).find(({ label }) => label === 'host');
  expect(host?.textEdit?.newText).toContain('tunnel-ip ${3:192.168.0.13}');
});

it('offers the security groups of the own tenant after `security`', async () => {
  const items = await complete(
    smallCloud({ inTenant: 'security-group web { allow ingress tcp 80 }\n vm box on hv-1 { port app { security <|> } }' }),
  );
  expect(labels(items)).toEqual(['default', 'none', 'web']);
});

it('offers vms and `internet` as the ends of an expectation', async () => {
  const items = await complete(smallCloud({ inFile: 'expect red.web reaches <|>' }));
  expect(labels(items)).toEqual(expect.arrayContaining(['internet', 'db', 'web']));
  expect(labels(items)).not.toContain('hv-1');
});

it('tells a name apart by what it became', async () => {
  const [item] = await complete(smallCloud({ inTenant: 'vm box on hv-1 { port <|> }' }));
  expect(item?.detail).toBe('vni 7 (vxlan) · 10.0.0.0/24');
});

it('offers the blocks of a file with snippets and their meaning', async () => {
  const items = await complete('<|>');
  expect(labels(items)).toEqual(['expect', 'expect "…"', 'fabric', 'host', 'import', 'tenant']);
  const fabric = items.find(({ label }) => label === 'fabric');
  expect(fabric?.insertTextFormat).toBe(InsertTextFormat.Snippet);
  expect(fabric?.textEdit?.newText).toContain('underlay');
});

it('offers in a block only what stands there', async () => {
  const inNetwork = labels(await complete('tenant t { network n { <|> } }'));
  expect(inNetwork).toEqual(expect.arrayContaining(['subnet', 'vni', 'mtu', 'external']));
  expect(inNetwork).not.toContain('host');
  const inBridge = await complete('host h { bridge b { <|> } }');
  expect(labels(inBridge)).toEqual(['interface', 'ip', 'physical']);
  expect(inBridge.find(({ label }) => label === 'interface')?.textEdit?.newText).toContain('eth0');
});

it('goes on with a word that is begun', async () => {
  expect(labels(await complete('host h { roles compute }\ntenant t { ne<|> }'))).toEqual(['network']);
});

it('offers nothing where a new name is due', async () => {
  expect(labels(await complete('tenant <|>'))).toEqual([]);
});

it('offers names in a block that is not closed yet', async () => {
  expect(labels(await complete('host hv-1 { roles compute }\ntenant t {\n  vm v on <|>'))).toEqual(['hv-1']);
});
