import { setFlagsFromString } from 'node:v8';
import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import { startServer } from './start-server.ts';
import { DesktopFileSystem } from './workspace/desktop-file-system.ts';

// The language server for editors on a desktop: `--node-ipc` from VS Code, `--stdio` from any other.
// Left to itself V8 lets garbage of large models fill several times the memory that is in use; this costs little time.
setFlagsFromString('--heap-growing-percent=40');

const connection = createConnection(ProposedFeatures.all);
startServer(connection, new DesktopFileSystem(connection));
