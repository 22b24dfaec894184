import { afterEach, describe, expect, it } from 'vitest';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  DocumentHighlight,
  DocumentLink,
  FoldingRange,
  Position,
  SelectionRange,
  SemanticTokens,
  SignatureHelp,
  TextEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Editor, openEditor, withCursor } from './editor.ts';
import { smallCloud } from './small-cloud.ts';

let editor: Editor | undefined;

afterEach(() => editor?.close());

async function open(
  marked: string,
): Promise<{ readonly editor: Editor; readonly cursor: Position; readonly textAt: (range: TextEdit['range']) => string }> {
  const { text, cursor } = withCursor(marked.includes('<|>') ? marked : `${marked}<|>`);
  editor = await openEditor(text);
  const document = TextDocument.create('', '', 0, text);
  return { editor, cursor, textAt: (range) => document.getText(range) };
}

it('grows a selection from the word to the statement, the inside of the block, the block and on to the file', async () => {
  const { editor, cursor, textAt } = await open(smallCloud().replace('ip 10.0.0.10 }', 'ip 10.0.<|>0.10 }'));
  const [first] = await editor.request<SelectionRange[]>('textDocument/selectionRange', { positions: [cursor] });
  const texts: string[] = [];
  for (let range = first; range; range = range.parent) texts.push(textAt(range.range));
  const [tenant = ''] = texts.slice(4);
  expect(texts.slice(0, 4)).toEqual([
    '10.0.0.10',
    'ip 10.0.0.10',
    'port app { ip 10.0.0.10 }',
    'vm web on hv-1 { port app { ip 10.0.0.10 } }',
  ]);
  expect(tenant).toMatch(/^network app[^]*hv-2 \{ port app \{ ip 10\.0\.0\.20 \} \}$/);
  expect(texts.at(-1)).toBe(editor.text());
});

it('folds blocks and line comments that stand together', async () => {
  const { editor } = await open('// one\n// two\n// three\nfabric f {\n  firewall none\n  dvr off\n}\nhost a {\n}\n');
  const folds = await editor.request<FoldingRange[]>('textDocument/foldingRange', {});
  expect(folds.map(({ startLine, endLine, kind }) => [startLine, endLine, kind])).toEqual([
    [3, 5, undefined],
    [0, 2, 'comment'],
  ]);
});

it('finds blocks of a name in the workspace, with the tenant they are in', async () => {
  const { editor } = await open(smallCloud());
  await editor.diagnostics();
  const symbols = await editor.request<WorkspaceSymbol[]>('workspace/symbol', { query: 'app' });
  expect(symbols.map(({ name, containerName }) => [name, containerName])).toEqual([
    ['app', 'red'],
    ['app-v4', 'red'],
  ]);
});

it('finds floating addresses and expectations in the workspace', async () => {
  const { editor } = await open('tenant red { floating-ip 203.0.113.50 to web }\nexpect "the shop is open" internet reaches red.web\n');
  await editor.diagnostics();
  const names = async (query: string) =>
    (await editor.request<WorkspaceSymbol[]>('workspace/symbol', { query })).map(({ name, containerName }) => [name, containerName]);
  expect(await names('203')).toEqual([['203.0.113.50', 'red']]);
  expect(await names('shop')).toEqual([['the shop is open', undefined]]);
});

it('makes a link of an import', async () => {
  const { editor, textAt } = await open('import "shared/hosts.ostopo"\nimport "/no.ostopo"\n');
  const links = await editor.request<DocumentLink[]>('textDocument/documentLink', {});
  expect(links.map(({ range, target }) => [textAt(range), target])).toEqual([['"shared/hosts.ostopo"', 'inmemory:/shared/hosts.ostopo']]);
});

it('highlights a vm and its mentions', async () => {
  const { editor, cursor } = await open(smallCloud().replace('vm web', 'vm w<|>eb'));
  const highlights = await editor.request<DocumentHighlight[]>('textDocument/documentHighlight', { position: cursor });
  expect(highlights.map(({ range }) => range.start.line)).toEqual([11, 15]);
});

describe('semantic tokens', () => {
  it('tell names by what they stand for, every part of a qualified one, and values', async () => {
    const { editor, textAt } = await open(smallCloud());
    const { data } = await editor.request<SemanticTokens>('textDocument/semanticTokens/full', {});
    const tokens = decode(data).map(({ line, character, length, type, modifiers }) => {
      const start = { line, character };
      return `${line} ${textAt({ start, end: { line, character: character + length } })} ${type}${modifiers > 0 ? ' declared' : ''}`;
    });
    expect(tokens).toEqual(
      expect.arrayContaining([
        '11 web 21 declared',
        '11 hv-1 0',
        '11 app 18',
        '11 10.0.0.10 12',
        '15 red 11',
        '15 web 21',
        '0 f 11 declared',
      ]),
    );
    expect(tokens.some((token) => token.includes(' vm '))).toBe(false);
  });
});

