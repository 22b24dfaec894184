import type { BaseLanguageClient } from 'vscode-languageclient';
import * as vscode from 'vscode';
import {
  type ClientRequest,
  type FileKindAnswer,
  type FileParams,
  type ListFilesAnswer,
  type ReadTextAnswer,
  fileKindRequest,
  listFilesRequest,
  readTextRequest,
} from '#protocol';

/** Reads the files of virtual workspaces and of a browser for the server, which cannot. Nothing is ever written for it. */
export function serveWorkspaceFiles(client: BaseLanguageClient): void {
  answer<ReadTextAnswer>(client, readTextRequest, { text: null }, async (uri) => ({
    text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)),
  }));
  answer<FileKindAnswer>(client, fileKindRequest, { kind: null }, async (uri) => {
    const { type } = await vscode.workspace.fs.stat(uri);
    return { kind: isOf(type, vscode.FileType.Directory) ? 'folder' : 'file' };
  });
  answer<ListFilesAnswer>(client, listFilesRequest, { files: [] }, async (uri) => {
    const entries = await vscode.workspace.fs.readDirectory(uri);
    return {
      files: entries.filter(([, type]) => isOf(type, vscode.FileType.File)).map(([name]) => vscode.Uri.joinPath(uri, name).toString()),
    };
  });
}

/** A file that is not there, or that may not be read, is an answer: `none`. */
function answer<Result>(
  client: BaseLanguageClient,
  { method }: ClientRequest<FileParams, Result>,
  none: Result,
  read: (uri: vscode.Uri) => Promise<Result>,
): void {
  client.onRequest(method, async ({ uri }: FileParams): Promise<Result> => {
    try {
      return await read(vscode.Uri.parse(uri));
    } catch {
      return none;
    }
  });
}

/** A symbolic link has a bit of its own beside that of what it leads to. */
function isOf(type: vscode.FileType, kind: vscode.FileType): boolean {
  return (type & kind) !== 0;
}
