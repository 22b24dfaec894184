import type { FileSystemNode, URI } from 'langium';
import { NodeFileSystemProvider } from 'langium/node';
import type { Connection } from 'vscode-languageserver';
import { ClientFileSystem } from './client-file-system.ts';

/** The files of this computer; those of a virtual workspace through the client. */
export class DesktopFileSystem extends NodeFileSystemProvider {
  private readonly virtual: ClientFileSystem;

  constructor(connection: Connection) {
    super();
    this.virtual = new ClientFileSystem(connection);
  }

  override stat(uri: URI): Promise<FileSystemNode> {
    return isOnDisk(uri) ? super.stat(uri) : this.virtual.stat(uri);
  }

  override exists(uri: URI): Promise<boolean> {
    return isOnDisk(uri) ? super.exists(uri) : this.virtual.exists(uri);
  }

  override readFile(uri: URI): Promise<string> {
    return isOnDisk(uri) ? super.readFile(uri) : this.virtual.readFile(uri);
  }

  override readBinary(uri: URI): Promise<Uint8Array> {
    return isOnDisk(uri) ? super.readBinary(uri) : this.virtual.readBinary(uri);
  }

  override readDirectory(uri: URI): Promise<FileSystemNode[]> {
    return isOnDisk(uri) ? super.readDirectory(uri) : this.virtual.readDirectory(uri);
  }
}

function isOnDisk({ scheme }: URI): boolean {
  return scheme === 'file';
}
