import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  CompletionRequest,
  ConfigurationRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializeRequest,
  InitializedNotification,
  type Position,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  StreamMessageReader,
  StreamMessageWriter,
  createProtocolConnection,
} from 'vscode-languageserver/node';

/** How a language server is started and what it is told. */
export interface ServerCommand {
  readonly name: string;
  readonly program: readonly string[];
  readonly languageId: string;
  readonly uri: string;
  /** Settings by section, for servers that ask. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What a process has used so far. */
export interface Usage {
  readonly cpuMs: number;
  /** Resident memory now. */
  readonly memoryMb: number;
}

/** A language server in a process of its own, spoken to over its standard streams as an editor does. */
export interface RunningServer {
  /** Resolves when the first diagnostics are there. */
  open(text: string): Promise<void>;
  /** Replaces a range; resolves when the next diagnostics are there. */
  edit(range: { readonly start: Position; readonly end: Position }, text: string): Promise<void>;
  /** How many entries are suggested. */
  complete(position: Position): Promise<number>;
  usage(): Usage;
  stop(): void;
}

/** Starts a server and shakes hands. */
export async function startServer({ program, languageId, uri, settings }: ServerCommand): Promise<RunningServer> {
  const [command = '', ...args] = program;
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const client = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  let arrived: (() => void) | undefined;
  client.onNotification(PublishDiagnosticsNotification.type, (published) => {
    if (published.uri === uri) arrived?.();
  });
  client.onRequest(ConfigurationRequest.type, ({ items }) =>
    items.map(({ section }) => (section === undefined ? null : (settings[section] ?? null))),
  );
  client.onRequest(RegistrationRequest.type, () => undefined);
  client.listen();
  await client.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the protocol still requires rootUri
    rootUri: null,
    workspaceFolders: null,
    capabilities: { workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } } },
  });
  await client.sendNotification(InitializedNotification.type, {});
  const nextDiagnostics = () => new Promise<void>((resolve) => (arrived = resolve));
  let version = 1;
  return {
    async open(text) {
      const published = nextDiagnostics();
      await client.sendNotification(DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId, version, text } });
      await published;
    },
    async edit(range, text) {
      version += 1;
      const published = nextDiagnostics();
      await client.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [{ range, text }],
      });
      await published;
    },
    async complete(position) {
      const result = await client.sendRequest(CompletionRequest.type, { textDocument: { uri }, position });
      return (Array.isArray(result) ? result : (result?.items ?? [])).length; // null when there is nothing
    },
    usage: () => usageOf(child),
    stop() {
      client.dispose();
      child.kill();
    },
  };
}

/** Clock ticks of 10 ms, as Linux counts a process's time for programs. */
const TICK_MS = 10;

/** From proc(5). */
function usageOf({ pid = 0 }: ChildProcess): Usage {
  const fields =
    readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')[1]
      ?.split(' ') ?? [];
  const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS, memoryMb: Number(resident) / 1024 };
}
