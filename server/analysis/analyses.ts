import { type AstNode, type LangiumDocument, interruptAndCheck } from 'langium';
import type { CancellationToken } from 'vscode-languageserver';
import { PlanMemory } from '#core/plan';
import { type DocumentOf, type OstopoModel, TenantMemory, modelDocuments, readDocument } from '#language';
import { type Analysis, createAnalysis } from './analysis.ts';

/** The syntax trees of a model: of its own file, then of those it imports. */
type Trees = readonly [AstNode, ...AstNode[]];

/** An analysis and the syntax trees of the files it is of. */
interface Known {
  readonly analysis: Analysis;
  readonly trees: Trees;
}

/** The analyses of documents: one for each syntax tree, made when first asked for, gone with the tree, or with that of an imported file, when the text changes. */
export class Analyses {
  private readonly byTree = new WeakMap<AstNode, Known>();
  /** What was made of earlier versions of the texts. */
  readonly memory = { tenants: new TenantMemory(), plan: new PlanMemory() };
  private readonly documentOf: DocumentOf;

  constructor(documentOf: DocumentOf) {
    this.documentOf = documentOf;
  }

  /** The analysis of a parsed document as it is now. */
  of(document: LangiumDocument): Analysis {
    const trees = this.treesOf(document);
    return this.known(trees) ?? this.remember(trees, createAnalysis(document.textDocument.version, this.read(document), this.memory.plan));
  }

  /** The same in steps, between which the server hears of newer keystrokes: the first of them ends it (`OperationCancelled`). */
  async prepare(document: LangiumDocument, token: CancellationToken): Promise<Analysis> {
    const trees = this.treesOf(document);
    const known = this.known(trees);
    if (known) return known;
    const lowered = this.read(document);
    await interruptAndCheck(token);
    return this.remember(trees, createAnalysis(document.textDocument.version, lowered, this.memory.plan));
  }

  private read(document: LangiumDocument): OstopoModel {
    return readDocument(document, this.documentOf, this.memory.tenants);
  }

  private treesOf(document: LangiumDocument): Trees {
    const [own = document.parseResult.value, ...imported] = modelDocuments(document, this.documentOf).map((part) => part.parseResult.value);
    return [own, ...imported];
  }

  private known(trees: Trees): Analysis | undefined {
    const known = this.byTree.get(trees[0]);
    return known?.trees.length === trees.length && trees.every((part, i) => part === known.trees[i]) ? known.analysis : undefined;
  }

  private remember(trees: Trees, analysis: Analysis): Analysis {
    this.byTree.set(trees[0], { analysis, trees });
    return analysis;
  }
}
