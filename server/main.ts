import { setFlagsFromString } from 'node:v8';
import { NodeFileSystem } from 'langium/node';
import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import { startServer } from './start-server.ts';

// The language server for editors on a desktop: `--node-ipc` from VS Code, `--stdio` from any other.
// Left to itself V8 lets garbage of large models fill several times the memory that is in use; this costs little time.
setFlagsFromString('--heap-growing-percent=40');

startServer(createConnection(ProposedFeatures.all), NodeFileSystem);
