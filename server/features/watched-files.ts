import { URI } from 'langium';
import { DefaultDocumentUpdateHandler, type LangiumSharedServices } from 'langium/lsp';
import { type DidChangeWatchedFilesParams, FileChangeType, type FileEvent, type FileSystemWatcher } from 'vscode-languageserver';
import { compact } from '#core/base';
import type { OstopoServices } from '../server-services.ts';
import { lockedModel } from '../workspace/lock-files.ts';

/** Hears of changed models and lock files on disk, and of nothing else; a changed lock file is a change of its model. */
export class ModelUpdateHandler extends DefaultDocumentUpdateHandler {
  constructor(private readonly services: LangiumSharedServices) {
    super(services);
  }

  protected override getWatchers(): FileSystemWatcher[] {
    return [{ globPattern: '**/*.ostopo' }, { globPattern: '**/*.ostopo.lock' }];
  }

  override didChangeWatchedFiles({ changes }: DidChangeWatchedFilesParams): void {
    const locked = compact(changes.map(({ uri }) => lockedModel(uri)));
    const models = changes.filter(({ uri }) => lockedModel(uri) === undefined);
    for (const model of locked) this.forgetLock(URI.parse(model));
    const known = locked.filter((model) => this.services.workspace.LangiumDocuments.hasDocument(URI.parse(model)));
    const touched = known.map((uri): FileEvent => ({ uri, type: FileChangeType.Changed }));
    super.didChangeWatchedFiles({ changes: [...models, ...touched] });
  }

  private forgetLock(model: URI): void {
    const { analysis } = this.services.ServiceRegistry.getServices(model) as OstopoServices; // the only language of this server
    analysis.LockFiles.forget(model.toString());
  }
}
