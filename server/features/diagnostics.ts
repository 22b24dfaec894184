import { type DocumentValidator, type LangiumDocument, type ValidationOptions, isOperationCancelled } from 'langium';
import { CancellationToken, type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { OstopoServices } from '../server-services.ts';
import { findingToDiagnostic } from './finding-to-diagnostic.ts';

/** Reports the findings of the whole analysis as diagnostics; those of the text are among them, so Langium's own are not asked. */
export class FindingsValidator implements DocumentValidator {
  constructor(private readonly services: Pick<OstopoServices, 'analysis'>) {}

  async validateDocument(document: LangiumDocument, _options?: ValidationOptions, token = CancellationToken.None): Promise<Diagnostic[]> {
    try {
      const { findings } = await this.services.analysis.Analyses.prepare(document, token);
      const own = findings.filter(({ place }) => place.uri === document.uri.toString());
      return own.map((finding) => findingToDiagnostic(finding, this.services.analysis.FindingPages));
    } catch (error) {
      if (isOperationCancelled(error)) throw error;
      console.error(`checking ${document.uri.toString()}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return [notChecked()];
    }
  }
}

/** A mistake of this program: the user learns that the checks are missing, the log says why. */
function notChecked(): Diagnostic {
  const start = { line: 0, character: 0 };
  return {
    range: { start, end: start },
    severity: DiagnosticSeverity.Warning,
    source: 'ostopo',
    message: 'ostopo could not check this text; the log of the language server says why. Please report it with the text.',
  };
}
