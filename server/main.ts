import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import { holdMemory } from './hold-memory.ts';
import { startServer } from './start-server.ts';
import { DesktopFileSystem } from './workspace/desktop-file-system.ts';

// The language server for editors on a desktop: `--node-ipc` from VS Code, `--stdio` from any other.
holdMemory();

const connection = createConnection(ProposedFeatures.all);
startServer(connection, new DesktopFileSystem(connection));
