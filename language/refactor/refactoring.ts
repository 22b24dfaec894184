import type { Finding } from '#core/diagnostics';
import { type Analysis, type Lock, NO_LOCK, analyse } from '#core/plan';
import { type LangiumSharedCoreServices, URI } from 'langium';
import { type OstopoModel, readDocument } from '../parse-ostopo.ts';
import { keepLayout } from './keep-layout.ts';
import { type Refactoring, type TextReplacement, applyTextChanges, inOrder, refused } from './text-replacement.ts';

/** What every refactoring starts from: the model, its lock, and the shared services to read the changed text with. */
export interface RefactoringInput {
  readonly model: OstopoModel;
  /** What the lock file keeps stays as it is. */
  readonly lock?: Lock;
  readonly services: Pick<LangiumSharedCoreServices, 'ServiceRegistry'> & {
    readonly workspace: Pick<LangiumSharedCoreServices['workspace'], 'LangiumDocumentFactory'>;
  };
}

/** A model and what is known of it. */
export interface AnalysedModel extends Analysis {
  readonly model: OstopoModel;
}

/** The model as it reads with the changes made. */
export function readChanged({ model, services, lock = NO_LOCK }: RefactoringInput, changes: readonly TextReplacement[]): AnalysedModel {
  const texts = new Map(
    model.documents.map(({ uri, textDocument }) => [uri.toString(), applyTextChanges(textDocument.getText(), uri.toString(), changes)]),
  );
  const parse = (text: string, uri: string) => services.workspace.LangiumDocumentFactory.fromString(text, URI.parse(uri));
  const own = model.document.uri.toString();
  const changed = readDocument(parse(texts.get(own) ?? '', own), (uri) => {
    const text = texts.get(uri);
    return text === undefined ? undefined : parse(text, uri);
  });
  return { model: changed, ...analyse(changed.topology, changed.findings, { silences: changed.silences, lock }) };
}

/**
 * A refactoring does only what it is for: changes after which the model has an error that it did not have are refused, with that error.
 * `check` says what else is wrong with the result. A text in the house style stays in it.
 */
export function settleChanges(
  input: RefactoringInput,
  changes: readonly TextReplacement[],
  check: (before: AnalysedModel, after: AnalysedModel) => string | undefined = () => undefined,
): Refactoring {
  if (changes.length === 0) return refused('There is nothing to change.');
  const before = { model: input.model, ...analyse(input.model.topology, input.model.findings, { lock: input.lock ?? NO_LOCK }) };
  const after = readChanged(input, changes);
  const added = newError(before.findings, after.findings);
  if (added) return refused(`That would make an error: ${added.message}`);
  const problem = check(before, after);
  return problem === undefined ? { kind: 'changed', changes: keepLayout(input, after.model, inOrder(changes)) } : refused(problem);
}

/** An error of a kind of which there are more than before: messages and places change with what they speak of, codes do not. */
function newError(before: readonly Finding[], after: readonly Finding[]): Finding | undefined {
  const errors = (findings: readonly Finding[]) => findings.filter(({ severity }) => severity === 'error');
  const left = new Map<string, number>();
  for (const { code } of errors(before)) left.set(code, (left.get(code) ?? 0) + 1);
  const said = new Set(before.map(({ message }) => message));
  const more = errors(after).filter(({ code }) => {
    const count = left.get(code) ?? 0;
    left.set(code, count - 1);
    return count <= 0;
  });
  const [first] = more;
  return first && (errors(after).find(({ code, message }) => code === first.code && !said.has(message)) ?? first);
}
