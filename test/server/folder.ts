// A folder of models on disk, open in an editor whose server sees the disk.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { NodeFileSystemProvider } from 'langium/node';
import {
  type CompletionItem,
  CompletionRequest,
  ConfigurationRequest,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidOpenTextDocumentNotification,
  FileChangeType,
  HoverRequest,
  InitializeRequest,
  InitializedNotification,
  InlayHintRefreshRequest,
  type Position,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  RenameRequest,
  ShowMessageNotification,
  type WorkspaceEdit,
  createConnection,
  type ProtocolConnection,
  createProtocolConnection,
} from 'vscode-languageserver/node';
import {
  type FileKindAnswer,
  type FileParams,
  type ListFilesAnswer,
  type ReadTextAnswer,
  type ServerRequest,
  fileKindRequest,
  listFilesRequest,
  readTextRequest,
} from '#protocol';
import { ClientFileSystem, startServer } from '#server';

/** Files in a folder of their own, and an editor with some of them open. */
export interface Folder {
  /** The folder itself. */
  readonly path: string;
  open(name: string): void;
  /** Types into an open file: its whole text, not saved. */
  type(name: string, text: string): void;
  /** Writes a file on disk, and lets the server hear of it as an editor does. */
  write(name: string, text: string): void;
  remove(name: string): void;
  /** `CODE line` of what is shown in a file now, lines from 1. */
  shown(name: string): readonly string[];
  messages(): readonly string[];
  /** How often the editor was told to ask anew for its inlay hints. */
  hintRefreshes(): number;
  configure(settings: object): void;
  hover(name: string, position: Position): Promise<string>;
  complete(name: string, position: Position): Promise<readonly CompletionItem[]>;
  rename(name: string, position: Position, newName: string): Promise<WorkspaceEdit | null>;
  ask<Params, Result>(request: ServerRequest<Params, Result>, params: Omit<Params, 'uri'> & { readonly name: string }): Promise<Result>;
  close(): void;
}

/** Starts a server on a fresh folder with these files, which it reads itself, or by asking the client as in a browser. */
export async function openFolder(
  files: Readonly<Record<string, string>>,
  settings: object = {},
  reader: 'server' | 'client' = 'server',
): Promise<Folder> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-folder-'));
  const fileOf = (name: string) => path.join(folder, name);
  const uriOf = (name: string) => pathToFileURL(fileOf(name)).href;
  const texts = new Map(Object.entries(files));
  for (const [name, text] of texts) {
    mkdirSync(path.dirname(fileOf(name)), { recursive: true });
    writeFileSync(fileOf(name), text);
  }

  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const connection = createConnection(toServer, toClient);
  startServer(connection, reader === 'server' ? new NodeFileSystemProvider() : new ClientFileSystem(connection));
  const client = createProtocolConnection(toClient, toServer);
  const published = new Map<string, readonly Diagnostic[]>();
  const messages: string[] = [];
  let [configured, refreshes, version] = [settings, 0, 1];
  client.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => void published.set(uri, diagnostics));
  client.onNotification(ShowMessageNotification.type, ({ message }) => void messages.push(message));
  client.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => configured));
  client.onRequest(RegistrationRequest.type, () => undefined);
  client.onRequest(InlayHintRefreshRequest.type, () => {
    refreshes++;
  });
  if (reader === 'client') serveFiles(client);
  client.listen();
  await client.sendRequest(InitializeRequest.type, {
    processId: null,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the protocol still requires rootUri
    rootUri: null,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'models' }],
    capabilities: {
      workspace: {
        configuration: true,
        didChangeConfiguration: { dynamicRegistration: true },
        didChangeWatchedFiles: { dynamicRegistration: true },
        inlayHint: { refreshSupport: true },
      },
    },
  });
  await client.sendNotification(InitializedNotification.type, {});
  const tell = (name: string, type: FileChangeType) =>
    void client.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [{ uri: uriOf(name), type }] });

  return {
    path: folder,
    open: (name) =>
      void client.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri: uriOf(name), languageId: 'ostopo', version: 1, text: texts.get(name) ?? '' },
      }),
    type: (name, text) =>
      void client.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: uriOf(name), version: ++version },
        contentChanges: [{ text }],
      }),
    write(name, text) {
      writeFileSync(fileOf(name), text);
      tell(name, FileChangeType.Changed);
    },
    remove(name) {
      rmSync(fileOf(name));
      tell(name, FileChangeType.Deleted);
    },
    shown: (name) => (published.get(uriOf(name)) ?? []).map(({ code, range }) => `${String(code)} ${String(range.start.line + 1)}`),
    messages: () => messages,
    hintRefreshes: () => refreshes,
    configure(changed) {
      configured = changed;
      void client.sendNotification(DidChangeConfigurationNotification.type, { settings: { ostopo: changed } });
    },
    async hover(name, position) {
      const hover = await client.sendRequest(HoverRequest.type, { textDocument: { uri: uriOf(name) }, position });
      return JSON.stringify(hover?.contents ?? '');
    },
    async complete(name, position) {
      const result = await client.sendRequest(CompletionRequest.type, { textDocument: { uri: uriOf(name) }, position });
      return Array.isArray(result) ? result : (result?.items ?? []);
    },
    rename: (name, position, newName) => client.sendRequest(RenameRequest.type, { textDocument: { uri: uriOf(name) }, position, newName }),
    ask: (request, { name, ...params }) => client.sendRequest(request.method, { uri: uriOf(name), ...params }),
    close() {
      client.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the extension's client does in a browser. */
function serveFiles(client: ProtocolConnection): void {
  client.onRequest(readTextRequest.method, ({ uri }: FileParams): ReadTextAnswer => {
    const file = fileURLToPath(uri);
    return { text: existsSync(file) ? readFileSync(file, 'utf8') : null };
  });
  client.onRequest(fileKindRequest.method, ({ uri }: FileParams): FileKindAnswer => {
    const found = statSync(fileURLToPath(uri), { throwIfNoEntry: false });
    return { kind: found ? (found.isDirectory() ? 'folder' : 'file') : null };
  });
  client.onRequest(listFilesRequest.method, ({ uri }: FileParams): ListFilesAnswer => {
    const entries = readdirSync(fileURLToPath(uri), { withFileTypes: true });
    return { files: entries.filter((entry) => entry.isFile()).map(({ name }) => `${uri}/${name}`) };
  });
}
