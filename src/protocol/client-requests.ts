/**
 * What the language server asks the client beyond the Language Server Protocol: the files of workspaces that only VS Code can read, as in a
 * browser. A client that does not know these requests has no such files.
 */

/** A request by its name on the wire; the type parameters say what goes out and what comes back. */
export interface ClientRequest<Params, Result> {
  readonly method: `ostopo/${string}`;
  /** Never present: it carries the types. */
  readonly types?: { readonly params: Params; readonly result: Result };
}

/** The file or folder a question is about. */
export interface FileParams {
  readonly uri: string;
}

/** The text of a file. */
export const readTextRequest: ClientRequest<FileParams, ReadTextAnswer> = { method: 'ostopo/readText' };

/** The text, `null` where there is no file that can be read. */
export interface ReadTextAnswer {
  readonly text: string | null;
}

/** What stands at a URI. */
export const fileKindRequest: ClientRequest<FileParams, FileKindAnswer> = { method: 'ostopo/fileKind' };

/** `null` where there is nothing. */
export interface FileKindAnswer {
  readonly kind: 'file' | 'folder' | null;
}

/** The files of a folder, without those of the folders in it. */
export const listFilesRequest: ClientRequest<FileParams, ListFilesAnswer> = { method: 'ostopo/listFiles' };

/** The URIs of the files; none where there is no folder. */
export interface ListFilesAnswer {
  readonly files: readonly string[];
}
