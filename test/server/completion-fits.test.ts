// That what is offered also fits: the network, the host, the tenant, and what is written already.
import { type CompletionItem } from 'vscode-languageserver';
import { expect, it } from 'vitest';
import { openEditor, withCursor } from './editor.ts';
import { openFolder } from './folder.ts';
import { WHOLE_VOCABULARY } from '#test/whole-vocabulary';

async function completeIn(marked: string): Promise<readonly CompletionItem[]> {
  const { text, cursor } = withCursor(marked);
  const editor = await openEditor(text);
  const items = await editor.complete(cursor);
  editor.close();
  return items;
}

/** What is offered where the whole vocabulary says something else. */
async function offeredFor(written: string, marked: string): Promise<readonly string[]> {
  expect(WHOLE_VOCABULARY).toContain(written);
  return (await completeIn(WHOLE_VOCABULARY.replace(written, marked))).map(({ label }) => label);
}

it('offers hosts that can carry the ports of the VM', async () => {
  expect(await offeredFor('vm pg on hv-1', 'vm pg on <|>')).toEqual(['hv-1']);
  expect(await offeredFor('vm plain on hv-2', 'vm plain on <|>')).toEqual(['hv-1', 'hv-2']);
});

it('offers networks that the host can carry and the tenant may use', async () => {
  const onSecond = await offeredFor('vm plain on hv-2 { port db {', 'vm plain on hv-2 { port <|> {');
  expect(onSecond).toEqual(expect.arrayContaining(['app', 'db', 'quiet', 'apart']));
  for (const other of ['lan', 'provider.second', 'green.app']) expect(onSecond).not.toContain(other);
});

it('offers subnets that a router can join, and networks that lead outside', async () => {
  expect(await offeredFor('interface db-v4', 'interface <|>')).toEqual(['lan-v4', 'card-v4', 'app-v6', 'db-v4', 'db-v6', 'apart-v4']);
  expect(await offeredFor('external public {', 'external <|> {')).toEqual(['public']);
});

it('offers free addresses of external networks for floating addresses, and ports that a router leads to', async () => {
  expect(await offeredFor('floating-ip 203.0.113.51 to', 'floating-ip <|> to')).toEqual(['203.0.113.10', '203.0.113.11']);
  expect(await offeredFor('floating-ip 203.0.113.50 to web-1', 'floating-ip 203.0.113.50 to <|>')).toEqual(
    expect.arrayContaining(['web-1', 'web-2', 'plain']),
  );
  expect(await offeredFor('floating-ip 203.0.113.50 to web-1', 'floating-ip 203.0.113.50 to <|>')).not.toContain('green.box');
});

it('offers next hops: guests on the links of the router, and free addresses', async () => {
  const hops = await offeredFor('route 10.9.0.0/16 via 10.0.1.20\n  }', 'route 10.9.0.0/16 via <|>\n  }');
  expect(hops).toContain('10.0.1.20');
  expect(hops.every((hop) => /^(?:10\.0\.[01]|203\.0\.113)\./.test(hop))).toBe(true);
});

it('offers protocols, marks of traffic and ranges around what is pinned', async () => {
  const protocols = await offeredFor('proto vrrp from group inside', 'proto <|>');
  expect(protocols).toEqual(expect.arrayContaining(['vrrp', 'ospf', 'ipv6-frag ipv6']));
  expect(await offeredFor('dscp 26', 'dscp <|>')).toEqual(expect.arrayContaining(['46', '26', '0']));
  expect(await offeredFor('subnet second-v4 198.51.100.0/24 {', 'subnet second-v4 <|> { gateway 198.51.100.1 ')).toEqual([
    '198.51.100.0/24',
  ]);
});

it('offers a local VLAN that is free on the host, for networks that have none pinned', async () => {
  expect(await offeredFor('local-vlan red.app 7', 'local-vlan red.app <|>')).not.toEqual([]);
  const networks = await offeredFor('local-vlan red.app 7', 'local-vlan red.app 7\n  local-vlan <|>');
  expect(networks).toEqual(expect.arrayContaining(['db', 'green.app']));
  for (const other of ['app', 'red.app']) expect(networks).not.toContain(other);
});

it('offers DHCP options that the port does not set yet', async () => {
  const options = await offeredFor('trunk-id 0c52', 'dhcp-option <|>\n      trunk-id 0c52');
  expect(options).toEqual(expect.arrayContaining(['mtu', 'ntp-server']));
  expect(options).not.toContain('bootfile-name');
});

it('offers no mode that the model does not take', async () => {
  expect(await offeredFor('firewall openvswitch', 'firewall <|>')).not.toContain('iptables-hybrid'); // there is a trunk
  expect(await offeredFor('binding normal', 'binding <|>')).toEqual(['normal']);
  expect(await offeredFor('roles compute\n  tunnel-ip 172.16.0.11', 'roles <|>\n  tunnel-ip 172.16.0.11')).toEqual(['compute']);
});

it('leaves the value that stands behind a keyword', async () => {
  const items = await completeIn(WHOLE_VOCABULARY.replace('mtu 1450', 'mt<|> 1450'));
  expect(items.find(({ label }) => label === 'mtu')?.textEdit?.newText).toBe('mtu');
});

it('offers the models and folders beside the file for an import', async () => {
  const folder = await openFolder({
    'cloud.ostopo': 'import "parts/\n',
    'parts/hosts.ostopo': '',
    'parts/readme.md': '',
    'parts/more/x.ostopo': '',
  });
  folder.open('cloud.ostopo');
  const items = await folder.complete('cloud.ostopo', { line: 0, character: 14 });
  expect(items.map(({ label }) => label)).toEqual(['hosts.ostopo', 'more/']);
  folder.close();
});
