// Refactorings on small texts: what the text is afterwards, and what the model is.
import {
  type AnalysedModel,
  type OstopoModel,
  type Refactoring,
  applyTextChanges,
  createOstopoCoreServices,
  createOstopoReader,
} from '#language';
import { analyse } from '#core/plan';

const services = createOstopoCoreServices();
const reader = createOstopoReader(services);

/** What a refactoring is given for a text. */
export interface Given {
  readonly model: OstopoModel;
  readonly services: typeof services.shared;
}

/** Reads a text to refactor. */
export function given(text: string): Given {
  return { model: reader.read(text), services: services.shared };
}

/** The text after a refactoring that must be possible. */
export function textAfter({ model }: Given, refactoring: Refactoring): string {
  if (refactoring.kind === 'refused') throw new Error(refactoring.message);
  return applyTextChanges(model.document.textDocument.getText(), model.document.uri.toString(), refactoring.changes);
}

/** All that is known of a text. */
export function analysed(text: string): AnalysedModel {
  const model = reader.read(text);
  return { model, ...analyse(model.topology, model.findings) };
}

/** The errors of a text by code. */
export function errorsOf(text: string): string[] {
  return analysed(text)
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);
}
