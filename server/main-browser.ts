import { EmptyFileSystem } from 'langium';
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { startServer } from './start-server.ts';

// The language server in a web worker. It has no file system: it knows the documents that are open.
startServer(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), EmptyFileSystem);
