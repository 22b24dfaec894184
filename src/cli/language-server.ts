import { NodeFileSystemProvider } from 'langium/node';
import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import { holdMemory, startServer } from '#server';
import { folderOf } from './input/read-asset.ts';

/**
 * Serves the editor that started this process, by the `--stdio` of its command line; the connection ends the process when the editor says `exit`.
 * Findings lead to the pages beside the command line.
 */
export async function serveOverStdio(): Promise<void> {
  holdMemory();
  const { href } = await folderOf('findings');
  startServer(createConnection(ProposedFeatures.all), new NodeFileSystemProvider(), href);
  return new Promise((resolve) => process.stdin.once('close', resolve));
}
