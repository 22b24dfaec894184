import { AstUtils, type LangiumDocument, stream } from 'langium';
import type { RenameProvider } from 'langium/lsp';
import {
  LSPErrorCodes,
  type Range,
  type RenameParams,
  ResponseError,
  type TextDocumentPositionParams,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { type TextReplacement, checkRenamed, renameElement, writtenName } from '#language';
import type { OstopoServices } from '../server-services.ts';
import { nameAt } from './name-at.ts';
import { toWorkspaceEdit } from './to-workspace-edit.ts';

/** Renames a block and every mention of it in every file known; a name that would make something else be meant is refused. */
export class ModelRenameProvider implements RenameProvider {
  constructor(private readonly services: OstopoServices) {}

  prepareRename(document: LangiumDocument, { position }: TextDocumentPositionParams): Range | undefined {
    const name = nameAt(document, position);
    return name && (name.declares || !isRepeated(name.node)) ? name.range : undefined;
  }

  rename(document: LangiumDocument, { position, newName }: RenameParams): WorkspaceEdit | undefined {
    const name = nameAt(document, position);
    if (!name) return undefined;
    if (!name.declares && isRepeated(name.node))
      throw failed(`“${name.text}” is one of several: rename ${writtenName(name.node) ?? ''} where it is declared.`);
    const models = this.modelsWith(AstUtils.getDocument(name.node));
    const documents = new Set(models.flatMap((model) => this.services.analysis.Analyses.of(model).lowered.documents));
    const renamed = renameElement([...documents], name.node, newName);
    if (renamed.kind === 'refused') throw failed(renamed.message);
    for (const model of models) this.check(model, renamed.changes);
    return toWorkspaceEdit(documents, renamed.changes);
  }

  private check(document: LangiumDocument, changes: readonly TextReplacement[]): void {
    const { lowered } = this.services.analysis.Analyses.of(document);
    const checked = checkRenamed({ model: lowered, services: this.services.shared }, changes);
    if (checked.kind === 'refused') throw failed(checked.message);
  }

  /** The files known that are, or import, the file of the block. */
  private modelsWith(declaring: LangiumDocument): LangiumDocument[] {
    const { all } = this.services.shared.workspace.LangiumDocuments;
    const models = stream(all)
      .filter((document) => this.services.analysis.Analyses.of(document).lowered.documents.includes(declaring))
      .toArray();
    return models.length > 0 ? models : [declaring];
  }
}

function isRepeated(node: NonNullable<ReturnType<typeof nameAt>>['node']): boolean {
  return writtenName(node)?.includes('[') ?? false;
}

function failed(message: string): ResponseError<undefined> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
