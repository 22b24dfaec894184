import { NodeFileSystemProvider } from 'langium/node';
import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import { startServer } from '#server';

/** Serves the editor that started this process, by the `--stdio` of its command line; the connection ends the process when the editor says `exit`. */
export function serveOverStdio(): Promise<void> {
  startServer(createConnection(ProposedFeatures.all), new NodeFileSystemProvider());
  return new Promise((resolve) => process.stdin.once('close', resolve));
}
