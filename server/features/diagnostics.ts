import { type DocumentValidator, type LangiumDocument, type ValidationOptions, isOperationCancelled } from 'langium';
import { CancellationToken, type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { Finding } from '#core/diagnostics';
import type { Analysis } from '../analysis/analysis.ts';
import type { OstopoServices } from '../server-services.ts';
import { lockFileOf } from '../workspace/lock-files.ts';
import { findingToDiagnostic } from './finding-to-diagnostic.ts';

/** Reports the findings of the whole analysis as diagnostics; those of the text are among them, so Langium's own are not asked. */
export class FindingsValidator implements DocumentValidator {
  /** Lock files that have findings in an editor now. */
  private readonly faultyLocks = new Set<string>();

  constructor(private readonly services: Pick<OstopoServices, 'analysis' | 'shared'>) {}

  async validateDocument(document: LangiumDocument, _options?: ValidationOptions, token = CancellationToken.None): Promise<Diagnostic[]> {
    try {
      const { Analyses, FindingPages } = this.services.analysis;
      const analyses = await Analyses.prepare(document, token);
      this.publishLockFindings(document, analyses);
      const own = analyses.flatMap(({ findings }) => findings.filter(({ place }) => place.uri === document.uri.toString()));
      return unique(own).map((finding) => findingToDiagnostic(finding, FindingPages));
    } catch (error) {
      if (isOperationCancelled(error)) throw error;
      console.error(`checking ${document.uri.toString()}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return [notChecked()];
    }
  }

  /** What is wrong with a lock file is shown in it: it is no document of the language, so nobody else does. */
  private publishLockFindings(document: LangiumDocument, analyses: readonly Analysis[]): void {
    const uri = lockFileOf(document.uri.toString());
    const found = analyses.flatMap(({ findings }) => findings.filter(({ place }) => place.uri === uri));
    if (found.length === 0 && !this.faultyLocks.delete(uri)) return;
    if (found.length > 0) this.faultyLocks.add(uri);
    const diagnostics = found.map((finding) => findingToDiagnostic(finding, this.services.analysis.FindingPages));
    void this.services.shared.lsp.Connection?.sendDiagnostics({ uri, diagnostics });
  }
}

/** A file that several models import has most findings in each of them. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.code} ${JSON.stringify(finding.place)} ${finding.message}`, finding])).values()];
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
