import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding, FindingCode } from '#core/diagnostics';
import { type Lock, NO_LOCK, analyse, createLock } from '#core/plan';
import { type FixContext, type FixChange, createFixContext, createOstopoCoreServices, createOstopoReader } from '#language';

const services = createOstopoCoreServices();
const reader = createOstopoReader(services);

/** What an editor knows of a model: all that is wrong with it, and what cures are made from. */
interface Examined {
  readonly findings: readonly Finding[];
  readonly context: FixContext;
}

/** The file that is read first. */
export const MAIN = 'file:///model/main.ostopo';

/** A file that it may import as `part.ostopo`. */
export const PART = 'file:///model/part.ostopo';

/** Examines a text as the editor does. Its lock file is that of the `locked` text. */
export function examine(text: string, locked?: string): Examined {
  return examineFiles({ [MAIN]: text }, locked);
}

/** Examines a model of several files, by URI. */
export function examineFiles(files: Readonly<Record<string, string>>, locked?: string): Examined {
  const model = createOstopoReader(services, (uri) => files[uri]).read(files[MAIN] ?? '', MAIN);
  const lock = locked === undefined ? NO_LOCK : lockOf(locked);
  const { findings, deployment } = analyse(model.topology, model.findings, { silences: model.silences, lock });
  return { findings, context: createFixContext(model, deployment) };
}

function lockOf(text: string): Lock {
  const { topology, findings } = reader.read(text);
  return createLock(topology, analyse(topology, findings).deployment);
}

/** The text after the changes, as an editor applies them. */
export function applyChanges(text: string, changes: readonly FixChange[]): string {
  const edits = changes.map(({ place: { start, end }, newText }) => ({ range: { start, end }, newText }));
  return TextDocument.applyEdits(TextDocument.create('', '', 0, text), edits);
}

/** Every file after the changes that concern it. */
export function applyToFiles(files: Readonly<Record<string, string>>, changes: readonly FixChange[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(files).map(([uri, text]) => [
      uri,
      applyChanges(
        text,
        changes.filter(({ place }) => place.uri === uri),
      ),
    ]),
  );
}

/** How many findings of a code there are. */
export function countOf(findings: readonly Finding[], code: FindingCode): number {
  return findings.filter((finding) => finding.code === code).length;
}

/** The errors, by code and element, that were not there before. */
export function newErrors(before: readonly Finding[], after: readonly Finding[]): readonly string[] {
  const keys = (findings: readonly Finding[]) =>
    findings.filter(({ severity }) => severity === 'error').map(({ code, element }) => `${code} ${element ?? ''}`);
  const known = keys(before);
  return keys(after).filter((key) => !known.includes(key));
}
