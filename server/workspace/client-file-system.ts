import { EmptyFileSystemProvider, type FileSystemNode, URI } from 'langium';
import type { Connection } from 'vscode-languageserver';
import { type ClientRequest, type FileParams, fileKindRequest, listFilesRequest, readTextRequest } from '#protocol';

/**
 * The files that the client can read and the server cannot: those of a browser or of a virtual workspace. Folders are listed without the folders in
 * them, since each may cost a request over the network: models further down are read when they are opened or imported.
 */
export class ClientFileSystem extends EmptyFileSystemProvider {
  constructor(private readonly connection: Connection) {
    super();
  }

  override async stat(uri: URI): Promise<FileSystemNode> {
    const { kind } = await this.ask(fileKindRequest, uri);
    if (kind === null) throw new Error(`there is no ${uri.toString()}`);
    return { uri, isFile: kind === 'file', isDirectory: kind === 'folder' };
  }

  override async exists(uri?: URI): Promise<boolean> {
    return uri !== undefined && (await this.ask(fileKindRequest, uri)).kind !== null;
  }

  override async readFile(uri?: URI): Promise<string> {
    const text = uri && (await this.ask(readTextRequest, uri)).text;
    if (typeof text !== 'string') throw new Error(`${uri?.toString() ?? 'a file without a URI'} cannot be read`);
    return text;
  }

  override async readBinary(uri?: URI): Promise<Uint8Array> {
    return new TextEncoder().encode(await this.readFile(uri));
  }

  override async readDirectory(uri?: URI): Promise<FileSystemNode[]> {
    const { files } = uri ? await this.ask(listFilesRequest, uri) : { files: [] };
    return files.map((file) => ({ uri: URI.parse(file), isFile: true, isDirectory: false }));
  }

  private ask<Result>({ method }: ClientRequest<FileParams, Result>, uri: URI): Promise<Result> {
    return this.connection.sendRequest<Result>(method, { uri: uri.toString() });
  }
}
