import { type AstNodeDescription, EMPTY_STREAM, type LocalSymbols, type ScopeComputation } from 'langium';

const NO_SYMBOLS: LocalSymbols = { has: () => false, getStream: () => EMPTY_STREAM };

/** Collects nothing: the scope provider looks names up in its own index, and large models would pay for a second one. */
export class OstopoScopeComputation implements ScopeComputation {
  collectExportedSymbols(): Promise<AstNodeDescription[]> {
    return Promise.resolve([]);
  }

  collectLocalSymbols(): Promise<LocalSymbols> {
    return Promise.resolve(NO_SYMBOLS);
  }
}
