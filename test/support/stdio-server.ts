import { spawn } from 'node:child_process';
import {
  type Diagnostic,
  type InitializeResult,
  StreamMessageReader,
  StreamMessageWriter,
  createProtocolConnection,
} from 'vscode-languageserver/node';

/** A language server in a process of its own, spoken to as an editor speaks to it. */
export interface StdioServer {
  readonly capabilities: InitializeResult['capabilities'];
  /** Opens a document and gives what the server says of it. */
  diagnose(uri: string, text: string): Promise<readonly Diagnostic[]>;
  request(method: string, params: unknown): Promise<unknown>;
  /** Ends it as an editor does; its exit code. */
  stop(): Promise<number | null>;
}

/** Starts a language server by its command line. */
export async function startStdioServer(program: string, args: readonly string[], cwd?: string): Promise<StdioServer> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], ...(cwd === undefined ? {} : { cwd }) });
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const failed = exited.then((code) => Promise.reject(new Error(`the server ended with ${String(code)}`)));
  failed.catch(() => undefined);
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const waiting = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();
  connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }: { uri: string; diagnostics: Diagnostic[] }) =>
    waiting.get(uri)?.(diagnostics),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => null));
  connection.listen();
  const ask = (method: string, params: unknown): Promise<unknown> => Promise.race([connection.sendRequest(method, params), failed]);
  const { capabilities } = (await ask('initialize', { processId: process.pid, rootUri: null, capabilities: {} })) as InitializeResult; // the protocol's
  await connection.sendNotification('initialized', {});
  return {
    capabilities,
    diagnose: async (uri, text) => {
      const told = new Promise<readonly Diagnostic[]>((resolve) => waiting.set(uri, resolve));
      await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'ostopo', version: 1, text } });
      return Promise.race([told, failed]);
    },
    request: ask,
    stop: async () => {
      await ask('shutdown', undefined);
      await connection.sendNotification('exit');
      return exited;
    },
  };
}
