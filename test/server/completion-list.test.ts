import type { CompletionItem } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { openEditor, withCursor } from './editor.ts';
import { smallCloud } from './small-cloud.ts';

async function complete(marked: string): Promise<readonly CompletionItem[]> {
  const { text, cursor } = withCursor(marked);
  const editor = await openEditor(text);
  const items = await editor.complete(cursor);
  editor.close();
  return items;
}

/** As an editor lists them. */
function inOrder(items: readonly CompletionItem[]): readonly CompletionItem[] {
  return [...items].sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
}

const listed = async (marked: string): Promise<readonly string[]> => inOrder(await complete(marked)).map(({ label }) => label);

it('offers nothing glued to the end of a value: the Tab that leaves a placeholder would take it', async () => {
  const labels = async (marked: string) => (await complete(marked)).map(({ label }) => label);
  expect(await labels('fabric f { overlay vxlan { vni 1000..1999<|> } }')).toEqual([]);
  expect(await labels('fabric f { overlay vxlan { vni 1000..1999 <|> } }')).toContain('port');
});

it('has what is needed first at the top, each with its gist', async () => {
  const items = inOrder(await complete('<|>'));
  expect(items.map(({ label }) => label)).toEqual(['fabric', 'host', 'tenant', 'expect', 'expect "…"', 'import']);
  expect(items[0]?.labelDetails?.description).toBe('The cloud as a whole');
});

it('tells the elements of a repeated block apart', async () => {
  const items = await complete(`
    fabric f { underlay 172.16.0.0/24 }
    host hv-[1..2] { roles compute  tunnel-ip 172.16.0.[11..12] }
    tenant red { network app { subnet app-v4 10.0.0.0/24 }  vm box on <|> }`);
  expect(items.map(({ label, detail }) => `${label}: ${detail}`)).toEqual(['hv-1: compute · 172.16.0.11', 'hv-2: compute · 172.16.0.12']);
});

describe('a word that is typed in full', () => {
  it('is left to the next Tab where no other begins so', async () => {
    expect(await listed(smallCloud({ inTenant: 'vm box on hv-1<|>' }))).toEqual([]);
    expect(await listed(smallCloud({ inTenant: 'vm box on hv-1 { port app<|>' }))).toEqual([]);
    expect(await listed(smallCloud({ inFile: 'expect red.web reaches red.db with icmp<|>' }))).toEqual([]);
  });

  it('comes first and is chosen before longer ones', async () => {
    const items = inOrder(
      await complete(smallCloud({ inFile: 'host hv-12 { roles compute  tunnel-ip 192.168.0.42 }', inTenant: 'vm box on hv-1<|>' })),
    );
    expect(items.map(({ label, preselect }) => [label, preselect])).toEqual([
      ['hv-1', true],
      ['hv-12', undefined],
    ]);
    const ports = inOrder(await complete(smallCloud({ inTenant: 'security-group g { allow ingress tcp 80<|> }' })));
    expect(ports.map(({ label }) => label)).toEqual(['80', '8080']);
  });

  it('is still offered where it brings more than itself', async () => {
    expect(await listed(smallCloud({ inTenant: 'router<|>' }))).toEqual(['router']);
  });

  it('is not taken for the beginning of a free value', async () => {
    const used = 'vm box-[1..6] on hv-1 { port app { ip 10.0.0.[4..9] } }\n  ';
    expect(await listed(smallCloud({ inTenant: `${used}vm other on hv-1 { port app { ip 10.0.0.<|> } }` }))).toContain('10.0.0.11');
    expect(await listed(smallCloud({ inTenant: `${used}vm other on hv-1 { port app { ip 10.0.0.1<|> } }` }))).toEqual([]);
    expect(await listed(smallCloud({ inTenant: 'network x { mtu 15<|> }' }))).toEqual([]);
  });
});

describe('a list', () => {
  it('does not offer again what is in it', async () => {
    const groups = 'security-group a\n  security-group b\n  ';
    expect(await listed(smallCloud({ inTenant: 'vm box-[1..2] on hv-1, <|>' }))).toEqual(['hv-2']);
    expect(await listed(smallCloud({ inTenant: 'vm box-[1..2] on <|>, hv-1' }))).toEqual(['hv-2']);
    expect(await listed(smallCloud({ inTenant: `${groups}vm box on hv-1 { port app { security a, <|> } }` }))).toEqual(['b', 'default']);
    expect(await listed(smallCloud({ inFile: 'host x { roles network, <|> }' }))).toEqual(['compute', 'control', 'storage']);
    expect(await listed(smallCloud({ inTenant: 'security-group g { allow ingress tcp 80, 22, <|> }' }))).not.toContain('80');
  });

  it('counts what a name with brackets stands for', async () => {
    expect(await listed(smallCloud({ inTenant: 'vm box-[1..3] on hv-[1..2], <|>' }))).toEqual([]);
  });

  it('offers no second host for a vm that stands for one', async () => {
    expect(await listed(smallCloud({ inTenant: 'vm box on hv-1, <|>' }))).toEqual([]);
  });
});

