import { EmptyFileSystem, URI, inject } from 'langium';
import { createDefaultModule, createDefaultSharedModule } from 'langium/lsp';
import { describe, test } from 'vitest';
import { OstopoGeneratedModule, OstopoGeneratedSharedModule, OstopoModule } from '#language';
import { readMarkedText } from '#test/marked-text';

const shared = inject(createDefaultSharedModule(EmptyFileSystem), OstopoGeneratedSharedModule);
const services = inject(createDefaultModule({ shared }), OstopoGeneratedModule, OstopoModule);
shared.ServiceRegistry.register(services);
let count = 0;

async function open(marked: string) {
  const { text, cursors, ranges } = readMarkedText(marked);
  const document = shared.workspace.LangiumDocumentFactory.fromString(text, URI.parse(`inmemory:/${String(count++)}.ostopo`));
  shared.workspace.LangiumDocuments.addDocument(document);
  await shared.workspace.DocumentBuilder.build([document]);
  const position = document.textDocument.positionAt(cursors[0] ?? 0);
  return { text, document, ranges, params: { textDocument: { uri: document.uri.toString() }, position } };
}

async function definitionText(marked: string): Promise<string | undefined> {
  const { document, params } = await open(marked);
  const [link] = (await services.lsp.DefinitionProvider?.getDefinition(document, params)) ?? [];
  return link && document.textDocument.getText(link.targetRange).replaceAll(/\s+/g, ' ');
}

const model = (tenantBody: string, rest = '') => `fabric f { physical p }
host h-[1..2] { roles compute  bridge br-ex { physical p } }
tenant other { network common { shared  subnet common-v4 192.0.2.0/24 } }
tenant t { network n { subnet s 10.0.0.0/24 }  security-group g
  ${tenantBody}
}
${rest}`;

describe('definition', () => {
  test.for([
    ['a host', model('vm v on h<|>-2 { port n }'), 'host h-[1..2] { roles compute bridge br-ex { physical p } }'],
    ['a network', model('vm v on h-1 { port <|>n }'), 'network n { subnet s 10.0.0.0/24 }'],
    [
      'a shared network of another tenant',
      model('vm v on h-1 { port comm<|>on }'),
      'network common { shared subnet common-v4 192.0.2.0/24 }',
    ],
    ['a subnet', model('router r { interface <|>s }'), 'subnet s 10.0.0.0/24'],
    ['a group', model('vm v on h-1 { port n { security <|>g } }'), 'security-group g'],
    ['a vm by its qualified name', model('vm v on h-1 { port n }', 'expect t.<|>v reaches internet'), 'vm v on h-1 { port n }'],
    ['a port', model('vm v on h-1 { port n as first }', 'expect internet reaches v.<|>first'), 'port n as first'],
    ['a port named by its network', model('vm v on h-1 { port n }', 'expect internet reaches v.<|>n'), 'port n'],
    [
      'a vm of a repeated block',
      model('vm v-[1..3] on h-[1..2] { port n }', 'expect v-<|>2 reaches internet'),
      'vm v-[1..3] on h-[1..2] { port n }',
    ],
    [
      'a router to pass',
      model('router r { interface s }  vm v on h-1 { port n }', 'expect v reaches v via <|>r'),
      'router r { interface s }',
    ],
  ] as const)('leads to %s', async ([, text, target], { expect }) => {
    expect(await definitionText(text)).toBe(target);
  });

  test('leads into the file that is imported', async ({ expect }) => {
    const { document: hosts } = await open('host far { roles compute }');
    const name = hosts.uri.path.slice(1);
    const { document, params } = await open(`import "${name}"\nfabric f\ntenant t { network n  vm v on fa<|>r { port n } }`);
    const [link] = (await services.lsp.DefinitionProvider?.getDefinition(document, params)) ?? [];
    expect(link?.targetUri).toBe(hosts.uri.toString());
    expect(hosts.textDocument.getText(link?.targetRange)).toBe('host far { roles compute }');
  });

  test('leads nowhere from a name that is out of reach', async ({ expect }) => {
    expect(await definitionText(model('vm v on h-1 { port n }', 'tenant u { vm w on h-1 { port <|>n } }'))).toBeUndefined();
  });
});

describe('references', () => {
  test('finds every use of a name, and not its namesakes', async ({ expect }) => {
    const { document, params, ranges } = await open(`fabric f
host h { roles compute }
tenant red { network <|a<|>pp|>  vm v on h { port <|app|> }  vm w on h { port <|app|> }  expect v reaches <|app|> }
tenant green { network app  vm v on h { port app } }
expect <|red.app|> never reaches internet`);
    const found =
      (await services.lsp.ReferencesProvider?.findReferences(document, { ...params, context: { includeDeclaration: true } })) ?? [];
    const offsets = found.map(({ range }) => ({
      start: document.textDocument.offsetAt(range.start),
      end: document.textDocument.offsetAt(range.end),
    }));
    expect(offsets.sort((a, b) => a.start - b.start)).toEqual(ranges);
  });
});