describe('signature help', () => {
  const active = async (rule: string): Promise<string | undefined> => {
    const { editor, cursor } = await open(
      rule.startsWith('expect') ? smallCloud({ inFile: rule }) : smallCloud({ inTenant: `security-group g { ${rule} }` }),
    );
    const help = await editor.request<SignatureHelp | null>('textDocument/signatureHelp', { position: cursor });
    const signature = help?.signatures[0];
    const label = signature?.parameters?.[help?.activeParameter ?? 0]?.label;
    editor.close();
    return Array.isArray(label) ? signature?.label.slice(label[0], label[1]) : undefined;
  };

  it.each([
    ['allow <|>', 'ingress|egress'],
    ['allow ingress <|>', '[any|tcp|udp|sctp|icmp|icmpv6|proto N]'],
    ['allow ingress tcp <|>', '[80, 443, 8000..8100 | type N code N]'],
    ['allow ingress tcp 80, 443 <|>', '[from|to CIDR|group G|any]'],
    ['allow ingress tcp 80 from <|>', '[from|to CIDR|group G|any]'],
    ['allow ingress tcp 80 from 10.0.0.0/8 <|>', '[ipv4|ipv6]'],
    ['expect <|>', 'A'],
    ['expect red.web <|>', '[never] reaches'],
    ['expect "a" red.web reaches <|>', 'B'],
    ['expect red.web reaches red.db with tcp <|>', '[with icmp|tcp PORT|udp PORT|arp|dhcp [from PORT] [ttl N] [size BYTES] [df]]'],
    ['expect red.web reaches red.db with icmp via <|>', '[via HOST|ROUTER]'],
  ])('marks the part that is due after %s', async (rule, part) => expect(await active(rule)).toBe(part));

  it.each(['allow ingress tcp 80 } <|>', 'stateless <|>'])('shows nothing in %s', async (text) =>
    expect(await active(text)).toBeUndefined(),
  );
});

describe('formatting', () => {
  const untidy = 'fabric f {firewall none\n      dvr off}\nhost a{roles compute}\n';
  const apply = (text: string, edits: TextEdit[]) => TextDocument.applyEdits(TextDocument.create('', '', 0, text), edits);
  const options = { options: { tabSize: 2, insertSpaces: true } };

  it('lays a file out, and the second time leaves it', async () => {
    const { editor } = await open(untidy);
    const tidy = apply(untidy, await editor.request<TextEdit[]>('textDocument/formatting', options));
    expect(tidy).not.toBe(untidy);
    editor.type(tidy);
    expect(await editor.request<TextEdit[]>('textDocument/formatting', options)).toEqual([]);
  });

  it('lays out only the lines asked for', async () => {
    const { editor } = await open(untidy);
    const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 22 } };
    const after = apply(untidy, await editor.request<TextEdit[]>('textDocument/rangeFormatting', { range, ...options }));
    expect(after.split('\n').slice(0, 2)).toEqual(untidy.split('\n').slice(0, 2));
    expect(after).toContain('host a { roles compute }');
  });

  it('indents a new line in a block, and takes a closing brace back', async () => {
    const text = 'fabric f {\n  ha on {\n\n      }\n';
    const { editor } = await open(text);
    const onType = (line: number, ch: string) =>
      editor.request<TextEdit[]>('textDocument/onTypeFormatting', { position: { line, character: 0 }, ch, ...options });
    expect(apply(text, await onType(2, '\n'))).toBe('fabric f {\n  ha on {\n    \n      }\n');
    expect(apply(text, await onType(3, '}'))).toBe('fabric f {\n  ha on {\n\n  }\n');
  });
});

describe('what depends on what', () => {
  const around = async (marked: string) => {
    const { editor, cursor } = await open(marked);
    await editor.diagnostics();
    const [item] = await editor.request<CallHierarchyItem[]>('textDocument/prepareCallHierarchy', { position: cursor });
    const incoming = await editor.request<CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', { item });
    const outgoing = await editor.request<CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', { item });
    return { users: incoming.map(({ from }) => from.name), used: outgoing.map(({ to }) => to.name) };
  };

  it('a network: its subnets and the ports on it', async () => {
    expect(await around(smallCloud().replace('network app', 'network a<|>pp'))).toEqual({ users: ['app-v4', 'app', 'app'], used: ['red'] });
  });

  it('a host: its vms', async () => {
    expect((await around(smallCloud().replace('host hv-1', 'host h<|>v-1'))).users).toEqual(['web']);
  });

  it('a vm: the expectations that name it; it needs its host and network', async () => {
    const { users, used } = await around(smallCloud().replace('vm web', 'vm w<|>eb'));
    expect(users).toEqual(['expect red.web reaches red.db with icmp']);
    expect(used).toEqual(['red', 'hv-1', 'app']);
  });

  it('a security group: its ports, and the groups whose rules name it', async () => {
    const marked = smallCloud({
      inTenant: 'security-group w<|>ww { allow ingress any from group www }\nvm x on hv-1 { port app { security www } }',
    });
    expect((await around(marked)).users).toEqual(['app']);
  });
});

interface Token {
  readonly line: number;
  readonly character: number;
  readonly length: number;
  readonly type: number;
  readonly modifiers: number;
}

/** Tokens travel as differences, five numbers each. */
function decode(data: readonly number[]): Token[] {
  const tokens: Token[] = [];
  let [line, character] = [0, 0];
  for (let i = 0; i + 4 < data.length; i += 5) {
    const [lines = 0, characters = 0, length = 0, type = 0, modifiers = 0] = data.slice(i, i + 5);
    character = lines > 0 ? characters : character + characters;
    line += lines;
    tokens.push({ line, character, length, type, modifiers });
  }
  return tokens;
}
