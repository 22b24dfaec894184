import { AstUtils, type AstNode, GrammarUtils } from 'langium';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createOstopoReader, writtenName } from '#language';
import { type Folder, openFolder } from './folder.ts';

const FILES: Readonly<Record<string, string>> = {
  'main.ostopo': `import "hosts.ostopo"
import "tenants.ostopo"
expect shop.till.cable reaches shop.stock with icmp via passage
expect "each is alone" floor.* never reaches shop.*
expect internet reaches shop.till with tcp 443
`,
  'hosts.ostopo': `import "fabric.ostopo"
host entrance { roles network  tunnel-ip 192.168.0.1
  bridge br-wall { physical street  interface eth0 } }
host shelf-[1..2] { roles compute  tunnel-ip 192.168.0.[11..12]
  bridge br-wall { physical street  interface eth0 }
  sriov street { device ens1f0 }
  local-vlan shop.hall [3..4] }
`,
  'fabric.ostopo': `fabric house { underlay 192.168.0.0/24 { mtu 1550 }  physical street { vlan 100..199 }  physical backyard { mtu 1500 } }
`,
  'tenants.ostopo': `tenant town { network square { external  shared  physical street  vlan 100  subnet plaza 203.0.113.0/24 { dhcp off } } }
tenant shop {
  network hall { subnet aisle 10.0.0.0/24 }
  network lane { shared with floor  physical street  vlan 101  subnet kerb 10.0.1.0/24 }
  router passage { host entrance  external town.square  interface aisle  interface kerb { ip 10.0.1.1 } }
  security-group guard { allow ingress tcp 443  allow ingress tcp 22 from group guard }
  vm till on shelf-1 { port hall as cable { security guard }  port lane { subport-of cable vlan 7 } }
  vm stock on shelf-2 { port hall  port shop.lane as fast { binding direct } }
  vm box-[1..2] on shelf-[1..2] { port hall { ip 10.0.0.[51..52] } }
  floating-ip 203.0.113.50 to till.cable { from square }
  expect box-[1..2] reaches stock
}
tenant floor { network hall { subnet plain 10.0.0.0/24 }  vm rug on shelf-1 { port shop.lane } }
`,
};

const uriOf = (file: string) => `file:///model/${file}`;
const model = createOstopoReader(undefined, (uri) => FILES[uri.slice(uriOf('').length)]).read(
  FILES['main.ostopo'] ?? '',
  uriOf('main.ostopo'),
);

/** Every block with a name of its own, in every file. */
const named = model.documents
  .flatMap(({ parseResult }) => AstUtils.streamAst(parseResult.value).toArray())
  .filter((node) => writtenName(node) !== undefined && (node as { readonly name?: string }).name !== undefined);

let folder: Folder;
beforeAll(async () => {
  folder = await openFolder(FILES);
  for (const file of Object.keys(FILES)) folder.open(file);
});
afterAll(() => folder.close());

/** The files after a block was renamed in its own file. */
async function renamed(node: AstNode, newName: string): Promise<Readonly<Record<string, string>>> {
  const { uri, textDocument } = AstUtils.getDocument(node);
  const name = GrammarUtils.findNodeForProperty(node.$cstNode, 'name');
  const edit = await folder.rename(uri.path.split('/').at(-1) ?? '', textDocument.positionAt(name?.offset ?? 0), newName);
  return Object.fromEntries(
    Object.entries(FILES).map(([file, text]) => {
      const edits = Object.entries(edit?.changes ?? {}).find(([changed]) => changed.endsWith(`/${file}`))?.[1] ?? [];
      return [file, TextDocument.applyEdits(TextDocument.create('', '', 0, text), edits)];
    }),
  );
}

/** Where a name is used for one thing only, renaming it is replacing it as a word. */
function replaced(old: string, newName: string): Readonly<Record<string, string>> {
  const word = new RegExp(`(?<![\\w-])${old}(?![\\w-])`, 'g');
  return Object.fromEntries(Object.entries(FILES).map(([uri, text]) => [uri, text.replaceAll(word, newName)]));
}

describe('renaming in a model of several files', () => {
  it('is tried for every kind of block with a name', () => {
    expect(model.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect([...new Set(named.map(({ $type }) => $type))].sort()).toEqual(
      ['Bridge', 'Fabric', 'Host', 'Network', 'Physical', 'Router', 'SecurityGroup', 'Subnet', 'Tenant', 'Vm', 'VmPort'].sort(),
    );
  });

  const once = named.filter((node) => !/\[|^(hall|br-wall)$/.test(writtenName(node) ?? ''));
  it.each(once.map((node) => [node.$type, writtenName(node) ?? '', node] as const))(
    'changes every mention of the %s %s',
    async (_, old, node) => {
      expect(await renamed(node, 'renamed')).toEqual(replaced(old, 'renamed'));
    },
  );

  it('keeps the brackets of a repeated block, and the numbers of its mentions', async () => {
    const shelf = named.find((node) => writtenName(node) === 'shelf-[1..2]');
    expect(shelf && (await renamed(shelf, 'rack-[1..2]'))).toEqual(
      Object.fromEntries(Object.entries(FILES).map(([uri, text]) => [uri, text.replaceAll('shelf-', 'rack-')])),
    );
  });

  it('leaves another block with the same name as it is', async () => {
    const halls = named.filter((node) => writtenName(node) === 'hall');
    const shop = FILES['tenants.ostopo'] ?? '';
    const after = await Promise.all(halls.map(async (hall) => (await renamed(hall, 'room'))['tenants.ostopo']));
    expect(after).toEqual([
      shop.replaceAll(/\bhall\b/g, 'room').replace('floor { network room', 'floor { network hall'),
      shop.replace('floor { network hall', 'floor { network room'),
    ]);
  });

  it('reaches every model that has the file of the block, from a mention in one of them', async () => {
    const parts = {
      'fabric.ostopo': 'fabric house { physical street }\n',
      'one.ostopo': 'import "fabric.ostopo"\nhost one { roles compute  bridge br-ex { physical street } }\n',
      'two.ostopo': 'import "fabric.ostopo"\nhost two { roles compute  bridge br-ex { physical street } }\n',
    };
    const other = await openFolder(parts);
    for (const file of Object.keys(parts)) other.open(file);
    const changed = async () =>
      Object.keys((await other.rename('one.ostopo', { line: 1, character: 50 }, 'road'))?.changes ?? {}).map((uri) =>
        uri.split('/').at(-1),
      );
    await expect.poll(async () => (await changed()).sort()).toEqual(['fabric.ostopo', 'one.ostopo', 'two.ostopo']);
    other.close();
  });

  it('refuses a physical network’s name that another one has', async () => {
    const street = named.find((node) => writtenName(node) === 'street');
    await expect(street && renamed(street, 'backyard')).rejects.toThrow(/would make an error/);
  });
});
