import { type AstNode, type LangiumDocument, interruptAndCheck } from 'langium';
import type { CancellationToken } from 'vscode-languageserver';
import type { Severities } from '#core/diagnostics';
import { PlanMemory, type ReadLock } from '#core/plan';
import { type DocumentOf, type OstopoModel, type TenantMemory, modelDocuments, modelRoots, readDocument } from '#language';
import { type Analysis, createAnalysis } from './analysis.ts';

/** What a document is checked with, beside its text. */
export interface Surroundings {
  readonly documentOf: DocumentOf;
  /** Every document the server knows. */
  readonly documents: () => Iterable<LangiumDocument>;
  /** The lock file of a model, as it was last read. */
  readonly lockOf: (uri: string) => ReadLock | undefined;
  /** What was read of earlier versions of the texts. */
  readonly memory: TenantMemory;
  /** The severities that the user's settings change. */
  readonly severities: () => Severities;
}

/** All that an analysis was made from: it holds for as long as each is the same. */
interface Sources {
  /** The syntax trees of a model: of its own file, then of those it imports. */
  readonly trees: readonly [AstNode, ...AstNode[]];
  readonly lock: ReadLock | undefined;
  readonly severities: Severities;
}

interface Known extends Sources {
  readonly analysis: Analysis;
}

/**
 * The analyses of documents, made when first asked for and gone when a text, the lock file or a setting changes. A file that others import has no
 * model of its own: it is a part of theirs, and is seen as a part of the first of them.
 */
export class Analyses {
  private readonly byTree = new WeakMap<AstNode, Known>();
  private readonly memory = new PlanMemory();

  constructor(private readonly surroundings: Surroundings) {}

  /** The analysis that a parsed document is part of, as it is now. */
  of(document: LangiumDocument): Analysis {
    const [model] = this.modelsOf(document);
    const sources = this.sourcesOf(model);
    return this.known(sources) ?? this.remember(sources, this.analyse(model, sources, this.read(model)));
  }

  /** The analyses of all models that the document is part of, in steps, between which the server hears of newer keystrokes: the first of them ends it (`OperationCancelled`). */
  async prepare(document: LangiumDocument, token: CancellationToken): Promise<readonly Analysis[]> {
    const analyses = [];
    for (const model of this.modelsOf(document)) analyses.push(await this.prepareModel(model, token));
    return analyses;
  }

  /** The files whose models the document is part of, by their URIs: itself, unless others import it. */
  modelsOf(document: LangiumDocument): readonly [LangiumDocument, ...LangiumDocument[]] {
    return modelRoots(document, this.surroundings.documents(), this.surroundings.documentOf);
  }

  private partsOf(document: LangiumDocument): readonly LangiumDocument[] {
    return modelDocuments(document, this.surroundings.documentOf);
  }

  private async prepareModel(model: LangiumDocument, token: CancellationToken): Promise<Analysis> {
    const sources = this.sourcesOf(model);
    const known = this.known(sources);
    if (known) return known;
    const lowered = this.read(model);
    await interruptAndCheck(token);
    return this.remember(sources, this.analyse(model, sources, lowered));
  }

  private read(model: LangiumDocument): OstopoModel {
    return readDocument(model, this.surroundings.documentOf, this.surroundings.memory);
  }

  private analyse({ textDocument: { version } }: LangiumDocument, { lock, severities }: Sources, lowered: OstopoModel): Analysis {
    return createAnalysis(version, lowered, { memory: this.memory, lock, severities });
  }

  private sourcesOf(model: LangiumDocument): Sources {
    const [own = model.parseResult.value, ...imported] = this.partsOf(model).map((part) => part.parseResult.value);
    return { trees: [own, ...imported], lock: this.surroundings.lockOf(model.uri.toString()), severities: this.surroundings.severities() };
  }

  private known({ trees, lock, severities }: Sources): Analysis | undefined {
    const known = this.byTree.get(trees[0]);
    if (known?.lock !== lock || known?.severities !== severities) return undefined;
    return known.trees.length === trees.length && trees.every((part, i) => part === known.trees[i]) ? known.analysis : undefined;
  }

  private remember(sources: Sources, analysis: Analysis): Analysis {
    this.byTree.set(sources.trees[0], { ...sources, analysis });
    return analysis;
  }
}
