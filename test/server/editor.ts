// An editor as the server sees it: documents are opened and changed over in-memory streams, and everything the server says is kept.
import { PassThrough } from 'node:stream';
import { EmptyFileSystemProvider } from 'langium';
import {
  type CodeAction,
  CodeActionRequest,
  type CompletionItem,
  CompletionRequest,
  type Definition,
  DefinitionRequest,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type DocumentSymbol,
  DocumentSymbolRequest,
  type Hover,
  HoverRequest,
  InitializeRequest,
  InitializedNotification,
  type InlayHint,
  InlayHintRequest,
  type Location,
  type LocationLink,
  type Position,
  PublishDiagnosticsNotification,
  type Range,
  ReferencesRequest,
  RenameRequest,
  type WorkspaceEdit,
  createConnection,
  createProtocolConnection,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ANALYSED_NOTIFICATION, type AnalysedParams, type ServerRequest } from '#protocol';
import { startServer } from '#server';

/** One document open in an editor that is connected to a server of its own. */
export interface Editor {
  readonly uri: string;
  text(): string;
  /** Replaces the whole text, as a keystroke would, without waiting. */
  type(text: string): void;
  /** The versions of the text that were checked to the end, in this order; the first is 1. */
  checkedVersions(): readonly number[];
  /** The diagnostics of the text as it is now. */
  diagnostics(): Promise<readonly Diagnostic[]>;
  complete(position: Position): Promise<readonly CompletionItem[]>;
  hover(position: Position): Promise<string>;
  /** The text at the target of “go to definition”, and its line. */
  definition(position: Position): Promise<{ readonly text: string; readonly line: number } | undefined>;
  /** Lines of every use, from 0, sorted. */
  references(position: Position): Promise<readonly number[]>;
  rename(position: Position, newName: string): Promise<WorkspaceEdit | null>;
  /** What is offered to do about a stretch of the text; `only` asks for one kind. */
  codeActions(range: Range, only?: string): Promise<readonly CodeAction[]>;
  inlayHints(): Promise<readonly InlayHint[]>;
  outline(): Promise<readonly DocumentSymbol[]>;
  /** Any other request of the protocol. */
  request<Result>(method: string, params: object): Promise<Result>;
  ask<Params, Result>(request: ServerRequest<Params, Result>, params: Omit<Params, 'uri'>): Promise<Result>;
  close(): void;
}

/** Starts a server, opens a document in it and returns the editor. */
export async function openEditor(content: string, uri = 'inmemory:/model.ostopo', initializationOptions?: unknown): Promise<Editor> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  startServer(createConnection(toServer, toClient), new EmptyFileSystemProvider());
  const client = createProtocolConnection(toClient, toServer);
  let document = TextDocument.create(uri, 'ostopo', 1, content);
  const published = new Map<number, readonly Diagnostic[]>();
  const waiting = new Map<number, (diagnostics: readonly Diagnostic[]) => void>();
  let latest: readonly Diagnostic[] = [];
  client.onNotification(PublishDiagnosticsNotification.type, ({ diagnostics }) => {
    latest = diagnostics;
  });
  client.onNotification(ANALYSED_NOTIFICATION, ({ version }: AnalysedParams) => {
    published.set(version, latest);
    waiting.get(version)?.(latest);
  });
  client.listen();
  await client.sendRequest(InitializeRequest.type, {
    processId: null,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the protocol still requires rootUri
    rootUri: null,
    workspaceFolders: null,
    capabilities: {},
    initializationOptions,
  });
  await client.sendNotification(InitializedNotification.type, {});
  await client.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'ostopo', version: 1, text: content },
  });

  const at = (position: Position) => ({ textDocument: { uri }, position });
  return {
    uri,
    text: () => document.getText(),
    type(text) {
      document = TextDocument.create(uri, 'ostopo', document.version + 1, text);
      void client.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version: document.version },
        contentChanges: [{ text }],
      });
    },
    checkedVersions: () => [...published.keys()],
    diagnostics() {
      const { version } = document;
      const there = published.get(version);
      if (there) return Promise.resolve(there);
      return new Promise((resolve) => waiting.set(version, resolve));
    },
    async complete(position) {
      const result = await client.sendRequest(CompletionRequest.type, at(position));
      return Array.isArray(result) ? result : (result?.items ?? []);
    },
    hover: async (position) => printHover(await client.sendRequest(HoverRequest.type, at(position))),
    async definition(position) {
      const [target] = asList(await client.sendRequest(DefinitionRequest.type, at(position)));
      const range = target && ('targetUri' in target ? target.targetSelectionRange : target.range);
      return range && { text: document.getText(range), line: range.start.line };
    },
    async references(position) {
      const found = await client.sendRequest(ReferencesRequest.type, { ...at(position), context: { includeDeclaration: true } });
      return (found ?? []).map(({ range }) => range.start.line).sort((a, b) => a - b);
    },
    rename: (position, newName) => client.sendRequest(RenameRequest.type, { ...at(position), newName }),
    codeActions: async (range, only) =>
      ((await client.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range,
        context: { diagnostics: [], ...(only === undefined ? {} : { only: [only] }) },
      })) ?? []) as CodeAction[], // the server sends no bare commands
    inlayHints: async () =>
      (await client.sendRequest(InlayHintRequest.type, {
        textDocument: { uri },
        range: { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) },
      })) ?? [],
    outline: async () => ((await client.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } })) ?? []) as DocumentSymbol[], // the server says it sends a tree
    request: (method, params) => client.sendRequest(method, { textDocument: { uri }, ...params }),
    ask: (request, params) => client.sendRequest(request.method, { uri, ...params }),
    close: () => client.dispose(),
  };
}

/** The text without its `<|>`, and where that stood. */
export function withCursor(marked: string): { readonly text: string; readonly cursor: Position } {
  const offset = marked.indexOf('<|>');
  if (offset < 0) throw new Error('the text has no <|>');
  const text = marked.replace('<|>', '');
  return { text, cursor: TextDocument.create('', '', 0, text).positionAt(offset) };
}

function asList(result: Definition | LocationLink[] | null): readonly (Location | LocationLink)[] {
  if (result === null) return [];
  return Array.isArray(result) ? result : [result];
}

function printHover(hover: Hover | null): string {
  if (hover === null) return '';
  const { contents } = hover;
  return typeof contents === 'object' && 'value' in contents ? contents.value : JSON.stringify(contents);
}