describe('a statement that has begun', () => {
  it('goes on with what fits its protocol, before anything new', async () => {
    const afterPort = await listed(smallCloud({ inTenant: 'security-group g { allow ingress tcp 80 <|> }' }));
    expect(afterPort).toEqual(['from', 'ipv4', 'ipv6', 'allow', 'stateless', 'no-default-egress', 'id']);
    const afterIcmp = await listed(smallCloud({ inTenant: 'security-group g { allow egress icmp <|> }' }));
    expect(afterIcmp.slice(0, 3)).toEqual(['type', 'to', 'ipv4']);
    expect(await listed(smallCloud({ inTenant: 'security-group g { allow ingress icmp type 8 <|> }' }))).toContain('code');
    expect(await listed(smallCloud({ inTenant: 'security-group g { allow ingress proto icmp <|> }' }))).toContain('type');
    expect(await listed(smallCloud({ inTenant: 'security-group g { allow ingress proto <|> }' }))).toContain('tcp');
    expect(await listed(smallCloud({ inTenant: 'security-group g { allow ingress tcp 80 from 10.0.0.0/24 <|> }' }))).not.toContain('ipv6');
  });

  it('has the ends of an expectation by what packets go to', async () => {
    const ends = ['internet', 'db', 'web', 'red.*', 'app', 'db.app', 'web.app'];
    expect(await listed(smallCloud({ inFile: 'expect <|>' }))).toEqual(ends);
    expect(await listed(smallCloud({ inFile: 'expect red.web never reaches <|>' }))).toEqual(ends);
  });

  it('goes on with the parts of a packet, each once', async () => {
    expect(await listed(smallCloud({ inFile: 'expect red.web reaches red.db <|>' }))).toEqual(['with', 'via']);
    expect(await listed(smallCloud({ inFile: 'expect red.web never reaches red.db <|>' }))).toEqual(['with']);
    expect(await listed(smallCloud({ inFile: 'expect red.web reaches red.db with tcp 22 ttl 3 <|>' }))).toEqual([
      'from',
      'size',
      'df',
      'via',
    ]);
    expect(await listed(smallCloud({ inFile: 'expect red.web reaches red.db with icmp size <|>' }))).toEqual([]);
  });

  it('ends with its line', async () => {
    expect(await listed(smallCloud({ inTenant: 'security-group g {\n    allow ingress tcp 80\n    <|>\n  }' }))).toEqual([
      'allow',
      'stateless',
      'no-default-egress',
      'id',
    ]);
  });

  it('offers braces where a block may follow, and says what may stand in them', async () => {
    const items = await complete(smallCloud({ inTenant: 'network x { subnet x-v4 10.1.0.0/24 <|> }' }));
    const block = items.find(({ label }) => label === '{ … }');
    expect(block?.textEdit?.newText).toBe('{\n\t$0\n}');
    expect(JSON.stringify(block?.documentation)).toContain('gateway');
    expect(await listed(smallCloud({ inTenant: 'network x <|> { vni 9 }' }))).not.toContain('{ … }');
  });
});

it('puts the layout’s spaces inside the braces that an editor has closed, and between properties', async () => {
  const inserted = async (inTenant: string, label: string) =>
    (await complete(smallCloud({ inTenant }))).find((item) => item.label === label)?.textEdit?.newText;
  expect(await inserted('network x { subnet x-v4 10.1.0.0/24 {<|>} }', 'gateway')).toBe(' gateway ${1:10.1.0.1} ');
  expect(await inserted('network x {<|>}', 'external')).toBe(' external ');
  expect(await inserted('network x { vni 9 <|> }', 'mtu')).toBe(' mtu ${1:1500}');
  expect(await inserted('network x { vni 9  <|> }', 'mtu')).toBe('mtu ${1:1500}');
});

it('gives every entry a meaning', async () => {
  const places = ['allow <|>', 'allow ingress <|>', 'allow ingress tcp 80 <|>', 'allow ingress icmp from <|>'].map((rule) =>
    smallCloud({ inTenant: `security-group g { ${rule} }` }),
  );
  for (const place of places) {
    for (const { label, detail, documentation } of await complete(place)) expect(detail ?? documentation, label).toBeTruthy();
  }
});
