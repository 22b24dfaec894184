import { type LangiumDocument, URI } from 'langium';
import { sortedBy } from '#core/base';
import type { Finding, Silence } from '#core/diagnostics';
import { type DocumentOf, collectDocuments } from './imports/collect-documents.ts';
import { type LoweredModel, lowerModel } from './lowering/lower-model.ts';
import type { TenantMemory } from './lowering/tenant-memory.ts';
import { type OstopoCoreServices, createOstopoCoreServices } from './ostopo-module.ts';
import { readSilences } from './parsing/read-silences.ts';
import { syntaxFindings } from './parsing/syntax-findings.ts';
import { withoutEchoes } from './parsing/without-echoes.ts';

/** A text as a model: its topology, and all that its texts have wrong (the rules' findings come on top of these). */
export interface OstopoModel extends LoweredModel {
  /** The file itself. */
  readonly document: LangiumDocument;
  /** The file itself and those it imports, transitively; findings and places name them by their URIs. */
  readonly documents: readonly LangiumDocument[];
  /** The comments that silence findings, for the analysis. */
  readonly silences: readonly Silence[];
}

/** Gives the text of an imported file; `undefined` where there is none. Node reads it from disk, a browser from what it fetched before. */
export type TextOf = (uri: string) => string | undefined;

/** Reads texts with one set of services: making the services is the slow part. */
export interface OstopoReader {
  read(text: string, uri?: string): OstopoModel;
}

/** Where a text without a file of its own stands. */
const IN_MEMORY = 'inmemory:/model.ostopo';

/** Makes a reader; `services` are the core ones unless given. Without `textOf` every import is reported as missing. */
export function createOstopoReader(
  services: OstopoCoreServices = createOstopoCoreServices(),
  textOf: TextOf = () => undefined,
): OstopoReader {
  const parse = (text: string, uri: string) => services.shared.workspace.LangiumDocumentFactory.fromString(text, URI.parse(uri));
  const documentOf: DocumentOf = (uri) => {
    const text = textOf(uri);
    return text === undefined ? undefined : parse(text, uri);
  };
  return { read: (text, uri = IN_MEMORY) => readDocument(parse(text, uri), documentOf) };
}

/** The model of a parsed document and of what it imports; syntax findings included. A memory makes reading the next version of a text quicker. */
export function readDocument(document: LangiumDocument, documentOf: DocumentOf = () => undefined, memory?: TenantMemory): OstopoModel {
  const collected = collectDocuments(document, documentOf);
  const { documents } = collected;
  const lowered = lowerModel(collected, memory);
  const findings = documents.flatMap((part) => {
    const uri = part.uri.toString();
    const own = lowered.findings.filter(({ place }) => place.uri === uri);
    return withoutEchoes(part, byPlace([...syntaxFindings(part), ...own]));
  });
  return { ...lowered, document, documents, findings, silences: documents.flatMap(readSilences) };
}

/** Reads one text. Callers that read many make a reader. */
export function parseOstopo(text: string, uri?: string, textOf?: TextOf): OstopoModel {
  return createOstopoReader(undefined, textOf).read(text, uri);
}

function byPlace(findings: readonly Finding[]): Finding[] {
  return sortedBy(
    findings,
    (f) => f.place.start.line,
    (f) => f.place.start.character,
    (f) => f.code,
  );
}
