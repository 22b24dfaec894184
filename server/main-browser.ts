import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { startServer } from './start-server.ts';
import { ClientFileSystem } from './workspace/client-file-system.ts';

// The language server in a web worker. It has no file system of its own: it asks the client for files.
const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));
startServer(connection, new ClientFileSystem(connection));
